"""What serves several readings at once beats what serves one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.service import SHARE_OF_KIN, SHARPENING, Service

ALONE = Service(np.eye(3, dtype=bool))
# Intent 0, shown, serves who asked for 1; not the other way round.
ONE_WAY = Service(np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1]], bool))


def test_without_kin_the_order_stays() -> None:
    """Scores are sharpened, and what is below nought counts as nought."""
    assert ALONE.of(np.array([[0.25, -0.5, 0.04]], np.float32)) == pytest.approx(
        np.array([[0.25**SHARPENING, 0, 0.04**SHARPENING]]), abs=1e-6
    )


def test_kin_are_credited_with_a_share() -> None:
    """The one that serves gets a share of the other's sharpened score, and that one gets nothing back."""
    scores = ONE_WAY.of(np.array([[0.25, 0.16, 0.09]], np.float32))[0]
    sharp = np.array([0.25, 0.16, 0.09]) ** SHARPENING
    assert scores == pytest.approx(
        np.array([sharp[0] + SHARE_OF_KIN * sharp[1], sharp[1], sharp[2]]), abs=1e-6
    )


def test_a_split_between_kin_beats_a_single_rival() -> None:
    """Two kin with half each win against one that is a little above either."""
    kin = Service(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], bool))
    split = np.array([[0.5, 0.49, 0.55]], np.float32)
    assert ALONE.of(split).argmax() == 2
    assert kin.of(split).argmax() == 0


def test_credit_alone_does_not_turn_the_order_of_kin() -> None:
    """Between two that serve each other the better one stays the better one."""
    kin = Service(np.ones((2, 2), bool))
    first, second = kin.of(np.array([[0.4, 0.3]], np.float32))[0]
    assert first > second


@given(
    st.lists(st.floats(-2, 2, width=32), min_size=3, max_size=3), st.integers(0, 2), st.floats(0, 1, width=16)
)
def test_a_higher_score_never_lowers_another(scores: list[float], place: int, more: float) -> None:
    """Nothing is negative, and raising one score lowers none."""
    before = ONE_WAY.of(np.array([scores], np.float32))
    raised = list(scores)
    raised[place] += more
    after = ONE_WAY.of(np.array([raised], np.float32))
    assert (before >= 0).all()
    assert (after >= before - 1e-5).all()
