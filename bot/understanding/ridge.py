"""Which intent an utterance belongs to: kernel ridge regression onto the intents, in closed form.

The kernel is (e^{gK} - 1) / (e^g - 1) of the similarity K: it rewards features that occur together and is
exactly 0 where nothing is shared. Up to ``MOST_LANDMARKS`` utterances this is ordinary kernel ridge
regression; above, an even choice of them serves as basis for all (the "subset of regressors" of Smola and
Schoelkopf 2000), so that time and memory grow with the utterances and not with their square.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import scipy.linalg as la
import scipy.sparse as sp

from bot.understanding.features import Corpus, Floats, Ints, Point

MOST_LANDMARKS = 6000
COMMON = 0.1  # a feature that more than this share of the landmarks have is kept as a full row
SHARPNESS = 3.0
RIDGE = 0.3
_JITTER = 0.01  # keeps the normal equations of the subset solvable in single precision
_BLOCK = 512


def kernel(similarity: Floats) -> Floats:
    """Return the kernel of similarities; a negative one counts as 0."""
    sharp = np.maximum(similarity, 0, dtype=np.float32) * np.float32(SHARPNESS)
    return np.asarray(np.expm1(sharp, out=sharp) / np.float32(math.expm1(SHARPNESS)), np.float32)


class Ridge:
    """A regression from utterances to intents, to be fitted with or without some of the utterances."""

    def __init__(self, corpus: Corpus, intents: Ints) -> None:
        """Take utterances and the number of the intent of each."""
        self._targets = np.eye(int(intents.max()) + 1, dtype=np.float32)[intents]
        self._landmarks = _spread(intents, MOST_LANDMARKS)
        basis = sp.csr_array(corpus.matrix[self._landmarks])
        turned = sp.csr_array(basis.T)
        dense = corpus.dense[self._landmarks]
        self._kernels = np.empty((len(intents), len(self._landmarks)), np.float32)
        symmetric = len(self._landmarks) == len(intents)
        for start in range(0, len(intents), _BLOCK):
            rows, columns = slice(start, start + _BLOCK), slice(start if symmetric else 0, None)
            similarity = (corpus.matrix[rows] @ turned[:, columns]).toarray()
            similarity += corpus.dense[rows] @ dense[columns].T
            self._kernels[rows, columns] = kernel(similarity)
            if symmetric:
                self._kernels[columns, rows] = self._kernels[rows, columns].T
        self.basis = Basis(turned, dense, self._landmarks)

    def fit(self, kept: npt.NDArray[np.bool_] | None = None) -> Floats:
        """Return the weights (landmarks by intents) that all utterances give, or only those kept."""
        rows = np.ones(len(self._targets), np.bool_) if kept is None else kept
        targets = self._targets[rows]
        if len(self._landmarks) < len(rows):
            kernels = self._kernels[rows]
            gram = kernels.T @ kernels + np.float32(RIDGE) * self._kernels[self._landmarks]
            return _solve(gram, kernels.T @ targets, _JITTER)
        alpha = np.zeros_like(self._targets)
        alpha[rows] = _solve(self._kernels[np.ix_(rows, rows)], targets, RIDGE)
        return alpha

    def scores(self, rows: npt.NDArray[np.bool_], alpha: Floats, stretch: Floats) -> Floats:
        """Return the scores (utterances by intents) of some utterances, each stretched by its factor."""
        similarity = np.log1p(self._kernels[rows] * np.float32(math.expm1(SHARPNESS))) / np.float32(SHARPNESS)
        return kernel(similarity * stretch[:, None]) @ alpha


class Basis:
    """The utterances that a new one is compared with."""

    def __init__(self, turned: sp.csr_array, dense: Floats, utterances: Ints) -> None:
        """Take their features (features by landmarks), their vectors and which utterances they are."""
        self.features = turned
        self.dense = dense
        self.utterances = utterances
        self._starts, self._indices, self._values = turned.indptr, turned.indices, turned.data
        common = np.flatnonzero(np.diff(turned.indptr) > COMMON * len(utterances))
        self._common: Floats = turned[common].toarray()
        self._common_rows = np.full(turned.shape[0], -1)
        self._common_rows[common] = np.arange(len(common))

    def kernel(self, point: Point) -> Floats:
        """Return the kernel between a point and each landmark.

        Nearly all that is shared is a few features which many landmarks have; adding those up as full rows
        takes a fraction of the time of gathering them one by one.
        """
        rows = self._common_rows[point.columns]
        rare = rows < 0
        similarity = self.dense @ point.vector + point.values[~rare] @ self._common[rows[~rare]]
        starts, ends = self._starts[point.columns[rare]], self._starts[point.columns[rare] + 1]
        lengths = ends - starts
        places = np.repeat(ends - np.cumsum(lengths), lengths) + np.arange(int(lengths.sum()))
        shares = np.repeat(point.values[rare], lengths) * self._values[places]
        sparse = np.bincount(self._indices[places], weights=shares, minlength=len(self.utterances))
        return kernel(similarity + sparse.astype(np.float32))


def _solve(gram: Floats, right: Floats, ridge: float) -> Floats:
    gram[np.diag_indices_from(gram)] += np.float32(ridge)
    factor = la.cho_factor(gram, overwrite_a=True, check_finite=False)
    return np.asarray(la.cho_solve(factor, right, check_finite=False), np.float32)


def _spread(intents: Ints, most: int) -> Ints:
    """Return the utterances that serve as landmarks: all, or the same share of each intent."""
    if len(intents) <= most:
        return np.arange(len(intents))
    order = np.argsort(intents, kind="stable")
    return np.sort(order[np.linspace(0, len(order) - 1, most).astype(np.int64)])
