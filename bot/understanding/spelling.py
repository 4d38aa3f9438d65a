"""Repair of mistyped words towards the words that the knowledge uses."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 3
SHORT = 4  # letters; a shorter word is repaired only to one that the knowledge uses often
COMMONPLACE = 30  # times
LONG = 8
SAME_INITIAL_BONUS = 0.35
SAME_LETTERS_BONUS = 0.3  # fingers that come in the wrong order are the commonest slip
FREQUENCY_BONUS = 0.2
MOST_REPAIRS = 25  # nobody mistypes more; what needs more is no English, and would be slow


class Speller:
    """Repairs words that neither the knowledge nor ordinary English has.

    A word of three to seven letters is repaired over one edit, a longer one over two (optimal string
    alignment, so a swap of neighbours counts once); what is left may be two words run together. A wrong
    initial is repaired only where all the rest is right, so that few words have to be compared.
    """

    def __init__(self, counts: Mapping[str, int], ordinary: AbstractSet[str]) -> None:
        """Take how often each word occurs in the knowledge, and the words that need no repair."""
        self._counts = counts
        self._ordinary = ordinary
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_tail: dict[str, list[str]] = defaultdict(list)
        for word in sorted(counts):
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self._by_tail[word[1:]].append(word)
                for length in range(len(word) - 2, len(word) + 3):
                    if abs(length - len(word)) <= _most_edits(length):
                        self._alike[word[0], length].append(word)
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
        near = process.extract(
            word,
            self._alike.get((word[0], len(word)), ()),
            scorer=OSA.distance,
            score_cutoff=_most_edits(len(word)),
            limit=None,
        )
        least = COMMONPLACE if len(word) < SHORT else 0
        edited = [(found, edits) for found, edits, _ in near]
        edited += [(found, 1) for found in self._with_another_initial(word)]
        priced = [(self._price(word, *each), each[0]) for each in edited if self._counts[each[0]] >= least]
        return (min(priced)[1],) if priced else ()

    def _with_another_initial(self, word: str) -> Iterator[str]:
        """Yield the words of which the first letter was mistyped, left out, doubled by another or swapped."""
        tail = word[1:]
        yield from self._by_tail.get(tail, ())
        yield from self._by_tail.get(word, ())
        swapped = word[1] + word[0] + word[2:]
        yield from (
            other for other in (tail, swapped) if other in self._counts and len(other) >= SHORTEST - 1
        )

    def _price(self, word: str, found: str, edits: int) -> float:
        """Return how far to seek a repair is: less with the same initial or letters, or if it is frequent."""
        price = edits - SAME_INITIAL_BONUS * (found[0] == word[0])
        price -= SAME_LETTERS_BONUS * (sorted(found) == sorted(word))
        return price - FREQUENCY_BONUS * math.log1p(self._counts[found])

    def _split(self, word: str) -> tuple[str, ...]:
        for place in range(2, len(word) - 1):
            if word[:place] in self._counts and word[place:] in self._counts:
                return (word[:place], word[place:])
        return ()


def _most_edits(length: int) -> int:
    """Return over how many edits a word that was typed with so many letters is repaired."""
    return 1 if length < LONG else 2
