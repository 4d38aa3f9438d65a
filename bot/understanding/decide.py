"""From reading to decision: answer, offer choices, or say that nothing fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.understanding.confidence import Confidence, Trials
from bot.understanding.learnt import Kin
from bot.understanding.reader import Part, Reading

MOST_ANSWERS = 3
MOST_CHOICES = 3
NEAR_THE_BEST = 0.35  # a choice is offered if its score is at least this share of the best one's
ANSWERABLE = ("entry:", "gap:")
REFUSED = 0.35  # of the questions that the folds make unanswerable, this share is not to be answered
REFUSED_OF_SEVERAL = 0.9
REFUSED_OF_CHOICES = 0.15  # to offer what is not meant costs little


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on to act: each a probability, 0 to 1.

    An intent of ours is answered from the confidence ``answer`` on; choices are offered where the question
    is in scope at least with ``choices``; small talk and other subjects are taken up from ``other`` on. Two
    or three questions in one message must each reach ``several``.
    """

    answer: float
    several: float
    choices: float
    other: float

    def answering_from(self, answer: float) -> Thresholds:
        """Return the same with another threshold for an answer, the others kept in order with it."""
        return replace(self, answer=answer, several=max(self.several, answer), other=min(self.other, answer))


def from_trials(trials: Trials, confidence: Confidence) -> Thresholds:
    """Return the thresholds that refuse these shares of the questions which the folds made unanswerable."""
    right = confidence.right(trials.evidence)
    scope = confidence.scope(trials.evidence)
    answer = float(np.quantile(right[trials.outside], REFUSED))
    return Thresholds(
        answer=answer,
        several=float(np.quantile(right[trials.outside], REFUSED_OF_SEVERAL)),
        choices=float(np.quantile(scope[trials.outside], REFUSED_OF_CHOICES)),
        other=answer,
    ).answering_from(answer)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a message.

    One to three ``shown`` intents are answered; else two or three ``choices`` are offered; else ``other`` is
    small talk or a subject that is not ours, if it is known; else nothing fits. ``unanswered`` are the parts
    that ask something which is not among those shown.
    """

    confidence: float
    shown: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    other: str | None = None
    unanswered: tuple[str, ...] = ()


def decide(reading: Reading, thresholds: Thresholds, kin: Kin) -> Decision:
    """Return the decision; ``kin(shown, asked)`` says that one intent serves who asked for another."""
    if reading.foreign:
        return Decision(0.0)
    several = _several(reading, thresholds, kin)
    if several is not None:
        return several
    best = _best(reading, thresholds)
    decision = _single(best, thresholds)
    if decision.shown and best is not reading.whole:
        return replace(decision, unanswered=_unanswered(reading, decision.shown, kin))
    return decision


def _single(part: Part, thresholds: Thresholds) -> Decision:
    """Return what to do with a part that stands for the whole message."""
    ranking = part.ranking
    first = ranking.matches[0] if ranking.matches else None
    if first is None:
        return Decision(0.0)
    if not first.intent.startswith(ANSWERABLE):
        return Decision(
            ranking.confidence, other=first.intent if ranking.confidence >= thresholds.other else None
        )
    if ranking.confidence >= thresholds.answer:
        return Decision(ranking.confidence, shown=(first.intent,))
    near = [match.intent for match in ranking.matches if match.score >= NEAR_THE_BEST * first.score]
    offered = tuple(intent for intent in near if intent.startswith(ANSWERABLE))[:MOST_CHOICES]
    torn = ranking.scope >= thresholds.choices and len(offered) > 1
    return Decision(ranking.confidence, choices=offered if torn else ())


def _best(reading: Reading, thresholds: Thresholds) -> Part:
    """Return the part to go by: the whole, unless it is unclear and one of its questions is clear."""
    if _answers(reading.whole, thresholds.answer):
        return reading.whole
    clear = [part for part in reading.parts if _answers(part, thresholds.several)]
    return max(clear, key=lambda part: part.ranking.confidence, default=reading.whole)


def _answers(part: Part, least: float) -> bool:
    ranking = part.ranking
    return bool(ranking.matches) and ranking.confidence >= least and _intent(part).startswith(ANSWERABLE)


def _several(reading: Reading, thresholds: Thresholds, kin: Kin) -> Decision | None:
    """Return the decision to answer two or three questions, where the parts ask so many."""
    shown: list[Part] = []
    for part in reading.parts:
        if not _answers(part, thresholds.several):
            continue
        if not any(_same(_intent(part), _intent(other), kin) for other in shown):
            shown.append(part)
    if len(shown) < 2:
        return None
    answered = tuple(_intent(part) for part in shown[:MOST_ANSWERS])
    confidence = min(part.ranking.confidence for part in shown[:MOST_ANSWERS])
    return Decision(confidence, shown=answered, unanswered=_unanswered(reading, answered, kin))


def _unanswered(reading: Reading, shown: Sequence[str], kin: Kin) -> tuple[str, ...]:
    """Return the parts that ask something else than what is shown."""
    return tuple(
        part.text
        for part in reading.parts
        if not (part.ranking.matches and any(_same(_intent(part), one, kin) for one in shown))
    )


def _intent(part: Part) -> str:
    return part.ranking.matches[0].intent


def _same(one: str, other: str, kin: Kin) -> bool:
    return kin(one, other) or kin(other, one)
