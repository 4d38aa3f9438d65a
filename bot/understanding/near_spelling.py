"""Near spellings of a few key words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 4
TWO_ERRORS_FROM = 8
LONGEST = 24
MOST_ERRORS = 2


class NearSpelling:
    """Finds the key word that a misspelt word was meant to be."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Take the key words; those under four letters are too short to be guessed."""
        self._by_length: dict[int, list[str]] = {}
        for key in sorted({key for key in keys if SHORTEST <= len(key) <= LONGEST and key.isalpha()}):
            for length in range(len(key) - MOST_ERRORS, len(key) + MOST_ERRORS + 1):
                self._by_length.setdefault(length, []).append(key)

    def find(self, word: str) -> str | None:
        """Return the closest key word: one error away, or two for long words; None if there is none.

        The first letter has to be right in a word of four or five letters, and counts for more elsewhere.
        """
        if not SHORTEST - 1 <= len(word) <= LONGEST:
            return None
        near = process.extract(
            word,
            self._by_length.get(len(word), ()),
            scorer=OSA.distance,
            score_cutoff=MOST_ERRORS,
            limit=None,
        )
        ranked = sorted((_distance(word, key, errors), key) for key, errors, _ in near)
        return ranked[0][1] if ranked and ranked[0][0] < 10 else None


def _distance(word: str, key: str, errors: int) -> float:
    allowed = MOST_ERRORS if len(key) >= TWO_ERRORS_FROM else 1
    swapped = sorted(word[:2]) == sorted(key[:2])
    if errors > allowed or (word[0] != key[0] and not swapped and len(key) < 6):
        return 10
    return errors + (0.5 if word[0] != key[0] else 0)
