"""How sure a match is: curves that rise with the score and are fitted inside the FAQ."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sayings import INTENTS, corpus

from bot.understanding.confidence import Curve, evidence_of, fit
from bot.understanding.features import Floats
from bot.understanding.matcher import Matcher
from bot.understanding.ridge import Ridge
from bot.understanding.service import Service
from bot.understanding.trials import try_out

SCORES = np.linspace(0.001, 1.2, 60, dtype=np.float32)


@pytest.mark.parametrize("weights", [(0.5, 1.5, -1.0, 2.0), (-2.0, 0.7, 0.0, -1.2)])
def test_a_fit_recovers_the_curve_behind_the_data(weights: tuple[float, ...]) -> None:
    """From 40,000 draws of a known curve the fit finds its weights."""
    random = np.random.default_rng(5)
    evidence = random.normal(size=(40_000, 3)).astype(np.float32)
    truth = random.random(40_000) < Curve(weights).of(evidence)
    assert fit(evidence, truth).weights == pytest.approx(weights, abs=0.08)


def test_a_fit_is_calibrated_on_what_it_saw() -> None:
    """The mean probability is the share that was true."""
    random = np.random.default_rng(6)
    evidence = random.normal(size=(5000, 2)).astype(np.float32)
    truth = evidence[:, 0] + random.normal(size=5000) > 0.7
    assert float(fit(evidence, truth).of(evidence).mean()) == pytest.approx(float(truth.mean()), abs=1e-3)


def test_a_row_that_counts_thrice_is_three_rows() -> None:
    """Weighing rows is the same as repeating them."""
    random = np.random.default_rng(8)
    evidence = random.normal(size=(300, 2)).astype(np.float32)
    truth = evidence[:, 0] + random.normal(size=300) > 0
    counts = random.integers(1, 4, 300)
    weighed = fit(evidence, truth, counts.astype(np.float64))
    repeated = fit(np.repeat(evidence, counts, axis=0), np.repeat(truth, counts))
    assert weighed.weights == pytest.approx(repeated.weights, abs=1e-6)


@pytest.mark.parametrize("always", [True, False])
def test_a_fit_stands_truth_without_exception(*, always: bool) -> None:
    """Where everything was right, or nothing, the curve is finite and says so."""
    evidence = np.linspace(-1, 1, 50, dtype=np.float32)[:, None]
    curve = fit(evidence, np.full(50, always))
    assert np.isfinite(curve.weights).all()
    assert curve.of(evidence) == pytest.approx(np.full(50, float(always)), abs=0.05)


def test_a_fit_stands_perfectly_parted_data() -> None:
    """Data that a line parts give finite weights."""
    evidence = np.linspace(-1, 1, 50, dtype=np.float32)[:, None]
    curve = fit(evidence, evidence[:, 0] > 0)
    assert np.isfinite(curve.weights).all()
    assert (np.diff(curve.of(evidence)) >= 0).all()


@given(
    st.lists(st.floats(-50, 50, width=32), min_size=4, max_size=4),
    st.lists(st.floats(-1e6, 1e6, width=32), min_size=3, max_size=3),
)
def test_a_curve_gives_probabilities(weights: list[float], evidence: list[float]) -> None:
    """Whatever the evidence, the answer lies between 0 and 1."""
    (chance,) = Curve(tuple(weights)).of(np.array([evidence], np.float32))
    assert 0 <= chance <= 1


def test_evidence_is_best_rival_and_coverage() -> None:
    """The rival is the best one that does not serve who asked for the best one."""
    service = Service(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], bool))
    scores = np.array([[0.5, 0.4, 0.2], [0.1, 0.2, 0.9], [0.0, 0.0, 0.0]], np.float32)
    found = evidence_of(scores, np.array([1.0, 0.5, 0.0], np.float32), service)
    expected = [
        [np.log(0.501), np.log(0.201), 1.0],
        [np.log(0.901), np.log(0.201), 0.5],
        [np.log(0.001), np.log(0.001), 0.0],
    ]
    assert found == pytest.approx(np.array(expected), abs=1e-5)


@pytest.mark.parametrize("coverage", [0.2, 0.6, 1.0])
@pytest.mark.parametrize("rival", [0.0, 0.1, 0.5])
def test_confidence_rises_with_the_score(matcher: Matcher, rival: float, coverage: float) -> None:
    """On the real FAQ a higher score never is less sure, at any rival and coverage."""
    rows = [[np.log(score + 0.001), np.log(rival + 0.001), coverage] for score in SCORES]
    evidence = np.array(rows, np.float32)
    assert (np.diff(matcher.confidence.right(evidence)) > 0).all()
    assert (np.diff(matcher.confidence.scope(evidence)) > 0).all()


def test_confidence_falls_with_the_rival_and_rises_with_coverage(matcher: Matcher) -> None:
    """A strong rival makes less sure; known words make surer that the question is ours."""
    weak, strong = (np.array([[-1.5, rival, 0.9]], np.float32) for rival in (-5, -1.6))
    assert matcher.confidence.right(weak) > matcher.confidence.right(strong)
    assert matcher.confidence.scope(weak) == matcher.confidence.scope(strong)
    strange, known = (np.array([[-1.5, -3, coverage]], np.float32) for coverage in (0.3, 1.0))
    assert matcher.confidence.scope(known) > matcher.confidence.scope(strange)


def test_the_folds_take_intents_away_and_hold_utterances_out() -> None:
    """Every intent is taken away once, what is outside is never right, and nothing is left to chance."""
    made = corpus()
    service = Service(np.eye(3, dtype=bool))
    first, second = (try_out(made, Ridge(made, INTENTS), INTENTS, service) for _ in range(2))
    assert int(first.outside.sum()) == len(INTENTS)
    assert len(first.evidence) == len(first.right) == len(first.outside) > len(INTENTS)
    assert not (first.right & first.outside).any()
    assert np.isfinite(first.evidence).all()
    assert (first.evidence == second.evidence).all()
    assert (first.right == second.right).all()


def test_the_real_folds_tell_right_from_wrong(matcher: Matcher) -> None:
    """On the real FAQ, of a right match and a wrong one the right one is mostly the surer one."""
    trials = matcher.trials
    right = matcher.confidence.right(trials.evidence)
    scope = matcher.confidence.scope(trials.evidence)
    assert _surer(right[trials.right], right[~trials.right]) > 0.65
    assert _surer(scope[~trials.outside], scope[trials.outside]) > 0.57


def test_confidence_is_the_share_that_is_right(matcher: Matcher) -> None:
    """Among what the real FAQ knows, the surer matches are right more often."""
    trials = matcher.trials
    right = matcher.confidence.right(trials.evidence)[~trials.outside]
    hit = trials.right[~trials.outside]
    around = [float(hit[np.abs(right - at) < 0.1].mean()) for at in (0.2, 0.4, 0.6, 0.8)]
    assert around == sorted(around)
    assert around[-1] > 0.7


def _surer(some: Floats, others: Floats) -> float:
    """Return how often one of the first has more than one of the others: the area under the ROC curve."""
    order = np.argsort(np.concatenate([some, others]), kind="stable").argsort()[: len(some)]
    return float((order.sum() - len(some) * (len(some) - 1) / 2) / (len(some) * len(others)))
