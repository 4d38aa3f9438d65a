"""Finds patterns among the words of a message.

Matching keeps, for every word set, the places of its words as the bits of one integer, and moves all partial
matches forward at once; its cost grows with the length of the pattern, not with the number of partial
matches (bit-parallel matching after Baeza-Yates and Gonnet), so no message can make it slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from bot.understanding.phrases import Match, Pattern, Places, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NEARBY = 40
MOST_MATCHES = 32
T = TypeVar("T")
Index: TypeAlias = "dict[int, tuple[tuple[Pattern, T], ...]]"


def matches(pattern: Pattern, places: Places) -> tuple[Match, ...]:
    """Return where the first part of a pattern fits, at most 32 places, if its other parts stand near."""
    if not all(map(places.has, pattern.needs)):
        return ()
    first = pattern.parts[0]
    starts = _starts(first[0], places)
    if not _run(first, starts, places):
        return ()
    found: list[Match] = []
    while starts and len(found) < MOST_MATCHES:
        start = starts & -starts
        starts ^= start
        ends = _run(first, start, places)
        place = start.bit_length() - 1
        if ends and all(_near(part, place, places) for part in pattern.parts[1:]):
            found.append(Match(place, (ends & -ends).bit_length() - 1))
    return tuple(found)


def longest(pattern: Pattern, match: Match, places: Places) -> Match:
    """Return the match with its last possible end."""
    ends = _run(pattern.parts[0], 1 << match.start, places)
    return Match(match.start, ends.bit_length() - 1)


def _near(part: tuple[Step, ...], place: int, places: Places) -> bool:
    low = max(0, place - NEARBY)
    window = ((1 << (place + NEARBY)) - 1) ^ ((1 << low) - 1)
    return bool(_run(part, _starts(part[0], places) & window, places))


def _starts(step: Step, places: Places) -> int:
    bits = places.bits(step.words)
    for start, _ in places.spans.get(step.words, ()):
        bits |= 1 << start
    return bits


def _run(steps: tuple[Step, ...], at: int, places: Places) -> int:
    """Move partial matches, given as bits of the next word to read, through the steps."""
    for step in steps:
        if not at:
            return 0
        if step.gap:
            for _ in range(step.gap):
                at |= (at & places.inside) << 1
            continue
        moved = (at & places.bits(step.words)) << 1
        for start, end in places.spans.get(step.words, ()):
            if at >> start & 1:
                moved |= 1 << end
        at = at | moved if step.optional else moved
    return at


def by_anchor(pairs: Iterable[tuple[Pattern, T]]) -> Index[T]:
    """Sort patterns, each with a value, by the least frequent word set that they need."""
    found: dict[int, list[tuple[Pattern, T]]] = {}
    for pattern, value in pairs:
        found.setdefault(pattern.anchor, []).append((pattern, value))
    return {anchor: tuple(each) for anchor, each in found.items()}


def present(index: Index[T], places: Places) -> Iterator[tuple[Pattern, T]]:
    """Yield the patterns whose needed words are all there."""
    for anchor in filter(index.__contains__, places.present):
        for pattern, value in index[anchor]:
            if all(map(places.has, pattern.needs)):
                yield pattern, value
