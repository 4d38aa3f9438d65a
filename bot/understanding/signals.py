"""Weak signs of danger, added up where several stand near each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.phrase_match import by_anchor, matches, present

if TYPE_CHECKING:
    from bot.knowledge.safety import Sign, Signals
    from bot.understanding.phrase_match import Index
    from bot.understanding.phrases import Lexicon, Match, Places

WITHIN = 60


@dataclass(frozen=True, slots=True)
class Sum:
    """Signs that stand near each other; ``first`` is where they begin."""

    points: int
    names: frozenset[str]
    found: tuple[Match, ...]


class SignalSum:
    """Adds up the points of the signs in a message, each sign once per 60 words."""

    def __init__(self, signals: Signals, lexicon: Lexicon) -> None:
        """Compile the signs' patterns."""
        self._index: Index[Sign] = by_anchor(
            (lexicon.compile(pattern), sign) for sign in signals.signs for pattern in sign.says
        )
        self._enough = signals.alarm_at
        self._needs = frozenset(signals.needs)

    def most(self, places: Places) -> Sum | None:
        """Return the first stretch whose signs have enough points, None if there is none."""
        hits = sorted(self._hits(places), key=lambda hit: (hit[0].start, hit[1].name))
        against = sum({sign.name: sign.points for _, sign in hits if sign.points < 0}.values())
        hits = [(match, sign) for match, sign in hits if sign.points > 0]
        if sum({sign.name: sign.points for _, sign in hits}.values()) + against < self._enough:
            return None
        low = 0
        count: Counter[str] = Counter()
        points = against
        for high, (match, sign) in enumerate(hits):
            points += 0 if count[sign.name] else sign.points
            count[sign.name] += 1
            while match.start - hits[low][0].start > WITHIN:
                gone = hits[low][1]
                count[gone.name] -= 1
                points -= 0 if count[gone.name] else gone.points
                low += 1
            names = frozenset(name for name, number in count.items() if number)
            if points >= self._enough and names & self._needs:
                return Sum(points, names, tuple(each for each, _ in hits[low : high + 1]))
        return None

    def _hits(self, places: Places) -> list[tuple[Match, Sign]]:
        return [
            (match, sign)
            for pattern, sign in present(self._index, places)
            for match in matches(pattern, places)
        ]
