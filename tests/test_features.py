"""Utterances are points: the more two have in common, the nearer they are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sayings import ASKED, UTTERANCES, corpus, utterance

from bot.understanding.corpus import Corpus
from bot.understanding.features import UNKNOWN_SHARE, Floats, Point, pieces
from bot.understanding.lexicon import Utterance
from bot.understanding.vectors import none

CORPUS = corpus()
SPACE = CORPUS.space
WORDS = sorted({word for each in UTTERANCES for word in each.words})
SOME_WORDS = st.lists(st.sampled_from([*WORDS, "zzyzx", "quux", "плутон"]), max_size=9)


def product(one: Point, other: Point) -> float:
    """Return the similarity of two points."""
    shared = dict(zip(one.columns.tolist(), one.values.tolist(), strict=True))
    sparse = sum(
        shared.get(column, 0.0) * value
        for column, value in zip(other.columns.tolist(), other.values.tolist(), strict=True)
    )
    return float(sparse + one.vector @ other.vector)


def place(text: str) -> Point:
    """Return where a text lies."""
    return SPACE.place(utterance(text))


@pytest.mark.parametrize("row", range(len(ASKED)))
def test_a_known_utterance_lies_on_its_own_row(row: int) -> None:
    """Placed again, an utterance of the knowledge is its row, times itself 1, and wholly covered."""
    point = SPACE.place(UTTERANCES[row])
    sparse = np.zeros(CORPUS.matrix.shape[1], np.float32)
    sparse[point.columns] = point.values
    assert sparse == pytest.approx(CORPUS.matrix[[row]].toarray()[0], abs=1e-6)
    assert point.vector == pytest.approx(CORPUS.dense[row], abs=1e-6)
    assert product(point, point) == pytest.approx(1, abs=1e-5)
    assert point.coverage == pytest.approx(1)


@given(SOME_WORDS)
def test_no_point_is_longer_than_one(words: list[str]) -> None:
    """Times itself a point is 1 at most, and its coverage is a share."""
    point = place(" ".join(words))
    assert 0 <= product(point, point) <= 1 + 1e-5
    assert 0 <= point.coverage <= 1 + 1e-6


@given(SOME_WORDS, SOME_WORDS)
def test_no_two_points_are_nearer_than_one(some: list[str], others: list[str]) -> None:
    """The similarity of any two is 1 at most, and the same both ways."""
    one, other = place(" ".join(some)), place(" ".join(others))
    assert product(one, other) <= 1 + 1e-5
    assert product(one, other) == pytest.approx(product(other, one), abs=1e-6)


@pytest.mark.parametrize("text", [text for _, text in ASKED])
def test_unknown_words_lead_away(text: str) -> None:
    """Each word that nobody has used makes the utterance less like itself and less covered."""
    known, one, two = place(text), place(f"{text} zzyzx"), place(f"{text} zzyzx plugh")
    assert product(known, known) > product(known, one) > product(known, two) > 0
    assert known.coverage > one.coverage > two.coverage > 0


def test_a_stem_weighs_by_how_often_and_how_rare_it_is() -> None:
    """A stem is weighed by (1 + ln tf) idf over the length of all, the unknown ones counting in part."""
    said = [
        Utterance(("a", "a", "b"), ("a", "a", "b")),
        Utterance(("b", "c"), ("b", "c")),
        Utterance(("b",), ("b",)),
    ]
    space = Corpus(said, none()).space
    point = space.place(Utterance(("a", "a", "b", "z"), ("a", "a", "b", "z")))
    rare, common, unknown = math.log(4 / 2) + 1, math.log(4 / 4) + 1, math.log(4) + 1
    twice = (1 + math.log(2)) * rare
    length = math.sqrt(twice**2 + common**2 + UNKNOWN_SHARE * unknown**2)
    stems = point.columns < len(space.families[0].keys)
    expected = [twice / length * space.scales[0], common / length * space.scales[0]]
    assert sorted(point.values[stems].tolist()) == pytest.approx(sorted(expected), abs=1e-6)


def test_what_shares_no_word_is_at_no_place() -> None:
    """Without a word, or with characters that nobody has used, an utterance lies at the origin."""
    for text in ("", "плутон", "日本語 日本語"):
        point = place(text)
        assert (len(point.columns), point.coverage, float(np.abs(point.vector).sum())) == (0, 0.0, 0.0)


def test_rare_words_weigh_more() -> None:
    """An utterance is nearer to one that shares its rare word than to one that shares a common one."""
    assert SPACE.stem_idf("tea") < SPACE.stem_idf("hill") < SPACE.stem_idf("zzyzx")
    asked = place("hills or tea")
    hills, tea = (SPACE.place(utterance(text)) for text in ("the hills", "the tea"))
    assert product(asked, hills) > product(asked, tea)


def test_neighbours_and_pairs_matter() -> None:
    """The same words in the same order are nearer than scrambled ones, and those nearer than half of them."""
    asked = place("will tea keep me awake at night")
    scrambled = place("night awake tea will at keep me")
    half = place("will tea keep")
    assert product(asked, asked) > product(asked, scrambled) > product(asked, half)


def test_pieces_of_words_catch_what_stems_miss() -> None:
    """A misspelt word that no repair caught still lies near the right one."""
    rows = CORPUS.matrix @ _sparse(place("expensivvee"))
    assert int(np.argmax(rows)) == [text for _, text in ASKED].index("is tea expensive these days")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_pieces_are_the_two_three_and_four_grams(word: str) -> None:
    """A word of n letters has 3n of them, its ends marked."""
    assert len(pieces(word)) == 3 * len(word)


def test_different_pieces_have_different_numbers() -> None:
    """Two-, three- and four-grams of words without a letter in common never collide."""
    assert not set(pieces("abcdef").tolist()) & set(pieces("uvwxyz").tolist())
    assert set(pieces("aab").tolist()) & set(pieces("aac").tolist())


def test_without_vectors_the_letters_alone_count() -> None:
    """With a table without words a known utterance still is at distance nought from itself."""
    bare = Corpus(UTTERANCES, none()).space
    point = bare.place(UTTERANCES[0])
    assert point.vector.shape == (0,)
    assert product(point, point) == pytest.approx(1, abs=1e-5)


def test_marks_of_other_subjects_part_utterances() -> None:
    """Two utterances of the same words are less alike when one of them is about something else."""
    plain, marked = Utterance(("good",), ("good",)), Utterance(("good",), ("good",), ("@drink", "@alone"))
    small = Corpus((plain, marked, Utterance(("bad",), ("bad",))), none()).space
    assert product(small.place(plain), small.place(plain)) > product(small.place(plain), small.place(marked))


def test_held_out_utterances_are_covered_by_the_others_alone() -> None:
    """The coverage without an utterance is that of a space which never saw it, by the same rarities."""
    held_out = np.zeros(len(ASKED), bool)
    held_out[[0, 5]] = True
    coverage = CORPUS.coverage_without(held_out)
    others = {stem for each, out in zip(UTTERANCES, held_out, strict=True) if not out for stem in each.stems}
    for row, found in zip((0, 5), coverage.tolist(), strict=True):
        stems = dict.fromkeys(UTTERANCES[row].stems)
        known = sum(SPACE.stem_idf(stem) for stem in stems if stem in others)
        unknown = sum(SPACE.stem_idf("zzyzx") for stem in stems if stem not in others)
        assert 0 < found < 1
        assert found == pytest.approx(known / (known + unknown), abs=1e-5)


def test_held_out_utterances_are_stretched_when_they_lose_features() -> None:
    """One that the others know wholly keeps its length; one that they know in part would be longer."""
    twice = Corpus((*UTTERANCES, UTTERANCES[0]), none())
    held_out = np.zeros(len(ASKED) + 1, bool)
    held_out[[0, 1]] = True
    known, partly = twice.stretch_without(held_out).tolist()
    assert known == pytest.approx(1, abs=1e-5)
    assert partly > 1.01


def _sparse(point: Point) -> Floats:
    row = np.zeros(CORPUS.matrix.shape[1], np.float32)
    row[point.columns] = point.values
    return row
