"""How sure a match is: a logistic curve over score, rival and coverage, fitted to trials inside the FAQ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

import numpy as np
import numpy.typing as npt

from bot.understanding.features import Floats
from bot.understanding.service import Service

OUTSIDE_SHARE = 0.15  # of what people ask, this much is taken to be nothing that the knowledge has
_PENALTY = 1e-3
_SCOPE = [0, 2]  # of the evidence, what tells whether a question is ours
_LEAST = 1e-3  # a score that counts as nothing, so that its logarithm exists
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Trials:
    """What the folds showed, a row per utterance held out.

    ``evidence`` is as of :func:`evidence_of`; ``right`` whether the best intent was right; ``outside``
    whether the utterance's intent had been taken away.
    """

    evidence: Floats
    right: npt.NDArray[np.bool_]
    outside: npt.NDArray[np.bool_]


def nothing_tried() -> Trials:
    """Return the trials of a matcher that knows no question."""
    return Trials(np.zeros((0, 3), np.float32), np.zeros(0, np.bool_), np.zeros(0, np.bool_))


@dataclass(frozen=True, slots=True)
class Curve:
    """A fitted logistic curve: the intercept and the weights of the evidence."""

    weights: tuple[float, ...]

    def of(self, evidence: Floats) -> Floats:
        """Return the probabilities, one per row of evidence."""
        drive = _with_intercept(evidence) @ np.array(self.weights)
        return np.asarray(1 / (1 + np.exp(-np.clip(drive, -30, 30))), np.float32)

    def at(self, evidence: Sequence[float]) -> float:
        """Return the probability for a single row of evidence."""
        drive = self.weights[0] + sum(map(mul, self.weights[1:], evidence))
        return 1 / (1 + math.exp(-min(max(drive, -30.0), 30.0)))


class Confidence:
    """What the folds taught: how often a best intent is right, and how often a question is ours at all."""

    def __init__(self, trials: Trials) -> None:
        """Fit the curves."""
        outside = float(trials.outside.mean()) if len(trials.outside) else 0.5
        rarer = OUTSIDE_SHARE / (1 - OUTSIDE_SHARE) * (1 - outside) / max(outside, 1e-9)
        self._right = fit(trials.evidence, trials.right, np.where(trials.outside, rarer, 1.0))
        self._scope = fit(trials.evidence[:, _SCOPE], ~trials.outside)

    def of_one(self, first: float, rival: float, coverage: float) -> tuple[float, float]:
        """Return both probabilities for one utterance; what the two below give, without an array."""
        best = math.log(first + _LEAST)
        right = self._right.at((best, math.log(rival + _LEAST), coverage))
        return right, self._scope.at((best, coverage))

    def right(self, evidence: Floats) -> Floats:
        """Return the probabilities that the best intent is right."""
        return self._right.of(evidence)

    def scope(self, evidence: Floats) -> Floats:
        """Return the probabilities that the knowledge has an intent for the question.

        The rival is left out: being torn between two says nothing about whether either fits.
        """
        return self._scope.of(evidence[:, _SCOPE])


def evidence_of(scores: Floats, coverage: Floats, service: Service) -> Floats:
    """Return, row by row, the logarithms of the best score and of its best rival's, and the coverage.

    A rival is an intent that does not serve who asked for the best one.
    """
    best = scores.argmax(axis=1)
    first = scores[np.arange(len(scores)), best]
    rival = np.where(service.kin[best], 0, scores).max(axis=1)
    return np.column_stack([np.log(first + _LEAST), np.log(rival + _LEAST), coverage]).astype(np.float32)


def fit(
    evidence: Floats, truth: npt.NDArray[np.bool_], counts: npt.NDArray[np.float64] | None = None
) -> Curve:
    """Fit a curve by Newton's method; ``counts`` says how often each row counts."""
    inputs = _with_intercept(evidence)
    weights = np.zeros(inputs.shape[1])
    often = np.ones(len(inputs)) if counts is None else counts
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (often * (truth.astype(np.float64) - chance)) - _PENALTY * weights
        bend = (inputs * (often * chance * (1 - chance))[:, None]).T @ inputs + _PENALTY * np.eye(
            len(weights)
        )
        step = np.linalg.solve(bend, slope)
        weights += step
        if float(np.abs(step).max()) < 1e-8:
            break
    return Curve(tuple(float(weight) for weight in weights))


def _with_intercept(evidence: Floats) -> npt.NDArray[np.float64]:
    return np.column_stack([np.ones(len(evidence)), evidence]).astype(np.float64)
