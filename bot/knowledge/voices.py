"""What people write who are in danger, ask for advice or for the drug, and what only sounds like it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.fields import Fields, Keys, read
from bot.knowledge.forms import ID, TEXT, matching, number, one_of
from bot.knowledge.model import Text
from bot.knowledge.problem import Problem, Problems, did_you_mean
from bot.knowledge.safety import load_safety, packaged_folders

FILE_NAME = "voices.yaml"

_FILE = Keys(("help_from", "advice_from", "sourcing_from", "voices"))
_VOICE = Keys(("id", "said"), ("category", "person"))
_CATEGORY = matching(r"[A-Za-z][A-Za-z0-9-]{0,39}", "a category of safety.yaml, such as C2 or M1")
_LIKENESS = number(0, 1)


@dataclass(frozen=True, slots=True)
class Voice:
    """A group of messages; ``category`` is one of safety.yaml's, None for what is calm."""

    id: Text
    category: Text | None
    person: str
    said: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """All groups, and from which likeness to them, 0 to 1, a message is taken for one of theirs."""

    help_from: float
    advice_from: float
    sourcing_from: float
    voices: tuple[Voice, ...]


def check_voices(folder: Path) -> tuple[Voices | None, tuple[Problem, ...]]:
    """Return what voices.yaml says and what is wrong with it, categories that safety.yaml lacks among it."""
    voices, problems = load_voices(folder)
    safety, _ = load_safety(folder)
    if voices is None or safety is None:
        return voices, problems
    known = [str(category.id) for category in safety.categories]
    named = [voice.category for voice in voices.voices if voice.category is not None]
    found = [
        Problem(name.at, f"safety.yaml has no category '{name}'{did_you_mean(name, known)}")
        for name in named
        if name not in known and name.at is not None
    ]
    ids = [voice.id for voice in voices.voices]
    found += [
        Problem(name.at, f"the voice '{name}' is here twice; put its messages under one")
        for place, name in enumerate(ids)
        if name in ids[:place] and name.at is not None
    ]
    return (None if found else voices), tuple(found)


def load_voices(folder: Path) -> tuple[Voices | None, tuple[Problem, ...]]:
    """Return what voices.yaml in the folder says, or None and what is wrong with it."""
    problems = Problems()
    file = read(folder / FILE_NAME, _FILE, problems)
    voices = Voices(
        file.one("help_from", _LIKENESS),
        file.one("advice_from", _LIKENESS),
        file.one("sourcing_from", _LIKENESS),
        file.each("voices", _VOICE, _voice, at_least=2),
    )
    return (None if problems else voices), problems.sorted()


def voices_or_packaged(folder: Path) -> tuple[Voices | None, tuple[Problem, ...]]:
    """Return the voices, the packaged copy in place of a broken file, and what is wrong with it."""
    voices, problems = check_voices(folder)
    if voices is None:
        voices = next((good for good, _ in map(check_voices, packaged_folders()) if good is not None), None)
    return voices, problems


def _voice(fields: Fields) -> Voice:
    return Voice(
        fields.one("id", ID),
        fields.maybe("category", _CATEGORY, None),
        fields.maybe("person", one_of("self", "other"), "self"),
        fields.many("said", TEXT, at_least=1),
    )
