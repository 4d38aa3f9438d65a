"""The examples that a message is compared with, and the kernel that compares."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.understanding.features import Floats, Ints, Point

COMMON = 0.15  # a feature that more than this share of the examples have is kept as a full row
SHARPNESS = 3.0


def kernel(similarity: Floats) -> Floats:
    """Return the kernel of similarities; a negative one counts as 0."""
    sharp = np.maximum(similarity, 0, dtype=np.float32) * np.float32(SHARPNESS)
    return np.asarray(np.expm1(sharp, out=sharp) / np.float32(math.expm1(SHARPNESS)), np.float32)


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse matrix by its rows, here a row per feature: where each begins, and its columns and values.

    Columns are kept in as few bytes as they need, and values in half precision, which is as good.
    """

    starts: npt.NDArray[np.int32]
    columns: npt.NDArray[np.uint16 | np.uint32]
    values: npt.NDArray[np.float16]
    width: int

    def full(self, rows: Ints) -> Floats:
        """Return some rows in full."""
        full = np.zeros((len(rows), self.width), np.float32)
        for place, row in enumerate(rows.tolist()):
            part = slice(self.starts[row], self.starts[row + 1])
            full[place, self.columns[part]] = self.values[part]
        return full


class Basis:
    """The examples that a new utterance is compared with."""

    def __init__(self, features: Rows, dense: Floats) -> None:
        """Take their sparse features (features by examples) and their vectors (examples by dimensions)."""
        self.features = features
        self.dense = dense
        common = np.flatnonzero(np.diff(features.starts) > COMMON * features.width)
        self._common = features.full(common)
        self._common_rows = np.full(len(features.starts) - 1, -1)
        self._common_rows[common] = np.arange(len(common))

    def kernel(self, point: Point) -> Floats:
        """Return the kernel between a point and each example.

        Nearly all that is shared is a few features which many examples have; adding those up as full rows
        takes a fraction of the time of gathering them one by one.
        """
        rows = self._common_rows[point.columns]
        rare = rows < 0
        similarity = self.dense @ point.vector + point.values[~rare] @ self._common[rows[~rare]]
        columns = point.columns[rare]
        ends = self.features.starts[columns + 1]
        lengths = ends - self.features.starts[columns]
        places = np.repeat(ends - np.cumsum(lengths), lengths) + np.arange(int(lengths.sum()))
        shares = np.repeat(point.values[rare], lengths) * self.features.values[places]
        sparse = np.bincount(self.features.columns[places], weights=shares, minlength=self.features.width)
        return kernel(similarity + sparse.astype(np.float32))
