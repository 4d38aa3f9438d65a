"""From reading to decision: what is shown, offered or left, at the thresholds and beside them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.confidence import Confidence, Trials
from bot.understanding.decide import (
    REFUSED,
    REFUSED_OF_CHOICES,
    REFUSED_OF_SEVERAL,
    Decision,
    Thresholds,
    decide,
    from_trials,
)
from bot.understanding.lexicon import Utterance
from bot.understanding.matcher import Match, Matcher, Ranking
from bot.understanding.reader import Part, Reading
from bot.understanding.text import Message

LIMITS = Thresholds(answer=0.5, several=0.6, choices=0.4, other=0.3)
INTENTS = ("entry:a", "entry:b", "gap:c", "gap:d", "talk:hello", "elsewhere:tea")


def same(one: str, other: str) -> bool:
    """Say that an intent serves itself alone."""
    return one == other


def ranking(*matches: tuple[str, float], confidence: float, scope: float = 1.0) -> Ranking:
    """Return a ranking of these intents and scores."""
    return Ranking(Utterance((), ()), tuple(itertools.starmap(Match, matches)), confidence, scope, {})


def whole(
    *matches: tuple[str, float], confidence: float, scope: float = 1.0, foreign: bool = False
) -> Reading:
    """Return the reading of a message without parts."""
    part = Part("whole", ranking=ranking(*matches, confidence=confidence, scope=scope))
    return Reading(Message.of("whole"), part, (), foreign, ())


def parted(*parts: tuple[str, float], confidence: float = 0.1) -> Reading:
    """Return the reading of an unclear message with parts, each with its intent and confidence."""
    unclear = Part("whole", ranking(("entry:z", 0.1), confidence=confidence))
    made = tuple(
        Part(f"part {number}?", ranking(*([(intent, 0.5)] if intent else []), confidence=sure))
        for number, (intent, sure) in enumerate(parts, 1)
    )
    return Reading(Message.of("whole"), unclear, made, foreign=False, heard=())


def test_an_answer_from_its_threshold_on() -> None:
    """At the threshold the best intent is shown, below it not."""
    assert decide(whole(("entry:a", 0.3), confidence=0.5), LIMITS, same) == Decision(0.5, shown=("entry:a",))
    assert decide(whole(("gap:c", 0.3), confidence=0.9), LIMITS, same) == Decision(0.9, shown=("gap:c",))
    assert decide(whole(("entry:a", 0.3), confidence=0.499), LIMITS, same) == Decision(0.499)


def test_choices_from_their_threshold_on() -> None:
    """Unsure, but in scope: what is near the best is offered; below the threshold nothing is."""
    near = (("entry:a", 0.3), ("gap:c", 0.2), ("entry:b", 0.12), ("gap:d", 0.01))
    offered = decide(whole(*near, confidence=0.4, scope=0.4), LIMITS, same)
    assert offered == Decision(0.4, choices=("entry:a", "gap:c", "entry:b"))
    assert decide(whole(*near, confidence=0.4, scope=0.399), LIMITS, same) == Decision(0.4)


def test_three_choices_at_most_and_two_at_least() -> None:
    """Of four near ones three are offered; a single one is no choice; what is not ours is never offered."""
    four = tuple((intent, 0.3 - number / 100) for number, intent in enumerate(INTENTS[:4]))
    assert decide(whole(*four, confidence=0.4), LIMITS, same).choices == INTENTS[:3]
    assert decide(whole(("entry:a", 0.3), ("gap:c", 0.1), confidence=0.4), LIMITS, same) == Decision(0.4)
    mixed = (("entry:a", 0.3), ("talk:hello", 0.29), ("gap:c", 0.28))
    assert decide(whole(*mixed, confidence=0.4), LIMITS, same).choices == ("entry:a", "gap:c")


def test_what_is_not_ours_from_its_threshold_on() -> None:
    """Small talk and other subjects are taken up at their threshold, and below it nothing is guessed."""
    for intent in ("talk:hello", "elsewhere:tea"):
        near = ((intent, 0.3), ("entry:a", 0.29), ("gap:c", 0.28))
        assert decide(whole(*near, confidence=0.3), LIMITS, same) == Decision(0.3, other=intent)
        assert decide(whole(*near, confidence=0.299), LIMITS, same) == Decision(0.299)


def test_nothing_known_is_unknown() -> None:
    """Without an intent there is nothing to say."""
    assert decide(whole(confidence=0.0, scope=0.0), LIMITS, same) == Decision(0.0)


def test_a_foreign_message_is_never_guessed_at() -> None:
    """However sure the match, another language is not answered."""
    assert decide(whole(("entry:a", 1.0), confidence=1.0, foreign=True), LIMITS, same) == Decision(0.0)


def test_two_and_three_questions_are_answered() -> None:
    """Each question that is clear is shown, in the order asked, with the least confidence of them."""
    two = decide(parted(("entry:a", 0.9), ("gap:c", 0.6)), LIMITS, same)
    assert two == Decision(0.6, shown=("entry:a", "gap:c"))
    three = decide(parted(("gap:d", 0.7), ("entry:a", 0.9), ("gap:c", 0.8)), LIMITS, same)
    assert three == Decision(0.7, shown=("gap:d", "entry:a", "gap:c"))


def test_a_fourth_question_is_named() -> None:
    """Three are answered at most; what was asked beyond is named as unanswered."""
    four = decide(parted(*((intent, 0.9) for intent in INTENTS[:4])), LIMITS, same)
    assert four == Decision(0.9, shown=INTENTS[:3], unanswered=("part 4?",))


def test_an_unclear_question_among_several_is_named() -> None:
    """What is unclear, or knows no intent at all, beside two answers is named."""
    decision = decide(parted(("entry:a", 0.9), ("gap:c", 0.2), ("", 0.0), ("gap:d", 0.9)), LIMITS, same)
    assert decision == Decision(0.9, shown=("entry:a", "gap:d"), unanswered=("part 2?", "part 3?"))


def test_an_unclear_question_beside_one_answer_is_named() -> None:
    """Of two questions one is answered; the other is named, not passed over."""
    decision = decide(parted(("entry:a", 0.9), ("gap:c", 0.2)), LIMITS, same)
    assert decision == Decision(0.9, shown=("entry:a",), unanswered=("part 2?",))


def test_the_same_question_twice_is_answered_once() -> None:
    """Parts that the same answer serves are not shown twice, nor named as unanswered."""
    decision = decide(parted(("entry:a", 0.9), ("entry:a", 0.8), ("gap:c", 0.7)), LIMITS, same)
    assert decision == Decision(0.7, shown=("entry:a", "gap:c"))

    def serves(shown: str, asked: str) -> bool:
        return shown == asked or (shown, asked) == ("entry:b", "entry:a")

    kin = decide(parted(("entry:a", 0.9), ("entry:b", 0.8), ("gap:c", 0.7)), LIMITS, serves)
    assert kin == Decision(0.7, shown=("entry:a", "gap:c"))


def test_a_clear_whole_goes_before_one_clear_part() -> None:
    """A message that is clear as a whole is answered as a whole."""
    reading = parted(("gap:c", 0.9), ("talk:hello", 0.9), confidence=0.5)
    assert decide(reading, LIMITS, same).shown == ("entry:z",)


def test_a_clear_question_after_a_story_is_answered() -> None:
    """Where the whole is unclear, the one part that asks something clear is answered."""
    reading = parted(("elsewhere:tea", 0.4), ("gap:c", 0.9))
    assert decide(reading, LIMITS, same).shown == ("gap:c",)


@given(
    parts=st.lists(st.tuples(st.sampled_from(["", *INTENTS]), st.floats(0, 1)), max_size=6),
    matches=st.lists(st.tuples(st.sampled_from(INTENTS), st.floats(0.01, 1)), max_size=5),
    confidence=st.floats(0, 1),
    limits=st.tuples(*[st.sampled_from([0.0, 0.3, 0.6, 1.0])] * 4),
    foreign=st.booleans(),
)
def test_every_decision_is_one_thing(
    *,
    parts: list[tuple[str, float]],
    matches: list[tuple[str, float]],
    confidence: float,
    limits: tuple[float, float, float, float],
    foreign: bool,
) -> None:
    """Whatever the reading and the thresholds, at most one of answer, choices and other comes out."""
    best = sorted(dict(matches).items(), key=lambda match: -match[1])
    first = Part("whole", ranking=ranking(*best, confidence=confidence if best else 0.0))
    made = tuple(
        Part(f"part {number}", ranking=ranking((intent, 0.5), confidence=sure))
        if intent
        else Part(f"part {number}", ranking=ranking(confidence=0.0, scope=0.0))
        for number, (intent, sure) in enumerate(parts)
    )
    decision = decide(Reading(Message.of("whole"), first, made, foreign, ()), Thresholds(*limits), same)
    assert sum(map(bool, (decision.shown, decision.choices, decision.other))) <= 1
    assert len(decision.shown) <= 3
    assert len(decision.choices) in {0, 2, 3}
    assert all(intent.startswith(("entry:", "gap:")) for intent in (*decision.shown, *decision.choices))
    assert decision.other is None or not decision.other.startswith(("entry:", "gap:"))
    assert len(set(decision.shown)) == len(decision.shown)
    assert 0 <= decision.confidence <= 1


def test_the_folds_set_the_thresholds() -> None:
    """Of what the folds made unanswerable, the named shares stay below the thresholds."""
    random = np.random.default_rng(2)
    outside = np.repeat([True, False], 2000)
    first = np.where(outside, random.normal(-3, 1, 4000), random.normal(-1, 1, 4000))
    evidence = np.column_stack([first, random.normal(-3, 1, 4000), random.random(4000)]).astype(np.float32)
    trials = Trials(evidence, ~outside & (random.random(4000) < 0.8), outside)
    confidence = Confidence(trials)
    limits = from_trials(trials, confidence)
    right, scope = confidence.right(evidence[outside]), confidence.scope(evidence[outside])
    assert float((right < limits.answer).mean()) == pytest.approx(REFUSED, abs=0.01)
    assert float((right < limits.several).mean()) == pytest.approx(REFUSED_OF_SEVERAL, abs=0.01)
    assert float((scope < limits.choices).mean()) == pytest.approx(REFUSED_OF_CHOICES, abs=0.01)
    assert 0 < limits.other <= limits.answer < limits.several < 1
    assert limits.answering_from(0.1) == Thresholds(
        0.1, limits.several, limits.choices, min(0.1, limits.other)
    )
    assert limits.answering_from(1.0).several == 1.0


def test_the_thresholds_of_the_real_faq_are_in_order(matcher: Matcher) -> None:
    """Several answers want more confidence than one, and other subjects less."""
    limits = from_trials(matcher.trials, matcher.confidence)
    assert 0 < limits.other <= limits.answer < limits.several < 1
    assert 0 < limits.choices < 1
