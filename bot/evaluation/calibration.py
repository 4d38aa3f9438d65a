"""How the threshold trades right for wrong, and whether the confidence means what it says."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.contract import Adjustable
from bot.evaluation.figures import Tally
from bot.evaluation.labels import Row
from bot.evaluation.verdicts import Judged, Verdict, judge
from bot.reply import Kind

BINS = 10
STEPS = tuple(step / 10 for step in range(10))
_SHOWING = frozenset({Kind.ANSWER, Kind.NOT_COVERED})

Progress = Callable[[Sequence[Row], str], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a threshold comes to for the rows that ask; ``current`` marks the one in use."""

    threshold: float
    tally: Tally
    current: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Replies of about the same confidence: how many, how sure on average, and how many of them right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The sweep, and the confidence against the truth; ``error`` is the expected calibration error."""

    steps: tuple[Step, ...]
    bins: tuple[Bin, ...]
    error: float | None


def calibrate(assistant: Adjustable, judged: Sequence[Judged], progress: Progress) -> Calibration | None:
    """Ask again with other thresholds; None where no reply depends on one.

    Fixed replies are the same at every threshold and are not asked for again.
    """
    current = assistant.threshold
    rows = [each.row for each in judged if each.row.asks and each.score is not None]
    if current is None or not rows:
        return None
    fixed = [each for each in judged if each.row.asks and each.score is None]
    steps: list[Step] = []
    lowest: list[Judged] = []
    for threshold in sorted({*STEPS, current}):
        moved = assistant.with_threshold(threshold)
        found = [judge(row, moved.respond(row.message).reply) for row in progress(rows, "trying thresholds")]
        lowest = lowest or found
        steps.append(Step(threshold, Tally.of("asking", [*fixed, *found]), threshold == current))
    bins = bins_of(lowest)
    return Calibration(tuple(steps), bins, expected_error(bins))


def bins_of(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """Return the replies that show an entry or a gap in ten bins of equal width, empty ones left out."""
    shelves: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for each in judged:
        if each.score is not None and each.kind in _SHOWING:
            shelf = min(int(each.score * BINS), BINS - 1)
            shelves[shelf].append((each.score, each.verdict is Verdict.RIGHT))
    return tuple(
        Bin(
            len(shelf),
            math.fsum(score for score, _ in shelf) / len(shelf),
            sum(right for _, right in shelf) / len(shelf),
        )
        for shelf in shelves
        if shelf
    )


def expected_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error (Naeini and others 2015), 0 to 1; None without a bin."""
    total = sum(each.count for each in bins)
    gaps = math.fsum(each.count * abs(each.confidence - each.right) for each in bins)
    return gaps / total if total else None
