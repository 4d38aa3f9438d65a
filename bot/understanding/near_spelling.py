"""Near spellings of a few key words, found by the letters that were left out.

Deletions of each key word are indexed once (Garbe's symmetric delete method), so that a look-up is a few
dozen dictionary look-ups whatever the number of key words.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST = 4
TWO_ERRORS_FROM = 8
LONGEST = 24


class NearSpelling:
    """Finds the key word that a misspelt word was meant to be."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Index the key words; those under four letters are too short to be guessed."""
        index: dict[str, list[str]] = {}
        for key in sorted({key for key in keys if SHORTEST <= len(key) <= LONGEST and key.isalpha()}):
            for shorter in _shorter(key):
                index.setdefault(shorter, []).append(key)
        self._index = index

    def find(self, word: str) -> str | None:
        """Return the closest key word: one error away, or two for long words; None if there is none.

        The first letter has to be right in a word of four or five letters, and counts for more elsewhere.
        """
        if not SHORTEST - 1 <= len(word) <= LONGEST:
            return None
        found = {key for shorter in _shorter(word) for key in self._index.get(shorter, ())}
        ranked = sorted((self._distance(word, key), key) for key in found)
        return ranked[0][1] if ranked and ranked[0][0] < 10 else None

    @staticmethod
    def _distance(word: str, key: str) -> float:
        errors = OSA.distance(word, key)
        allowed = 2 if len(key) >= TWO_ERRORS_FROM else 1
        swapped = sorted(word[:2]) == sorted(key[:2])
        if errors > allowed or (word[0] != key[0] and not swapped and len(key) < 6):
            return 10
        return errors + (0.5 if word[0] != key[0] else 0)


def _shorter(word: str) -> Iterator[str]:
    """Yield the word and what is left after one deletion, or two from a long one."""
    yield word
    most = 2 if len(word) >= TWO_ERRORS_FROM - 1 else 1
    for number in range(1, most + 1):
        for gone in combinations(range(len(word)), number):
            yield "".join(letter for place, letter in enumerate(word) if place not in gone)
