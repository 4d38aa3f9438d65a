"""Why a message gets its reply, in lines that a maintainer can follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answers
from bot.assistant import Assistant
from bot.explain import explanation
from bot.help import Help
from bot.knowledge.model import Knowledge
from bot.understanding.lookout import Lookout
from bot.understanding.text import Message

HEADS = ("triage", "voices", "words", "stems", "repairs", "confidence", "thresholds", "decision")


def lines_of(assistant: Assistant, text: str) -> dict[str, str]:
    """Return the explanation by the word that each line begins with; the last one of a word wins."""
    lines = [line for line in assistant.explain(text).splitlines() if not line.startswith(" ")]
    return {head: rest.strip() for head, _, rest in (line.partition(" ") for line in lines)}


def test_the_way_from_words_to_decision_is_told(assistant: Assistant) -> None:
    """Words, repairs, candidates with scores, what carried them, and the decision stand there in order."""
    text = assistant.explain("how fsat does ketmaine work compared to SSRIs")
    lines = text.splitlines()
    heads = [line.split(" ", 1)[0] for line in lines if not line.startswith(" ")]
    assert heads == list(HEADS)
    by_head = lines_of(assistant, "how fsat does ketmaine work compared to SSRIs")
    assert "ketmaine → ketamine" in by_head["repairs"]
    assert by_head["words"].startswith("how fast does it work")
    assert by_head["decision"] == "answer: entry:how-fast"
    first = lines[lines.index(next(line for line in lines if line.startswith("confidence"))) + 1]
    assert first.split() == [first.split()[0], "entry:how-fast"]
    assert 0 < float(first.split()[0]) < 2


def test_what_carried_a_candidate_is_a_phrasing_of_the_faq(
    assistant: Assistant, knowledge: Knowledge
) -> None:
    """Each carrier is a line of the maintainers' own, with the stems that it shares with the message."""
    phrasings = {text for entry in knowledge.entries for text in (entry.question, *entry.also_asked)}
    phrasings |= {text for gap in knowledge.gaps for text in (gap.question, *gap.also_asked)}
    phrasings |= {text for asked in knowledge.asked for text in asked.texts}
    phrasings |= {text for each in knowledge.elsewhere for text in each.asked}
    phrasings |= {text for each in knowledge.messages.small_talk for text in each.asked}
    stems = set(lines_of(assistant, "does it help with OCD")["stems"].split())
    carriers = [
        line for line in assistant.explain("does it help with OCD").splitlines() if line.startswith(" " * 10)
    ]
    assert carriers
    for line in carriers:
        said, _, shared = line.strip().partition("  ")[2].rpartition("  [")
        assert said in phrasings
        assert set(shared.rstrip("]").split()) <= stems


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("is it addictive", "answer: gap:addiction"),
        ("hello", "not a question for the FAQ: talk:hello"),
        ("qwzx vbnp", "nothing fits well enough: unknown"),
        ("", "nothing fits well enough: unknown"),
    ],
)
def test_the_decision_is_that_of_the_reply(assistant: Assistant, text: str, decision: str) -> None:
    """What is decided is told in words."""
    assert lines_of(assistant, text)["decision"] == decision


def test_danger_is_told_with_its_rule(assistant: Assistant) -> None:
    """A message in danger names the rule and the words that decided."""
    triage = lines_of(assistant, "I want to kill myself")["triage"]
    assert triage.startswith("crisis")
    assert "rule" in triage
    assert "kill" in triage
    assert lines_of(assistant, "how safe is that")["triage"] == "no rule fired"


def test_several_parts_are_told_each(assistant: Assistant) -> None:
    """Each part of a message stands with its own candidates, and what is left is named."""
    text = assistant.explain(
        "what is glutamate good for? What is the capital of France? Does it help with chronic pain?"
    )
    parts = [line.removeprefix("part").strip() for line in text.splitlines() if line.startswith("part")]
    assert parts[-3:] == [
        "what is glutamate good for?",
        "what is the capital of france?",
        "does it help with chronic pain?",
    ]
    assert "unanswered  what is the capital of france?" in text.splitlines()


def test_another_language_is_told(assistant: Assistant) -> None:
    """A message that is not English says so."""
    assert "English" in lines_of(assistant, "помогает ли кетамин от депрессии?")["language"]


def test_without_the_faq_the_triage_is_told(lookout: Lookout, desk: Help, knowledge: Knowledge) -> None:
    """Where only help is given, that is said."""
    lines = Assistant(lookout, desk, None, knowledge.messages).explain("how fast").splitlines()
    assert lines == ["triage      no rule fired", "FAQ         not loaded; only help is given"]


@given(st.text(st.characters(), max_size=80))
def test_any_message_can_be_explained(answers: Answers, lookout: Lookout, raw: str) -> None:
    """Nothing that is typed makes the explanation fail."""
    reading = answers.reader.read(Message.of(raw))
    lines = list(explanation(lookout.assess(reading.message, reading.heard), reading, answers))
    assert all(any(line.startswith(head) for line in lines) for head in HEADS)
