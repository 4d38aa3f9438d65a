"""The project's own questions, worded unlike the FAQ: their labels are good, and a level is held."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.build import assistant_from
from bot.config import Config
from bot.evaluate import evaluate
from bot.evaluation.figures import figures
from bot.evaluation.labels import Row, read_rows
from bot.evaluation.verdicts import Judged, Verdict
from bot.knowledge.load import load_or_raise

TESTS = Path(__file__).parent
KNOWLEDGE = TESTS.parent / "knowledge"
FEWEST = 300

# A little under what is reached; raise them with it.
AT_LEAST = {"right": 0.84, "asking_right": 0.84, "answer_right": 0.79, "gap_right": 0.85, "advice_right": 0.9}
AT_MOST = {
    "wrong": 0.04,
    "asking_wrong": 0.04,
    "advice_or_sourcing_answered": 0.0,
    "alarms": 0.03,
    "faults": 0.0,
}


@cache
def rows() -> tuple[Row, ...]:
    """Return the labelled questions."""
    return read_rows([TESTS / "regression.tsv"])


@cache
def judged() -> list[Judged]:
    """Ask every question once."""
    return evaluate(assistant_from(Config(), KNOWLEDGE), rows(), lambda each, _: each)


def test_there_are_enough_questions() -> None:
    """The set is large enough to tell an edit from chance, and no question is in it twice."""
    assert len(rows()) >= FEWEST
    assert len({row.message.casefold() for row in rows()}) == len(rows())


def test_labels_name_claims_and_gaps_that_there_are() -> None:
    """A label that names nothing could never be met."""
    knowledge = load_or_raise(KNOWLEDGE)
    claims = {claim.id for claim in knowledge.article.claims}
    gaps = {gap.id for gap in knowledge.gaps}
    unknown = [(row.line, sorted(row.claims - claims | row.gaps - gaps)) for row in rows()]
    assert [each for each in unknown if each[1]] == []


def test_the_questions_are_not_in_the_knowledge() -> None:
    """A question that is a phrasing of the FAQ measures nothing."""
    knowledge = load_or_raise(KNOWLEDGE)
    learnt = {text for entry in knowledge.entries for text in (entry.question, *entry.also_asked)}
    learnt |= {text for gap in knowledge.gaps for text in (gap.question, *gap.also_asked)}
    learnt |= {text for asked in knowledge.asked for text in asked.texts}
    folded = {text.casefold().strip(" ?.") for text in learnt}
    assert [row.line for row in rows() if row.asks and row.message.casefold().strip(" ?.") in folded] == []


@pytest.mark.parametrize("name", AT_LEAST)
def test_what_is_right_does_not_fall(name: str) -> None:
    """An edit that loses more than a few questions is noticed."""
    found = {figure.name: figure.share for figure in figures(judged())}
    assert found[name] >= AT_LEAST[name]


@pytest.mark.parametrize("name", AT_MOST)
def test_what_is_wrong_does_not_rise(name: str) -> None:
    """An edit that makes the bot answer more must not make it answer wrongly."""
    found = {figure.name: figure.share for figure in figures(judged())}
    assert found[name] <= AT_MOST[name]


def test_a_request_for_advice_is_never_answered() -> None:
    """Of those who ask what they should do, none is given an answer for an answer."""
    asked = [each for each in judged() if each.row.kind == "advice"]
    assert [each.row.line for each in asked if each.verdict is Verdict.WRONG and each.kind == "answer"] == []
