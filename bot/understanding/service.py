"""Which intent serves best: what stands for several readings at once beats what stands for one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.understanding.features import Floats

SHARPENING = 1.5
SHARE_OF_KIN = 0.6


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
        return np.maximum(scores, 0) ** np.float32(SHARPENING) @ self._shares
