"""Kernel ridge regression onto intents, against a plain solution of the same equations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sayings import INTENTS, UTTERANCES, corpus, utterance

from bot.understanding import ridge
from bot.understanding.basis import SHARPNESS, kernel
from bot.understanding.features import Floats
from bot.understanding.ridge import RIDGE, Ridge

CORPUS = corpus()
TARGETS = np.eye(3)[INTENTS]


def all_kernels() -> Floats:
    """Return the kernel between all utterances, the plain way."""
    similarity = (CORPUS.matrix @ CORPUS.matrix.T).toarray() + CORPUS.dense @ CORPUS.dense.T
    return kernel(similarity.astype(np.float32))


def test_the_kernel_is_nought_and_one_at_its_ends() -> None:
    """Nothing in common is exactly 0, a negative similarity counts as nothing, the same utterance is 1."""
    found = kernel(np.array([-0.5, 0, 1], np.float32))
    assert found.tolist() == pytest.approx([0, 0, 1], abs=1e-6)
    assert found[0] == found[1] == 0


@given(st.floats(0, 1, width=32), st.floats(0, 1, width=32))
def test_the_kernel_rewards_what_occurs_together(one: float, other: float) -> None:
    """It rises with the similarity, and no faster than the similarity below 1."""
    low, high = sorted((one, other))
    below, above = kernel(np.array([low, high], np.float32)).tolist()
    assert below <= above
    assert above <= high + 1e-6


def test_the_weights_solve_the_plain_equations() -> None:
    """The fitted weights are those of (K + lambda) alpha = Y, solved by numpy."""
    expected = np.linalg.solve(all_kernels() + RIDGE * np.eye(len(INTENTS)), TARGETS)
    assert Ridge(CORPUS, INTENTS).finish() == pytest.approx(expected, abs=1e-4)


def test_left_out_utterances_have_no_weight() -> None:
    """Fitted without some utterances, the others have the weights of a fit of their own."""
    kept = np.arange(len(INTENTS)) % 4 != 0
    alpha = Ridge(CORPUS, INTENTS).fit(kept)
    gram = all_kernels()[np.ix_(kept, kept)] + RIDGE * np.eye(int(kept.sum()))
    assert alpha[kept] == pytest.approx(np.linalg.solve(gram, TARGETS[kept]), abs=1e-4)
    assert not alpha[~kept].any()


def test_fitting_leaves_the_regression_as_it_was() -> None:
    """A fit with some utterances left out changes nothing for the fits that follow."""
    fitted = Ridge(CORPUS, INTENTS)
    before = fitted.fit(INTENTS >= 0)
    fitted.fit(INTENTS != 1)
    assert (fitted.fit(INTENTS >= 0) == before).all()


def test_a_point_has_the_kernel_of_its_row() -> None:
    """What a new utterance is compared by is what the known ones were compared by."""
    basis = Ridge(CORPUS, INTENTS).basis
    for row, each in enumerate(UTTERANCES):
        assert basis.kernel(CORPUS.space.place(each)) == pytest.approx(all_kernels()[row], abs=1e-3)


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernels that are made block by block are those made at once."""
    whole = Ridge(CORPUS, INTENTS).finish()
    monkeypatch.setattr(ridge, "_BLOCK", 4)
    assert Ridge(CORPUS, INTENTS).finish() == pytest.approx(whole, abs=1e-5)


def test_an_utterance_scores_highest_for_its_own_intent() -> None:
    """Known ones and new ones of the same words get the right intent."""
    fitted = Ridge(CORPUS, INTENTS)
    every = np.ones(len(INTENTS), bool)
    alpha = fitted.fit(every)
    scores = fitted.scores(every, alpha, np.ones(len(INTENTS), np.float32))
    assert (scores.argmax(axis=1) == INTENTS).all()
    assert scores == pytest.approx(all_kernels() @ alpha, abs=1e-4)
    new = fitted.basis.kernel(CORPUS.space.place(utterance("which hills does it come from"))) @ alpha
    assert new.argmax() == 0  # origin


def test_a_stretch_brings_an_utterance_nearer_to_all() -> None:
    """Stretching scales the similarity, not the kernel."""
    fitted = Ridge(CORPUS, INTENTS)
    alpha = fitted.fit(INTENTS >= 0)
    row = np.arange(len(INTENTS)) == 3
    similarity = np.log1p(all_kernels()[row] * math.expm1(SHARPNESS)) / SHARPNESS
    expected = kernel((similarity * 0.5).astype(np.float32)) @ alpha
    assert fitted.scores(row, alpha, np.array([0.5], np.float32)) == pytest.approx(expected, abs=1e-4)
