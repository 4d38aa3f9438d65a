"""The helplines: none that was retired, and the countries found by what people type."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.helplines import load_helplines
from bot.knowledge.safety import safety_or_packaged

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
HELPLINES, PROBLEMS = load_helplines(KNOWLEDGE)
assert HELPLINES is not None, PROBLEMS
RETIRED = [
    "08457909090",
    "1850609090",
    "09000113",
    "199284284",
    "1393",
    "18002214444",
    "18002738255",
    "141",
]


def test_no_retired_number_is_listed() -> None:
    """Numbers that were switched off, and the prefix that Mexico gave up, do not occur."""
    assert HELPLINES is not None
    numbers = {
        re.sub(r"\D", "", part)
        for country in HELPLINES.countries
        for line in country.lines
        for part in (line.call, line.text, country.emergency)
    }
    assert not numbers & set(RETIRED)
    assert not any(number.startswith("01800") for number in numbers)


def test_every_country_can_be_called() -> None:
    """Each country has a line with a number or a way to write, and its emergency number or the local one."""
    assert HELPLINES is not None
    for country in HELPLINES.countries:
        assert country.emergency
        assert all(line.call or line.text for line in country.lines)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("gb", "GB"), ("UK", "GB"), (" united  kingdom ", "GB"), ("Deutschland", "DE"), ("usa", "US")],
)
def test_countries_are_found(typed: str, code: str) -> None:
    """A code, a name or an alias finds the country."""
    assert HELPLINES is not None
    found = HELPLINES.find(typed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("language", "code"),
    [("de", "DE"), ("de-AT", "AT"), ("ja", "JP"), ("en-GB", "GB"), ("en", None), (None, None)],
)
def test_language_only_suggests(language: str | None, code: str | None) -> None:
    """The client's language suggests a country where it points to one; English points to none."""
    assert HELPLINES is not None
    found = HELPLINES.suggest(language)
    assert (None if found is None else found.code) == code


def test_stale_and_unverified() -> None:
    """Old entries and those that nobody has verified are named."""
    assert HELPLINES is not None
    assert HELPLINES.stale(date(2026, 11, 24), 90) == ()
    assert len(HELPLINES.stale(date(2028, 1, 1), 90)) == len(HELPLINES.countries)
    assert {country.code for country in HELPLINES.unverified()} >= {"US", "GB"}


def test_packaged_copy_stands_in(tmp_path: Path) -> None:
    """With broken files the packaged copy is used, and the problems are told."""
    (tmp_path / "safety.yaml").write_text("rules: [", "utf-8")
    (tmp_path / "helplines.yaml").write_text("countries:\n  - code: england\n", "utf-8")
    safety, helplines, problems = safety_or_packaged(tmp_path)
    assert safety.rules
    assert helplines.find("US") is not None
    assert {Path(problem.location.file).name for problem in problems} == {"safety.yaml", "helplines.yaml"}


def test_mistakes_in_rules_are_placed(tmp_path: Path) -> None:
    """An unknown class in a pattern is a problem with its line, not an exception."""
    text = (KNOWLEDGE / "safety.yaml").read_text("utf-8")
    (tmp_path / "safety.yaml").write_text(
        text.replace("      - KILL ONESELF\n", "      - KILL ONESELFF\n", 1), "utf-8"
    )
    (tmp_path / "helplines.yaml").write_text((KNOWLEDGE / "helplines.yaml").read_text("utf-8"), "utf-8")
    _, _, problems = safety_or_packaged(tmp_path)
    assert ["ONESELFF" in problem.message for problem in problems] == [True]
