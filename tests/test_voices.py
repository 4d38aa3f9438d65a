"""The voices: what people in danger write, read and checked against the categories of the rules."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.knowledge.load import default_folder
from bot.knowledge.voices import check_voices, voices_or_packaged


def copied(tmp_path: Path, old: str, new: str) -> Path:
    """Return a folder with safety.yaml, and voices.yaml with a change."""
    shutil.copy(default_folder() / "safety.yaml", tmp_path)
    text = (default_folder() / "voices.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "voices.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


def test_the_voices_are_sound(tmp_path: Path) -> None:
    """The project's own voices have no problem, and calm ones are among them."""
    voices, problems = check_voices(copied(tmp_path, "help_from", "help_from"))
    assert problems == ()
    assert voices is not None
    assert {voice.id for voice in voices.voices if voice.category is None} == {"calm"}


def test_a_category_that_the_rules_lack_is_found(tmp_path: Path) -> None:
    """A misspelt category is named with its place and the one that was probably meant."""
    folder = copied(tmp_path, "category: C10", "category: C1O")
    _, (problem,) = check_voices(folder)
    assert problem.location.file.endswith("voices.yaml")
    assert "C1O" in problem.message


def test_broken_voices_are_replaced(tmp_path: Path) -> None:
    """Where voices.yaml is broken the packaged copy stands in, and the problem is told."""
    voices, problems = voices_or_packaged(copied(tmp_path, "help_from: ", "help_from: much "))
    assert voices is not None
    assert len(problems) == 1


def test_a_voice_stands_once(tmp_path: Path) -> None:
    """Two voices of one name are a problem at the second."""
    _, (problem,) = check_voices(copied(tmp_path, "id: crisis-other", "id: crisis-self"))
    assert "the voice 'crisis-self' is here twice" in problem.message
