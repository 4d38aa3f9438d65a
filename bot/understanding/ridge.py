"""Which intent an utterance belongs to: kernel ridge regression onto the intents, in closed form.

The kernel is (e^{gK} - 1) / (e^g - 1) of the similarity K: it rewards features that occur together and is
exactly 0 where nothing is shared. Memory grows with the square of the examples, four bytes for each pair.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import scipy.linalg as la
import scipy.sparse as sp

from bot.understanding.basis import SHARPNESS, Basis, Rows, kernel
from bot.understanding.corpus import Corpus
from bot.understanding.features import Floats, Ints

RIDGE = 0.3
_FREQUENT = 0.01  # features that more than this share of the utterances have are multiplied as full columns
_BLOCK = 512


class Ridge:
    """A regression from utterances to intents, to be fitted with or without some of the utterances."""

    def __init__(self, corpus: Corpus, intents: Ints) -> None:
        """Take utterances and the number of the intent of each."""
        self._targets = np.eye(int(intents.max()) + 1, dtype=np.float32)[intents]
        self._kernels = _kernels(corpus)
        turned = sp.csr_array(corpus.matrix.T)
        rows = Rows(
            turned.indptr.astype(np.int32),
            turned.indices.astype(np.min_scalar_type(len(intents))),
            turned.data.astype(np.float16),
            len(intents),
        )
        self.basis = Basis(rows, corpus.dense)

    def fit(self, kept: npt.NDArray[np.bool_]) -> Floats:
        """Return the weights (utterances by intents) that the kept utterances give."""
        alpha = np.zeros_like(self._targets)
        alpha[kept] = _solve(self._kernels[np.ix_(kept, kept)], self._targets[kept])
        return alpha

    def finish(self) -> Floats:
        """Return the weights that all utterances give; nothing can be fitted afterwards.

        The kernels, which take most of the memory, are overwritten instead of copied.
        """
        return _solve(self._kernels, self._targets)

    def scores(self, rows: npt.NDArray[np.bool_], alpha: Floats, stretch: Floats) -> Floats:
        """Return the scores (utterances by intents) of some utterances, each stretched by its factor."""
        weighty = np.flatnonzero(alpha.any(axis=1))
        blocks = max(1, len(stretch) // _BLOCK)
        found = []
        for block, factors in zip(
            np.array_split(np.flatnonzero(rows), blocks), np.array_split(stretch, blocks), strict=True
        ):
            kernels = self._kernels[np.ix_(block, weighty)] * np.float32(math.expm1(SHARPNESS))
            similarity = np.log1p(kernels, out=kernels) / np.float32(SHARPNESS)
            found.append(kernel(similarity * factors[:, None]) @ alpha[weighty])
        return np.concatenate(found)


def _kernels(corpus: Corpus) -> Floats:
    """Return the kernel between all utterances.

    Most of the work is in the features that many have; as full columns they are multiplied many times faster
    than as sparse ones.
    """
    count = corpus.matrix.shape[0]
    columns = sp.csc_array(corpus.matrix)
    frequent = np.diff(columns.indptr) > _FREQUENT * count
    full = np.hstack([columns[:, frequent].toarray(), corpus.dense])
    rare = sp.csr_array(columns[:, ~frequent])
    turned = sp.csr_array(rare.T)
    kernels = np.empty((count, count), np.float32)
    for start in range(0, count, _BLOCK):
        rows, rest = slice(start, start + _BLOCK), slice(start, None)
        similarity = full[rows] @ full[rest].T
        similarity += (rare[rows] @ turned[:, rest]).toarray()
        kernels[rows, rest] = kernel(similarity)
        kernels[rest, rows] = kernels[rows, rest].T
    return kernels


def _solve(gram: Floats, right: Floats) -> Floats:
    """Solve the regularised system; its matrix is overwritten."""
    gram[np.diag_indices_from(gram)] += np.float32(RIDGE)
    factor = la.cho_factor(gram.T, overwrite_a=True, check_finite=False)  # turned, as LAPACK keeps columns
    return np.asarray(la.cho_solve(factor, right, check_finite=False), np.float32)
