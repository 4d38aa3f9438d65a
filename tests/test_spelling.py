"""Mistyped words are repaired towards the knowledge, ordinary words are left alone."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.build import ordinary_words
from bot.understanding.matcher import Matcher
from bot.understanding.spelling import Speller

ORDINARY = frozenset({"patent", "cart", "lighthouse", "repression"})
COUNTS = Counter(
    {"ketamine": 9, "depression": 5, "patient": 4, "doctor": 3, "brain": 3, "cost": 2, "how": 9, "fast": 4}
)
SPELLER = Speller(COUNTS, ORDINARY)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@st.composite
def one_edit(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a word of the knowledge, five letters or longer, and the word with one edit."""
    word = draw(st.sampled_from(sorted(word for word in COUNTS if len(word) > 4)))
    place = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(LETTERS))
    kind = draw(st.sampled_from(["drop", "add", "change", "swap"]))
    before, after = word[:place], word[place:]
    match kind:
        case "drop":
            return word, before + after[1:]
        case "add":
            return word, before + letter + after
        case "change":
            return word, before + letter + after[1:]
        case _:
            return word, before + after[:2][::-1] + after[2:]


@given(one_edit())
def test_one_edit_is_repaired(case: tuple[str, str]) -> None:
    """A letter dropped, added, changed or swapped with the next is put right, unless it makes a word."""
    word, typed = case
    expected = typed if typed in ORDINARY else word
    assert SPELLER.repair(typed) == (expected,)


@given(st.sampled_from(sorted(ORDINARY | set(COUNTS))))
def test_a_word_that_is_known_is_left_alone(word: str) -> None:
    """Neither ordinary words nor those of the knowledge are ever repaired, however near another one is."""
    assert SPELLER.repair(word) == (word,)


def test_no_ordinary_word_is_repaired_on_the_real_knowledge(matcher: Matcher) -> None:
    """Of all 45,000 ordinary words none is taken for a word of the FAQ."""
    plain = [word for word in sorted(ordinary_words()) if word.isalpha()]
    assert len(plain) > 40_000
    assert matcher.repairs(plain) == ()


@given(st.text(st.characters(), max_size=40))
def test_a_repair_is_the_word_or_made_of_known_ones(word: str) -> None:
    """Whatever is typed, it comes back as it was, or as one or two words that the knowledge has."""
    repaired = SPELLER.repair(word)
    assert repaired == (word,) or (len(repaired) <= 2 and all(part in COUNTS for part in repaired))


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("ketmaine", ("ketamine",)),
        ("kettamin", ("ketamine",)),
        ("deppresion", ("depression",)),
        ("brian", ("brain",)),
        ("howfast", ("how", "fast")),
        ("howfastt", ("howfastt",)),
        ("brzzn", ("brzzn",)),
        ("hwo", ("hwo",)),
        ("csot", ("cost",)),
        ("k3tamine", ("k3tamine",)),
        ("#num", ("#num",)),
        ("", ("",)),
    ],
)
def test_what_is_repaired(typed: str, repaired: tuple[str, ...]) -> None:
    """One edit, two from eight letters on; short words that are rare, numbers and far words stay."""
    assert SPELLER.repair(typed) == repaired


def test_the_likelier_word_wins() -> None:
    """Of two words at the same distance that with the same initial wins, then the more frequent one."""
    speller = Speller({"mill": 1, "bill": 1, "till": 5}, frozenset())
    assert speller.repair("bilk") == ("bill",)
    assert speller.repair("xill") == ("till",)


def test_repair_does_not_hang_on_the_order_of_the_words() -> None:
    """The same counts in any order give the same repairs."""
    names = [f"{first}{second}ness" for first, second in pairwise(LETTERS)]
    shuffled = random.Random(3).sample(names, len(names))  # noqa: S311 - a shuffle, no secret
    one = Speller(dict.fromkeys(names, 1), frozenset())
    other = Speller(dict.fromkeys(shuffled, 1), frozenset())
    typed = [f"{letter}ness" for letter in LETTERS] + [f"{letter}xness" for letter in LETTERS]
    assert [one.repair(word) for word in typed] == [other.repair(word) for word in typed]


def test_a_short_word_is_repaired_to_a_common_one() -> None:
    """Three letters are repaired only to a word that the knowledge uses often."""
    speller = Speller({"how": 200, "hob": 3}, frozenset())
    assert speller.repair("hwo") == ("how",)
    assert speller.repair("hobb") == ("hob",)
    assert speller.repair("hbo") == ("hbo",)
