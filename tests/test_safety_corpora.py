"""The project's own messages: danger is found, look-alikes stay calm, advice and sourcing are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.safety import load_safety
from bot.reply import HELP
from bot.understanding.lookout import Lookout
from bot.understanding.text import Message
from bot.understanding.triage import Triage

TESTS = Path(__file__).parent
SAFETY, PROBLEMS = load_safety(TESTS.parent / "knowledge")
assert SAFETY is not None, PROBLEMS
TRIAGE = Triage(SAFETY)


def rows(name: str) -> list[tuple[str, str]]:
    """Return the kinds and messages of a file with one ``kind<TAB>message`` per line."""
    lines = (TESTS / "safety" / name).read_text("utf-8").splitlines()
    return [(kind, text) for kind, _, text in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize(("kind", "text"), rows("danger.tsv"))
def test_danger_is_found(lookout: Lookout, kind: str, text: str) -> None:
    """A message in danger gets help; crisis and emergency may stand for each other."""
    finding = lookout.assess(Message.of(text)).finding
    assert finding is not None, kind
    assert finding.kind in HELP


@pytest.mark.parametrize(("kind", "text"), rows("calm.tsv"))
def test_calm_messages(kind: str, text: str) -> None:
    """By rule, questions stay questions, a topic gets a line of help, advice and sourcing are declined."""
    assessment = TRIAGE.assess(Message.of(text))
    if kind in {"none", "touches"}:
        assert assessment.finding is None
        assert assessment.touches_danger or kind == "none"
    else:
        assert assessment.finding is not None
        assert assessment.finding.kind == kind
