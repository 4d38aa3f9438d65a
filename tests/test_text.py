"""A message is normalised once, whatever was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.text import Message, fold, words

ANYTHING = st.text(st.characters(), max_size=80)  # every plane, controls and lone surrogates included
SPELT_ODDLY = st.text(
    "aAéE"
    "\u0301\u0308\u0345İ\u0131ß\u017fﬁ\u1100\u1161\u11a8가\u200b\u00ad\u202e'\u2019`"
    "\u2028\n\r\t\u00a0 1½٣.!?",
    max_size=30,
)
INVISIBLE = {"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp"}


@given(ANYTHING | SPELT_ODDLY)
def test_folding_twice_is_folding_once(raw: str) -> None:
    """A folded text is in the form that is compared."""
    assert fold(fold(raw)) == fold(raw)


@given(ANYTHING | SPELT_ODDLY)
def test_nothing_invisible_is_left(raw: str) -> None:
    """A folded text holds no control, zero-width or combining character but the ends of its lines."""
    left = {unicodedata.category(character) for character in fold(raw).replace("\n", "")}
    assert not left & INVISIBLE


@given(ANYTHING | SPELT_ODDLY)
def test_words_are_never_blank_and_never_hold_a_space(raw: str) -> None:
    """A word has a letter or digit, or is one emoji; no space, no quote around it, no capital."""
    for word in Message.of(raw).words:
        assert word
        assert not any(character.isspace() for character in word)
        assert word == word.strip("'")
        assert any(character.isalnum() for character in word) or (len(word) == 1 and word >= "\u2600")
        assert word == word.casefold()


@given(ANYTHING | SPELT_ODDLY)
def test_a_message_keeps_what_was_typed(raw: str) -> None:
    """The raw text stays as it came; every sentence has a word of the message in it."""
    message = Message.of(raw)
    assert message.raw == raw
    assert message.words == words(message.folded)
    assert all(words(sentence) for sentence in message.sentences)
    assert bool(message.sentences) == bool(message.words)


@given(st.text("abc", min_size=1, max_size=5), st.integers(2, 60))
def test_stretched_letters_are_two_at_most(word: str, times: int) -> None:
    """Letters that are held down read as the word with each of them twice."""
    stretched = "".join(letter * times for letter in word)
    assert max(map(len, _runs(fold(stretched)))) <= 2


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("HOW Fast?", "how fast?"),
        ("  so   much\tspace ", "so much space"),
        ("one\n\n \ntwo", "one\ntwo"),
        ("cafe\u0301 CAFÉ", "cafe cafe"),
        ("don\u2019t \u201cquote\u201d me", 'don\'t "quote" me'),
        ("don`t don\u00b4t", "don't don't"),
        ("ke\u200bta\u00admine", "ketamine"),
        ("\u202eketamine", "ketamine"),
        ("\uff2b\uff45\uff54", "ket"),
        ("pleeeease heeelp", "pleease heelp"),
        ("1000000 mg", "1000000 mg"),
        ("a\u2014b \u2013 c", "a-b - c"),
        ("Straße", "strasse"),
        ("", ""),
        ("\x00\x07\ud800", ""),
    ],
)
def test_what_folding_does(typed: str, folded: str) -> None:
    """Case, accents, quotes, dashes, widths, blanks, invisible and stretched letters are evened out."""
    assert fold(typed) == folded


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_parts_words(end: str) -> None:
    """The last word of a line and the first of the next stay two words, whatever ends the line."""
    assert words(fold(f"does it help{end}how fast")) == ("does", "it", "help", "how", "fast")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("don't 'quote' me", ("don't", "quote", "me")),
        ("0.5 mg/kg, or 1,000?", ("0.5", "mg", "kg", "or", "1,000")),
        ("ketamine-assisted", ("ketamine", "assisted")),
        ("the patients' rights", ("the", "patients", "rights")),
        ("snake_case #tag @name", ("snake", "case", "tag", "name")),
        ("50mg", ("50", "mg")),
        ("ельфы 日本", ("ельфы", "日本")),
        ("?! ... ", ()),
        ("👍 ok 😀", ("👍", "ok", "😀")),
    ],
)
def test_what_words_there_are(typed: str, expected: tuple[str, ...]) -> None:
    """Words, numbers and emoji are found without their punctuation."""
    assert words(fold(typed)) == expected


def test_sentences_end_where_they_seem_to() -> None:
    """Stops, question marks and line ends part sentences; what has no word is none."""
    message = Message.of("My back hurts. Does it help?!\n!!\nThanks")
    assert message.sentences == ("my back hurts.", "does it help?", "thanks")


def test_a_decimal_point_ends_no_sentence() -> None:
    """A number stays whole in its sentence."""
    assert Message.of("Is 0.5 mg a lot? I weigh 70.").sentences == ("is 0.5 mg a lot?", "i weigh 70.")


def _runs(text: str) -> list[str]:
    runs: list[str] = []
    for character in text:
        if runs and runs[-1][0] == character:
            runs[-1] += character
        else:
            runs.append(character)
    return runs
