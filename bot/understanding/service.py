"""From scores to what counts: which intent serves best, and how much of the whole each voice has."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.understanding.features import Floats

SHARPENING = 1.5
SHARE_OF_KIN = 0.6
NOISE = 0.02  # a sum of sharpened scores that says nothing, so that a share of next to nothing stays small


class Service:
    """Turns scores of what was asked into scores of what to show.

    Two entries may answer much the same question. Where the scores are split between such kin, showing either
    serves both readings, so each is credited with a share of the other's sharpened score.
    """

    def __init__(self, kin: npt.NDArray[np.bool_]) -> None:
        """Take ``kin[i, j]``: intent i, shown, serves who asked for j."""
        self.kin = kin
        self.strangers = [np.flatnonzero(~row) for row in kin]
        self._shares = np.where(np.eye(len(kin), dtype=bool), 1.0, kin * SHARE_OF_KIN).astype(np.float32).T

    def of(self, scores: Floats) -> Floats:
        """Return the scores of showing each intent (utterances by intents), nought where nothing fits."""
        return sharpened(scores) @ self._shares


def sharpened(scores: Floats) -> Floats:
    """Return scores so that small ones hardly count, and negative ones not at all."""
    return np.asarray(np.maximum(scores, 0) ** np.float32(SHARPENING), np.float32)


def shares(scores: Floats) -> Floats:
    """Return the share of each intent, 0 to 1, in what one utterance's sharpened scores add up to."""
    sharp = sharpened(scores)
    return np.asarray(sharp / (sharp.sum() + NOISE), np.float32)
