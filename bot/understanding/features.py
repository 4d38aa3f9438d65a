"""What two utterances are compared by: stems, pairs, neighbours, pieces of words, and word vectors.

The four sparse families are each weighted by (1 + ln tf) times a smoothed inverse document frequency and
scaled to length 1, then weighted against each other. Beyond neighbours word order is left out on purpose:
people scramble it, and pairs within four words keep what matters of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.understanding.lexicon import Utterance, stem
from bot.understanding.vectors import Vectors

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

PAIR_WINDOW = 4
UNKNOWN_SHARE = 0.3  # how much features that the knowledge doesn't have add to an utterance's squared length
STEM, PAIR, NEIGHBOUR, PIECE = range(4)
WEIGHTS = (1.0, 0.9, 0.6, 1.0)
VECTOR_WEIGHT = 1.2
COMMONEST = 0.9  # what the vectors take off an idf, so that the words in every other question hardly count

_START, _END, _UNKNOWN = 0, 1, 2
FIRST_STEM = _UNKNOWN + 1
_STEM_BITS = 24
# Keys lie between -2**60 and 2**60; a tag per family keeps those of all families apart, and in order.
_FAMILY_BITS = 61
_TAGS: Ints = (2 * np.arange(len(WEIGHTS), dtype=np.int64) + 1) << (_FAMILY_BITS - 1)


@dataclass(frozen=True, slots=True)
class Point:
    """An utterance in the space of a knowledge.

    ``columns`` and ``values`` are its sparse features, ``vector`` its dense ones, all scaled so that the
    product of a point with itself is 1 at most; ``coverage`` is the idf share of its stems that are known.
    """

    columns: Ints
    values: Floats
    vector: Floats
    coverage: float


class Family:
    """One family's features: their keys in order, and how rare each is."""

    def __init__(self, keys: Ints, idf: Floats, unknown_idf: float) -> None:
        """Take the sorted keys, the idf of each, and that of any other."""
        self.keys = keys
        self.idf = idf
        self.unknown_idf = unknown_idf


class Space:
    """The features that a knowledge's utterances have, and how much each weighs."""

    def __init__(self, stems: Sequence[str], families: Sequence[Family], vectors: Vectors) -> None:
        """Take the stems, by which the first three families' keys are numbered, and the families."""
        self.stems = tuple(stems)
        self.families = tuple(families)
        self._vectors = vectors
        self._ids = {stem: number for number, stem in enumerate(stems, FIRST_STEM)}
        tagged = [family.keys + tag for family, tag in zip(families, _TAGS, strict=True)]
        self._keys = np.concatenate(tagged)
        self._idf = np.concatenate([family.idf for family in families])
        self._unknown_idf = np.array([family.unknown_idf for family in families])
        vector_weight = VECTOR_WEIGHT if vectors.dimensions else 0.0
        total = math.sqrt(sum(weight**2 for weight in WEIGHTS) + vector_weight**2)
        self.scales = tuple(weight / total for weight in WEIGHTS)
        self._vector_scale = vector_weight / total
        self._word_idf = lru_cache(maxsize=16384)(lambda word: self.stem_idf(stem(word)))

    def place(self, utterance: Utterance) -> Point:
        """Return where an utterance lies; one without any known feature lies at the origin."""
        keyed = keys_of(self._ids, utterance)
        tagged = np.concatenate(keyed) + np.repeat(_TAGS, [len(keys) for keys in keyed])
        unique, counts = np.unique(tagged, return_counts=True)
        family = unique >> _FAMILY_BITS
        columns = np.minimum(np.searchsorted(self._keys, unique), len(self._keys) - 1)
        known = self._keys[columns] == unique
        idf = np.where(known, self._idf[columns], self._unknown_idf[family])
        weights = (1 + np.log(counts)) * idf
        squares = weights * weights * np.where(known, 1, UNKNOWN_SHARE)
        lengths = np.sqrt(np.bincount(family, squares, len(WEIGHTS)))
        values = weights * (self.scales / np.maximum(lengths, 1e-9))[family]
        stems = family == STEM
        inside, outside = float(idf[stems & known].sum()), float(idf[stems & ~known].sum())
        coverage = inside / (inside + outside) if inside else 0.0
        return Point(columns[known], values[known].astype(np.float32), self.vector(utterance), coverage)

    def stem_idf(self, stem: str) -> float:
        """Return how rare a stem is among the utterances, 1 for one that all have."""
        family = self.families[STEM]
        place = int(np.searchsorted(family.keys, self._ids.get(stem, -1)))
        known = place < len(family.keys) and stem in self._ids
        return float(family.idf[place]) if known else family.unknown_idf

    def vector(self, utterance: Utterance) -> Floats:
        """Return the direction of an utterance's words, the rarer ones counting more."""
        weights = [max(self._word_idf(word) - COMMONEST, 0.0) for word in utterance.words]
        return self._vectors.mean(utterance.words, weights) * np.float32(self._vector_scale)


def keys_of(ids: Mapping[str, int], utterance: Utterance) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the keys of each family, repeated as often as they occur."""
    stems = [ids.get(stem, _UNKNOWN) for stem in utterance.stems]
    marks = [ids.get(mark, _UNKNOWN) for mark in utterance.marks]
    # An unknown stem gets a key of its own kind, so that it weighs as unknown and equals no other.
    singles = [stem if stem != _UNKNOWN else -1 - place for place, stem in enumerate(stems)]
    spans = [
        _pair(*sorted((first, second)))
        for place, first in enumerate(singles)
        for second in singles[place + 1 : place + PAIR_WINDOW]
    ]
    edges = [_pair(first, second) for first, second in pairwise([_START, *singles, _END])]
    letters = [pieces(word) for word in utterance.words]
    return (
        _ints(singles + marks),
        _ints(spans),
        _ints(edges) if singles else _ints(()),
        np.concatenate(letters) if letters else _ints(()),
    )


def _pair(first: int, second: int) -> int:
    if first < 0 or second < 0:
        return -1 - (abs(first) << _STEM_BITS) - abs(second)
    return (first << _STEM_BITS) | second


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


@lru_cache(maxsize=65536)
def pieces(word: str) -> Ints:
    """Return the 2-, 3- and 4-grams of ``<word>`` as numbers; characters above 32,767 may collide."""
    codes = np.minimum(np.array([ord(letter) for letter in f"<{word}>"], dtype=np.int64), 0x7FFF)
    found = []
    for size in (2, 3, 4):
        grams = np.zeros(max(len(codes) - size + 1, 0), dtype=np.int64)
        for offset in range(size):
            grams = (grams << 15) | codes[offset : offset + len(grams)]
        found.append(grams)
    return np.concatenate(found)
