"""Triage finds danger, requests for the drug and for advice, and leaves questions on the subject alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.safety import load_safety
from bot.reply import HELP, Kind
from bot.understanding.finding import describe
from bot.understanding.text import Message
from bot.understanding.triage import Triage

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
SAFETY, PROBLEMS = load_safety(KNOWLEDGE)
assert SAFETY is not None, PROBLEMS
TRIAGE = Triage(SAFETY)
KIND_OF = {category.id: category.kind for category in SAFETY.categories}
EXAMPLES = [(rule.id, KIND_OF[rule.category], text) for rule in SAFETY.rules for text in rule.examples]
NOT_EXAMPLES = [(rule.id, text) for rule in SAFETY.rules for text in rule.not_examples]
PLAIN = [
    "I want to kill myself",
    "i want to die",
    "i dont want to live anymore",
    "going to end my life tonight",
]
BEFORE = ["", "Hi. ", "How does ketamine work? ", "sorry to bother you, "]
AFTER = ["", " ?", " 😢", ". Does ketamine help?", "\nplease", "!!!"]


def kind_of(text: str) -> Kind | None:
    """Return the kind of what triage finds."""
    finding = TRIAGE.assess(Message.of(text)).finding
    return None if finding is None else finding.kind


@pytest.mark.parametrize(("rule", "kind", "text"), EXAMPLES)
def test_examples_are_found(rule: str, kind: str, text: str) -> None:
    """Every example of a rule gets the rule's kind."""
    assert kind_of(text) == kind, rule


@pytest.mark.parametrize(("rule", "text"), NOT_EXAMPLES)
def test_counter_examples_stay_calm(rule: str, text: str) -> None:
    """No counter-example of a rule raises an alarm."""
    assert kind_of(text) not in HELP, rule


@pytest.mark.parametrize(
    "text",
    [
        "k i l l m y s e l f",
        "k.i.l.l myself",
        "i want to k1ll my$elf",
        "i want to d!e",
        "kms",
        "unalive myself",
        "killmyself",
        "iwanttodie",
        "i w\u200bant to d\u200bie",
        "I don\u2019t want to live",
        "i don t want to live",
        "I WANT TO DIEEEEEE",
        "i wnat to die",
        "comit sucide tonight",
        "kill my self",
        "k*ll myself",
        "im going to ctb tonight",
    ],
)
def test_disguises_do_not_hide_danger(text: str) -> None:
    """Slang, signs for letters, spaces, stretched letters and slips are seen through."""
    assert kind_of(text) is Kind.CRISIS


@given(st.sampled_from(PLAIN), st.sampled_from(BEFORE), st.sampled_from(AFTER), st.booleans())
def test_surroundings_do_not_hide_danger(plain: str, before: str, after: str, shout: bool) -> None:  # noqa: FBT001
    """A question or a greeting around it, case and emoji change nothing."""
    text = before + plain + after
    assert kind_of(text.upper() if shout else text) is Kind.CRISIS


@given(st.sampled_from(PLAIN), st.data())
def test_one_swap_in_a_long_word_does_not_hide_danger(plain: str, data: st.DataObject) -> None:
    """Two neighbouring letters that changed places inside a word of five letters or more are put right."""
    words = plain.split()
    place = data.draw(st.sampled_from([number for number, word in enumerate(words) if len(word) > 5] or [0]))
    word = words[place]
    if len(word) > 5:
        at = data.draw(st.integers(1, len(word) - 3))
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert kind_of(" ".join(words)) is Kind.CRISIS


@settings(deadline=None)
@given(st.text(max_size=400))
def test_never_raises_and_repeats(text: str) -> None:
    """Any text is assessed, and always alike."""
    assert TRIAGE.assess(Message.of(text)) == TRIAGE.assess(Message.of(text))


@pytest.mark.parametrize(
    "piece", ["not kill ", "i want to ", "d i e ", "k*ll ", "zqxw1 ", "he is not ", "aaaa?"]
)
def test_long_messages_are_bounded(piece: str) -> None:
    """A message of 4,096 characters takes well under a second, whatever it repeats."""
    message = Message.of((piece * 4096)[:4096])
    begun = time.perf_counter()
    TRIAGE.assess(message)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("text", "person", "near"),
    [
        ("my sister wants to kill herself", "other", True),
        ("I want to kill myself", "self", True),
        ("I am going to kill myself tonight", "self", True),
        ("i feel so hopeless", "self", False),
    ],
)
def test_person_and_nearness(text: str, person: str, *, near: bool) -> None:
    """Who is in danger, and how near it is, are told apart."""
    finding = TRIAGE.assess(Message.of(text)).finding
    assert finding is not None
    assert (finding.person, finding.near) == (person, near)


def test_help_goes_before_everything() -> None:
    """Danger wins over sourcing and advice in the same message."""
    assert kind_of("Where can I buy ketamine without a prescription? I want to die") is Kind.CRISIS
    assert kind_of("What dose should I take? My friend is not breathing") is Kind.EMERGENCY


def test_prescriber_today() -> None:
    """Symptoms that are no emergency ask for the prescriber today."""
    finding = TRIAGE.assess(Message.of("there was blood in my pee this morning")).finding
    assert finding is not None
    assert (finding.kind, finding.prescriber_today) == (Kind.PERSONAL_ADVICE, True)


def test_description_names_rule_and_words() -> None:
    """The explanation names the rule and the words that it saw."""
    explained = describe(TRIAGE.assess(Message.of("I want to die")))
    assert "want-to-die" in explained
    assert "want to die" in explained
    assert describe(TRIAGE.assess(Message.of("hello"))) == "no rule fired"
