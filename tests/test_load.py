"""The knowledge folder becomes values, or all of its problems at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import small_knowledge
from hypothesis import given
from hypothesis import strategies as st

import bot.knowledge.load
from bot.knowledge.load import KnowledgeError, default_folder, load, load_or_raise
from bot.knowledge.model import Location, Page, Review

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_folder_is_read_whole(tmp_path: Path) -> None:
    """Every file arrives in the knowledge, in its types."""
    knowledge, problems = load(small_knowledge.write(tmp_path))

    assert problems == ()
    assert knowledge is not None
    assert knowledge.article.updated == date(2024, 11, 25)
    calms, late = knowledge.article.claims
    assert (calms.paragraph, calms.references, late.paragraph) == (1, ("leaf-2019",), None)
    leaf, cup = knowledge.article.references
    assert (leaf.year, leaf.doi, leaf.cited) == (2019, "10.1000/tea", True)
    assert (cup.doi, cup.note, cup.cited) == (None, None, False)
    assert [topic.title for topic in knowledge.topics] == ["What tea does"]
    first, second = knowledge.entries
    assert len(first.also_asked) == 12
    assert first.reviewed == Review("", None)
    assert second.reviewed == Review("C. Judge", date(2024, 12, 1))
    assert second.claims == ("tea-late", "tea-calms")
    (gap,) = knowledge.gaps
    page = Page("Tea prices", "The Tea Board", "https://tea.example/prices", date(2024, 12, 1))  # type: ignore[arg-type]
    assert (gap.look, gap.nearest) == ((page,), "is-late-bad")
    assert [(asked.id, len(asked.texts)) for asked in knowledge.asked] == [("does-it-calm", 1)]
    assert knowledge.elsewhere[0].asked == ("is coffee good",)
    assert knowledge.messages.personal_advice_ask == ("Does it suit me?",)
    assert knowledge.messages.small_talk[0].id == "hello"
    assert knowledge.language.slang == (("u", "you"), ("bc", "because"))
    assert knowledge.language.synonyms == (("cup", "mug"), ("night time", "evening"))
    assert knowledge.language.other_subjects == (("drink", ("coffee", "cocoa")), ("food", ("bread",)))


def test_further_ways_to_ask_may_be_missing(tmp_path: Path) -> None:
    """A folder can do without asked.yaml, not with a broken one."""
    folder = small_knowledge.write(tmp_path)
    (folder / "asked.yaml").unlink()
    assert load_or_raise(folder).asked == ()
    (folder / "asked.yaml").write_text("asked: [one]\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"asked\.yaml:1:8: expected keys with values"):
        load_or_raise(folder)


def test_texts_know_where_they_stand(tmp_path: Path) -> None:
    """A text names its file as the folder was given, its line and its column."""
    knowledge = load_or_raise(small_knowledge.write(tmp_path))

    assert knowledge.topics[0].id.at == Location(str(tmp_path / "faq.yaml"), 2, 9)


def test_the_problems_of_all_files_come_together(tmp_path: Path) -> None:
    """One reading finds what is wrong in every file, a missing and an unreadable one included."""
    folder = small_knowledge.write(
        tmp_path,
        ("article.yaml", "updated: 2024-11-25", "updated: yesterday"),
        ("article.yaml", "  - id: tea-late\n    section", "  - section"),
        ("faq.yaml", "related: [is-late-bad]", "related: is-late-bad"),
        ("language.yaml", "slang:", "slang"),
    )
    (folder / "gaps.yaml").unlink()
    knowledge, problems = load(folder)

    assert knowledge is None
    assert [str(problem).removeprefix(f"{folder}/") for problem in problems] == [
        "article.yaml:6:12: expected a day as YYYY-MM-DD, found 'yesterday'",
        "article.yaml:15:5: the key 'id' is missing here",
        "faq.yaml:12:14: expected a list, found 'is-late-bad'",
        "gaps.yaml:1:1: there is no such file",
        "language.yaml:2:4: a colon and a space make a key; put a text that has them in quotes",
    ]


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    """A folder that is not there is told once, not once for each file."""
    with pytest.raises(KnowledgeError) as error:
        load_or_raise(tmp_path / "none")

    assert str(error.value) == (
        f"{tmp_path}/none:1:1: there is no such folder; expected one with article.yaml, faq.yaml and so on"
    )
    assert len(error.value.problems) == 1


def test_the_default_is_the_folder_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone reads its own folder, an installed package the copy that it carries."""
    package = tmp_path / "bot"
    monkeypatch.setattr(bot.knowledge.load, "__file__", str(package / "knowledge" / "load.py"))
    beside, packaged = tmp_path / "knowledge", package / "packaged_knowledge"

    assert default_folder() == beside
    packaged.mkdir(parents=True)
    assert default_folder() == packaged
    (tmp_path / "pyproject.toml").touch()
    assert default_folder() == beside


@given(
    name=st.sampled_from(sorted(small_knowledge.files())),
    start=st.integers(0, 2000),
    length=st.integers(0, 40),
    put=st.text(max_size=20),
)
def test_no_edit_raises(
    tmp_path_factory: pytest.TempPathFactory, name: str, start: int, length: int, put: str
) -> None:
    """Whatever is cut out of a sound file and put into it, loading returns knowledge or problems."""
    folder = small_knowledge.write(tmp_path_factory.getbasetemp())
    text = small_knowledge.files()[name]
    (folder / name).write_text(text[:start] + put + text[start + length :], encoding="utf-8", newline="")
    knowledge, problems = load(folder)

    assert (knowledge is None) == bool(problems)
