"""Word vectors: what means nearly the same lies near."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.vectors import Vectors, none, packaged

TABLE = Vectors(("east", "north", "west", "far"), np.array([[10, 0], [0, 20], [-10, 0], [100, 0]], np.int8))
Floats = npt.NDArray[np.float32]


def mean(*words: str) -> Floats:
    """Return the direction of packaged words, all weighing the same."""
    return packaged().mean(words, [1.0] * len(words))


@pytest.mark.parametrize(
    ("words", "weights", "expected"),
    [
        (["east"], [1.0], [1, 0]),
        (["far"], [0.5], [1, 0]),
        (["east", "north"], [1.0, 1.0], [0.5**0.5, 0.5**0.5]),
        (["east", "north"], [3.0, 4.0], [0.6, 0.8]),
        (["east", "unheard"], [1.0, 9.0], [1, 0]),
        (["east", "west"], [1.0, 1.0], [0, 0]),
        (["unheard"], [1.0], [0, 0]),
        (["east"], [0.0], [0, 0]),
        ([], [], [0, 0]),
    ],
)
def test_the_mean_is_a_direction(words: list[str], weights: list[float], expected: list[float]) -> None:
    """Words count by their weight and not by their length; without any known one there is no direction."""
    assert np.allclose(TABLE.mean(words, weights), expected, atol=1e-6)


@given(
    st.lists(st.tuples(st.sampled_from(["east", "north", "west", "far", "no"]), st.floats(0, 10, width=16)))
)
def test_the_mean_has_length_one_or_none(weighed: list[tuple[str, float]]) -> None:
    """The length is 1, or 0 where nothing is left."""
    direction = TABLE.mean([word for word, _ in weighed], [weight for _, weight in weighed])
    length = float(np.linalg.norm(direction))
    assert length == pytest.approx(1, abs=1e-3) or length == 0


def test_a_word_without_a_weight_is_an_error() -> None:
    """There is one weight for each word."""
    with pytest.raises(ValueError, match="shorter"):
        TABLE.mean(["east", "north"], [1.0])


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("doctor", "physician", "banana"), ("price", "cost", "doctor"), ("sad", "unhappy", "kitchen")],
)
def test_the_packaged_words_lie_as_they_mean(word: str, near: str, far: str) -> None:
    """A word is nearer to one that means the same than to another."""
    assert float(mean(word) @ mean(near)) > float(mean(word) @ mean(far)) + 0.2


def test_no_word_at_all() -> None:
    """A table without words has no dimensions and takes any words."""
    assert none().dimensions == 0
    assert none().mean(["doctor"], [1.0]).shape == (0,)
