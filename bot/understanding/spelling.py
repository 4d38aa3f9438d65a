"""Repair of mistyped words towards the words that the knowledge uses."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
LONG = 8
SAME_INITIAL_BONUS = 0.35
FREQUENCY_BONUS = 0.1
MOST_REPAIRS = 60  # nobody mistypes more; what needs more is no English, and would be slow


class Speller:
    """Repairs words that neither the knowledge nor ordinary English has.

    A word of four to seven letters is repaired over one edit, a longer one over two (optimal string
    alignment, so a swap of neighbours counts once); what is left may be two words run together.
    """

    def __init__(self, counts: Mapping[str, int], ordinary: AbstractSet[str]) -> None:
        """Take how often each word occurs in the knowledge, and the words that need no repair."""
        self._counts = counts
        self._ordinary = ordinary
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(counts):
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self._by_length[len(word)].append(word)
        self.repair = lru_cache(maxsize=4096)(self._repair)

    def mend(self, words: Iterable[str]) -> list[str]:
        """Return the words repaired, the first ``MOST_REPAIRS`` of a message that need it."""
        mended: list[str] = []
        left = MOST_REPAIRS
        for word in words:
            if self._is_known(word):
                mended.append(word)
            elif left:
                left -= 1
                mended += self.repair(word)
            else:
                mended.append(word)
        return mended

    def _is_known(self, word: str) -> bool:
        short = len(word) < SHORTEST or not word.isalpha()
        return short or word in self._counts or word in self._ordinary

    def _repair(self, word: str) -> tuple[str, ...]:
        """Return the word as it stands, its repair, or the two words that it runs together."""
        if self._is_known(word):
            return (word,)
        return self._nearest(word) or self._split(word) or (word,)

    def _nearest(self, word: str) -> tuple[str, ...]:
        most = 1 if len(word) < LONG else 2
        best: tuple[float, str] | None = None
        for length in range(len(word) - most, len(word) + most + 1):
            for found, edits, _ in process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                price = edits - SAME_INITIAL_BONUS * (found[0] == word[0])
                price -= FREQUENCY_BONUS * math.log1p(self._counts[found])
                best = min(best, (price, found)) if best else (price, found)
        return (best[1],) if best else ()

    def _split(self, word: str) -> tuple[str, ...]:
        for place in range(2, len(word) - 1):
            if word[:place] in self._counts and word[place:] in self._counts:
                return (word[:place], word[place:])
        return ()
