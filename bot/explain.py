"""Why a message gets the reply that it gets, in lines that a maintainer can follow."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers import Answers
from bot.understanding.decide import Decision
from bot.understanding.finding import Assessment, describe
from bot.understanding.matcher import Matcher
from bot.understanding.reader import Part, Reading
from bot.understanding.text import Message

CANDIDATES = 4


def explanation(message: Message, assessment: Assessment, answers: Answers | None) -> Iterator[str]:
    """Yield the lines: triage, words and repairs, candidates with what carried each, and the decision."""
    yield f"triage      {describe(assessment)}"
    if answers is None:
        yield "FAQ         not loaded; only help is given"
        return
    reading, decision = answers.read(message)
    matcher = answers.reader.matcher
    yield from _words(message, reading, matcher)
    for part in reading.all:
        yield from _part(part, matcher, named=bool(reading.parts))
    yield from _decision(decision, answers)


def _words(message: Message, reading: Reading, matcher: Matcher) -> Iterator[str]:
    utterance = reading.whole.ranking.utterance
    yield f"words       {' '.join(utterance.words) or '(none)'}"
    yield f"stems       {' '.join((*utterance.stems, *utterance.marks)) or '(none)'}"
    repairs = matcher.repairs(message.words)
    yield f"repairs     {', '.join(f'{typed} → {taken}' for typed, taken in repairs) or 'none'}"
    if reading.foreign:
        yield "language    too few of the words are English"


def _part(part: Part, matcher: Matcher, *, named: bool) -> Iterator[str]:
    if named:
        yield f"part        {part.text}"
    ranking = part.ranking
    yield f"confidence  {ranking.confidence:.3f} that the first is right; {ranking.scope:.3f} that any fits"
    for match in ranking.matches[:CANDIDATES]:
        yield f"  {match.score:6.3f}  {match.intent}"
        for carrier in matcher.carriers(ranking.utterance, match.intent):
            yield f"          {carrier.share:+.3f}  {carrier.text}  [{' '.join(carrier.stems)}]"


def _decision(decision: Decision, answers: Answers) -> Iterator[str]:
    limits = answers.thresholds
    yield f"thresholds  answer from {limits.answer:.3f}, choices from {limits.choices:.3f} in scope"
    if decision.shown:
        yield f"decision    answer: {', '.join(decision.shown)}"
    elif decision.choices:
        yield f"decision    not sure enough to answer; choices: {', '.join(decision.choices)}"
    elif decision.other:
        yield f"decision    not a question for the FAQ: {decision.other}"
    else:
        yield "decision    nothing fits well enough: unknown"
    if decision.unanswered:
        yield f"unanswered  {' | '.join(decision.unanswered)}"
