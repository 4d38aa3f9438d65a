"""The utterances of a knowledge as a matrix. Only what learns needs it, and scipy with it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.understanding.features import (
    FIRST_STEM,
    STEM,
    UNKNOWN_SHARE,
    WEIGHTS,
    Family,
    Floats,
    Ints,
    Space,
    keys_of,
)
from bot.understanding.lexicon import Utterance
from bot.understanding.vectors import Vectors


class Corpus:
    """Utterances with their place in the space that they span.

    ``matrix`` holds their sparse features (utterances by features) and ``dense`` their vectors (utterances by
    dimensions), scaled as a :class:`Point` is.
    """

    def __init__(self, utterances: Sequence[Utterance], vectors: Vectors) -> None:
        """Learn which features there are and how rare each is."""
        stems = sorted({stem for utterance in utterances for stem in (*utterance.stems, *utterance.marks)})
        ids = {stem: number for number, stem in enumerate(stems, FIRST_STEM)}
        keyed = [keys_of(ids, utterance) for utterance in utterances]
        learnt = [learn_family([keys[family] for keys in keyed]) for family in range(len(WEIGHTS))]
        self.space = Space(stems, [family for family, _ in learnt], vectors)
        self.matrix: sp.csr_array = sp.hstack(
            [rows * scale for (_, rows), scale in zip(learnt, self.space.scales, strict=True)], format="csr"
        )
        self.dense = np.stack([self.space.vector(utterance) for utterance in utterances])
        self._stems = sp.csr_array(learnt[STEM][1])

    def coverage_without(self, held_out: npt.NDArray[np.bool_]) -> Floats:
        """Return the coverage of the utterances held out by the others alone."""
        family = self.space.families[STEM]
        occurs = self._stems.astype(bool).astype(np.float32)
        known = np.asarray(occurs[~held_out].sum(axis=0)).ravel() > 0
        inside = occurs[held_out] @ np.where(known, family.idf, 0)
        outside = occurs[held_out] @ np.where(known, 0, family.unknown_idf)
        return np.asarray(inside / np.maximum(inside + outside, 1e-9), np.float32)

    def stretch_without(self, held_out: npt.NDArray[np.bool_]) -> Floats:
        """Return by how much the utterances held out would be nearer to all, were the others alone known.

        A feature that only they have would then be unknown, and would add less to their length.
        """
        squares = self.matrix.multiply(self.matrix).tocsr()
        known = np.asarray(squares[~held_out].sum(axis=0)).ravel() > 0
        inside = squares[held_out] @ known.astype(np.float32)
        share = inside / np.maximum(np.asarray(squares[held_out].sum(axis=1)).ravel(), 1e-9)
        return np.asarray(1 / np.sqrt(share + UNKNOWN_SHARE * (1 - share)), np.float32)


def learn_family(keyed: Sequence[Ints]) -> tuple[Family, sp.csr_array]:
    """Return the family of these utterances and their weights in it, one row each of length 1."""
    rows = np.repeat(np.arange(len(keyed)), [len(keys) for keys in keyed])
    keys, columns = np.unique(np.concatenate(keyed), return_inverse=True)
    counts = sp.coo_array((np.ones(len(rows), np.float32), (rows, columns)), (len(keyed), len(keys))).tocsr()
    counts.sum_duplicates()
    frequency = np.bincount(counts.indices, minlength=len(keys))
    idf = (np.log((len(keyed) + 1) / (frequency + 1)) + 1).astype(np.float32)
    counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    scale = np.repeat(1 / np.maximum(lengths, 1e-9), np.diff(counts.indptr))
    counts.data = (counts.data * scale).astype(np.float32)
    return Family(keys, idf, math.log(len(keyed) + 1) + 1), counts
