"""Slang is spelled out, the subject goes without saying, synonyms stand under one head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import Knowledge, Language, Text
from bot.understanding.lexicon import NUMBER, Lexicon, Phrases, Utterance, stem
from bot.understanding.text import fold, words


def texts(*values: str) -> tuple[Text, ...]:
    """Return the strings as a knowledge has them."""
    return tuple(map(Text, values))


LANGUAGE = Language(
    slang=((Text("u"), Text("you")), (Text("Can't"), Text("can not")), (Text("sesh"), Text("session"))),
    synonyms=(
        texts("quick", "rapid", "straight away"),
        texts("night time", "evening"),
        texts("dear", "costly"),
    ),
    subject=texts("tea", "green tea", "Tea's leaves"),
    other_subjects=((Text("drink"), texts("coffee", "hot cocoa")), (Text("food"), texts("bread"))),
)
LEXICON = Lexicon(LANGUAGE)


def read(text: str) -> Utterance:
    """Return the utterance of a text, without repair."""
    return LEXICON.read(LEXICON.spell_out(words(fold(text))))


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("U can't", ["you", "can", "not"]),
        ("Mary's sesh", ["mary", "session"]),
        ("o'clock", ["oclock"]),
        ("in 2 or 3.5 h", ["in", NUMBER, "or", NUMBER, "h"]),
        ("1,000", [NUMBER]),
        ("", []),
    ],
)
def test_words_are_spelled_out(typed: str, spelled: list[str]) -> None:
    """Slang and contractions become words, possessives and apostrophes go, numbers become one sign."""
    assert LEXICON.spell_out(words(fold(typed))) == spelled


@given(st.text(st.characters(), max_size=60))
def test_spelled_out_words_are_never_blank(raw: str) -> None:
    """Whatever is typed, each word that is spelled out has something in it and can be read."""
    spelled = LEXICON.spell_out(words(fold(raw)))
    assert all(spelled)
    utterance = LEXICON.read(spelled)
    assert len(utterance.stems) <= len(utterance.words) <= len(spelled)


def test_the_subject_reads_as_it() -> None:
    """Every name of the subject, the longest first, is the same as "it"."""
    asked = {
        read(f"does {name} help").stems for name in ("tea", "green tea", "Green Tea", "tea's leaves", "it")
    }
    assert asked == {("doe", "it", "help")}
    assert read("green grass").words == ("green", "grass")


def test_synonyms_share_a_head() -> None:
    """Words and phrases of a group read alike, inflected ones too, and others don't."""
    heads = {read(f"come {name}").stems for name in ("quick", "rapid", "rapidly", "straight away")}
    assert heads == {("come", "quick")}
    assert read("in the evenings").stems == read("in the night times").stems
    assert read("straight home").stems == ("straight", "home")


def test_marks_name_other_subjects_and_whether_ours_is_beside_them() -> None:
    """A question about something else is marked with what, alone or together with ours."""
    assert read("is coffee good").marks == ("@drink", "@drink@alone", "@alone")
    assert read("is hot cocoa better than tea").marks == ("@drink", "@drink@with", "@with")
    assert read("bread and coffee").marks == ("@food", "@food@alone", "@drink", "@drink@alone", "@alone")
    assert read("coffee or more coffee").marks == read("coffee").marks
    assert read("is it good").marks == ()
    assert read("hot water").marks == ()


def test_terms_and_names_are_what_the_language_uses() -> None:
    """The words of synonyms, other subjects and spelled-out slang are terms, those of the subject names."""
    assert {"rapid", "straight", "away", "cocoa", "session", "not"} <= LEXICON.terms
    assert LEXICON.names == {"tea", "green", "leaves"}
    assert "sesh" not in LEXICON.terms


def test_the_longest_phrase_is_found_first() -> None:
    """At each place the longest phrase is taken, and its words are not looked at again."""
    phrases = Phrases({("a",): "1", ("a", "b"): "2", ("b", "c"): "3", ("a", "b", "c", "d"): "4"})
    assert phrases.replace(list("abcx")) == (["2", "c", "x"], ["2"])
    assert phrases.replace(list("abcd")) == (["4"], ["4"])
    assert phrases.replace(list("xbca")) == (["x", "3", "1"], ["3", "1"])
    assert phrases.replace([]) == ([], [])


@given(st.lists(st.sampled_from("abcdx"), max_size=12))
def test_replacing_loses_no_other_word(units: list[str]) -> None:
    """What belongs to no phrase stays, in its order."""
    phrases = Phrases({("a", "b"): "#", ("c",): "#"})
    replaced, heads = phrases.replace(units)
    assert "".join(replaced) == "".join(units).replace("ab", "#").replace("c", "#")
    assert heads == [unit for unit in replaced if unit == "#"]


def test_signs_have_no_stem() -> None:
    """A sign stays as it is; words lose their endings."""
    assert (stem(NUMBER), stem("sessions"), stem("helping")) == (NUMBER, "session", "help")


def test_every_synonym_of_the_real_language_is_read_as_its_group(knowledge: Knowledge) -> None:
    """No phrase of a group is lost to slang, a number, the subject or another group with its stem."""
    lexicon = Lexicon(knowledge.language)
    lost = []
    for group in knowledge.language.synonyms:
        head, *_ = Lexicon(Language((), (group,), (), ())).read(words(fold(group[0]))).stems
        for phrase in group:
            stems = lexicon.read(lexicon.spell_out(words(fold(phrase)))).stems
            if stems != (head,):
                lost.append(f"{phrase} (of {group[0]}) reads as {' '.join(stems)}")
    assert lost == []
