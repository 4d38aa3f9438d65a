"""Rules about slang, synonyms and the words for subjects."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from bot.knowledge.problem import Problem
from bot.knowledge.rules_ids import line, place
from bot.understanding.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge.model import Knowledge, Text

LONGEST_PHRASE = 3

_Words: TypeAlias = tuple[str, ...]


def phrases(knowledge: Knowledge) -> Iterator[Problem]:
    """Find slang that no message can hold as one word, and phrases without a word or with too many."""
    language = knowledge.language
    for short, _ in language.slang:
        if not _can_be_met(short):
            read = ", ".join(f"'{word}'" for word in _words(short)) or "no word"
            message = f"'{short}' is read as {read}; slang is a single word of letters or of digits"
            yield Problem(place(short), message)
    others = (names for _, names in language.other_subjects)
    for phrase in chain.from_iterable((*language.synonyms, language.subject, *others)):
        if not 1 <= len(_words(phrase)) <= LONGEST_PHRASE:
            message = f"'{phrase}' is {_counted(phrase)}; expected 1 to {LONGEST_PHRASE}"
            yield Problem(place(phrase), message)


def same_slang(knowledge: Knowledge) -> Iterator[Problem]:
    """Find slang that stands twice, in capitals or with accents the second time."""
    return _twice("slang", (short for short, _ in knowledge.language.slang if _can_be_met(short)))


def slang_of_slang(knowledge: Knowledge) -> Iterator[Problem]:
    """Find slang that stands for other slang, which is not looked up again, or in a circle for itself."""
    keys = {_words(short): short for short, _ in knowledge.language.slang}
    steps = {
        _words(short): [(word,) for word in _words(long) if (word,) in keys]
        for short, long in knowledge.language.slang
    }
    for short, long in knowledge.language.slang:
        start = _words(short)
        if not steps[start]:
            continue
        if (way := _way_back(start, steps)) is not None:
            circle = " → ".join(" ".join(key) for key in way)
            yield Problem(place(short), f"slang in a circle: {circle}; write out what it stands for")
        else:
            inner = keys[steps[start][0]]
            message = f"'{inner}' is slang itself (at {line(inner)}); write out what it stands for"
            yield Problem(place(long), message)


def same_synonym(knowledge: Knowledge) -> Iterator[Problem]:
    """Find a word that stands in two lists of synonyms, or twice in one."""
    return _twice("synonym", chain.from_iterable(knowledge.language.synonyms))


def subject_or_other(knowledge: Knowledge) -> Iterator[Problem]:
    """Find a word that stands twice among the names of the subject and of other subjects."""
    others = (names for _, names in knowledge.language.other_subjects)
    return _twice("name of a subject", chain(knowledge.language.subject, chain.from_iterable(others)))


def _twice(what: str, texts: Iterator[Text]) -> Iterator[Problem]:
    first: dict[_Words, Text] = {}
    for text in texts:
        key = _words(text)
        if key in first:
            message = f"'{text}' is here twice as a {what}; the other is at {line(first[key])}"
            yield Problem(place(text), message)
        first.setdefault(key, text)


def _way_back(start: _Words, steps: dict[_Words, list[tuple[str]]]) -> list[_Words] | None:
    """Return the shortest way from slang through what it stands for back to it, if there is one."""
    ways: list[list[_Words]] = [[start]]
    reached: set[_Words] = set()
    for way in ways:
        for step in steps[way[-1]]:
            if step == start:
                return [*way, step]
            if step not in reached:
                reached.add(step)
                ways.append([*way, step])
    return None


def _can_be_met(short: Text) -> bool:
    """Tell whether a message can hold this as one of its words."""
    return _words(short) == (fold(short),)


def _words(text: Text) -> _Words:
    return words(fold(text))


def _counted(text: Text) -> str:
    found = len(_words(text))
    return f"{found} word{'' if found == 1 else 's'}"
