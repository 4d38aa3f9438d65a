"""A small table of word vectors, so that words which mean nearly the same are near each other.

Made once, at development time, by ``tools/build_word_vectors.py`` from all-MiniLM-L6-v2 (Apache-2.0):
64 numbers of 8 bits per word. A message costs one look-up per word; nothing is fetched and no model runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Vectors:
    """Words and their vectors of length 1."""

    def __init__(self, words: Sequence[str], table: npt.NDArray[np.int8]) -> None:
        """Take the words and a table with a row each."""
        self._rows = {word: row for row, word in enumerate(words)}
        self._table = table
        self.dimensions = int(table.shape[1])
        self.fingerprint = hashlib.sha256("\n".join(words).encode() + table.tobytes()).digest()

    def mean(self, words: Sequence[str], weights: Sequence[float]) -> Floats:
        """Return the direction of the weighted sum of the words' vectors: length 1, or 0 without any."""
        rows = [self._rows.get(word) for word in words]
        known = [(row, weight) for row, weight in zip(rows, weights, strict=True) if row is not None]
        if not known:
            return np.zeros(self.dimensions, np.float32)
        picked = self._table[[row for row, _ in known]].astype(np.float32)
        picked /= np.linalg.norm(picked, axis=1, keepdims=True)
        total = np.array([weight for _, weight in known], np.float32) @ picked
        length = float(np.linalg.norm(total))
        return total / np.float32(length) if length > 1e-6 else np.zeros(self.dimensions, np.float32)


@lru_cache(maxsize=1)
def packaged() -> Vectors:
    """Return the table that comes with the package."""
    with resources.files("bot.understanding").joinpath("word_vectors.npz").open("rb") as file:
        data = np.load(file)
        return Vectors(bytes(data["words"]).decode().split("\n"), data["vectors"])


def none() -> Vectors:
    """Return a table without words, for a matcher that goes by the letter alone."""
    return Vectors((), np.zeros((0, 0), np.int8))
