"""Why a message gets the reply that it gets, in lines that a maintainer can follow."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers import Answers
from bot.understanding.decide import Decision
from bot.understanding.finding import Assessment, describe
from bot.understanding.matcher import Matcher
from bot.understanding.reader import Part, Reading

CANDIDATES = 4


def explanation(assessment: Assessment, reading: Reading | None, answers: Answers | None) -> Iterator[str]:
    """Yield the lines: triage, voices, words and repairs, candidates with what carried each, the decision."""
    yield f"triage      {describe(assessment)}"
    if answers is None or reading is None:
        yield "FAQ         not loaded; only help is given"
        return
    decision = answers.decide(reading)
    matcher = answers.reader.matcher
    yield from _voices(reading)
    yield from _words(reading, matcher)
    for part in reading.all:
        yield from _part(part, matcher, named=bool(reading.parts))
    yield from _decision(decision, answers)


def _voices(reading: Reading) -> Iterator[str]:
    for ranking in reading.heard:
        likest = sorted(ranking.voices.items(), key=lambda voice: -voice[1])[:CANDIDATES]
        yield f"voices      {', '.join(f'{name} {share:.3f}' for name, share in likest)}"


def _words(reading: Reading, matcher: Matcher) -> Iterator[str]:
    utterance = reading.whole.ranking.utterance
    yield f"words       {' '.join(utterance.words) or '(none)'}"
    yield f"stems       {' '.join((*utterance.stems, *utterance.marks)) or '(none)'}"
    repairs = matcher.repairs(reading.message.words)
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
