"""Kernel ridge regression onto intents, against a plain solution of the same equations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sayings import INTENTS, UTTERANCES, corpus, utterance

from bot.knowledge.model import Knowledge
from bot.understanding import ridge
from bot.understanding.features import Corpus, Floats
from bot.understanding.lexicon import Lexicon
from bot.understanding.ridge import RIDGE, Ridge, kernel
from bot.understanding.text import fold, words
from bot.understanding.vectors import packaged

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
    assert Ridge(CORPUS, INTENTS).fit() == pytest.approx(expected, abs=1e-4)


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
    before = fitted.fit()
    fitted.fit(INTENTS != 1)
    assert (fitted.fit() == before).all()


def test_a_point_has_the_kernel_of_its_row() -> None:
    """What a new utterance is compared by is what the known ones were compared by."""
    basis = Ridge(CORPUS, INTENTS).basis
    for row, each in enumerate(UTTERANCES):
        assert basis.kernel(CORPUS.space.place(each)) == pytest.approx(all_kernels()[row], abs=1e-5)


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernels that are made block by block are those made at once."""
    whole = Ridge(CORPUS, INTENTS).fit()
    monkeypatch.setattr(ridge, "_BLOCK", 4)
    assert Ridge(CORPUS, INTENTS).fit() == pytest.approx(whole, abs=1e-5)


def test_an_utterance_scores_highest_for_its_own_intent() -> None:
    """Known ones and new ones of the same words get the right intent."""
    fitted = Ridge(CORPUS, INTENTS)
    alpha = fitted.fit()
    every = np.ones(len(INTENTS), bool)
    scores = fitted.scores(every, alpha, np.ones(len(INTENTS), np.float32))
    assert (scores.argmax(axis=1) == INTENTS).all()
    assert scores == pytest.approx(all_kernels() @ alpha, abs=1e-4)
    new = fitted.basis.kernel(CORPUS.space.place(utterance("which hills does it come from"))) @ alpha
    assert new.argmax() == 0  # origin


def test_a_stretch_brings_an_utterance_nearer_to_all() -> None:
    """Stretching scales the similarity, not the kernel."""
    fitted = Ridge(CORPUS, INTENTS)
    alpha = fitted.fit()
    row = np.arange(len(INTENTS)) == 3
    similarity = np.log1p(all_kernels()[row] * math.expm1(ridge.SHARPNESS)) / ridge.SHARPNESS
    expected = kernel((similarity * 0.5).astype(np.float32)) @ alpha
    assert fitted.scores(row, alpha, np.array([0.5], np.float32)) == pytest.approx(expected, abs=1e-4)


def test_a_subset_of_landmarks_comes_close(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """With three in four utterances as landmarks, new ones score much as with all, for the same intents."""
    lexicon = Lexicon(knowledge.language)
    entries = knowledge.entries[:12]
    asked = [(number, text) for number, entry in enumerate(entries) for text in entry.also_asked]
    read = [lexicon.read(lexicon.spell_out(words(fold(text)))) for _, text in asked]
    labels = np.array([number for number, _ in asked])
    new = np.arange(len(asked)) % 5 == 0
    known = Corpus([each for each, out in zip(read, new, strict=True) if not out], packaged())
    points = [known.space.place(each) for each, out in zip(read, new, strict=True) if out]

    def scores() -> Floats:
        fitted = Ridge(known, labels[~new])
        return np.stack([fitted.basis.kernel(point) for point in points]) @ fitted.fit()

    full = scores()
    monkeypatch.setattr(ridge, "MOST_LANDMARKS", int((~new).sum() * 0.75))
    part = scores()
    assert float(np.abs(part - full).mean()) < 0.02
    assert float((part.argmax(axis=1) == full.argmax(axis=1)).mean()) > 0.85
    hits = [float((found.argmax(axis=1) == labels[new]).mean()) for found in (full, part)]
    assert hits[1] > hits[0] - 0.05


def test_a_subset_solves_its_normal_equations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The weights on the landmarks are those of (K'K + lambda K) alpha = K'Y."""
    monkeypatch.setattr(ridge, "MOST_LANDMARKS", 7)
    part = Ridge(CORPUS, INTENTS)
    kept = np.arange(len(INTENTS)) % 5 != 1
    landmarks = part.basis.utterances
    kernels = all_kernels().astype(np.float64)[:, landmarks]
    gram = kernels[kept].T @ kernels[kept] + RIDGE * kernels[landmarks]
    expected = np.linalg.solve(gram + 0.01 * np.eye(7), kernels[kept].T @ TARGETS[kept])
    assert part.fit(kept) == pytest.approx(expected, abs=1e-3)
