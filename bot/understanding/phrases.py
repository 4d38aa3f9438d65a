"""The pattern language of the safety rules.

A pattern is a line of words: ``I ... WISH to? DIE``. Small letters are the word itself, ``suicid*`` any word
that begins so, capitals a class of words, ``a/b`` one or the other, ``last_night`` two words in a row,
``word?`` a word that may be missing, ``NUM`` a number and ``NUM>119`` one above 119, ``..``, ``...`` and
``....`` up to 2, 4 and 8 other words of the same sentence, ``^`` and ``$`` its beginning and end; ``&`` joins
patterns that may stand in any order near each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

BREAK = "<end>"
QUESTION = "<question>"
NUMBER = "NUM"
GAPS = {"..": 2, "...": 4, "....": 8}
ANCHORS = {"^": BREAK, "$": BREAK}
_LIMIT = re.compile(r"NUM([<>])(\d{1,6})")
# Words that stand in most messages, so that they say little about which patterns can fit.
_FREQUENT = (
    "a am an and are at be been but can could did do does for from get had has have he her him his i if in is"
    " it me my no not of on or out she so that the them they this to up was what when will with would you"
)
FREQUENT = frozenset(_FREQUENT.split())


class PatternError(ValueError):
    """A pattern that cannot be read; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a pattern: a set of words by number, or a gap of so many words."""

    words: int
    gap: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to match; ``needs`` are the word sets without which it cannot."""

    source: str
    parts: tuple[tuple[Step, ...], ...]
    needs: frozenset[int]
    anchor: int
    negates: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The words from ``start`` up to ``end`` (not included) fit."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where the words of a message stand, as bits; ``spans`` are the fits of expressions of several words.

    ``present`` are the sets that have either.
    """

    singles: Mapping[int, int]
    spans: Mapping[int, tuple[tuple[int, int], ...]]
    present: AbstractSet[int]
    inside: int
    length: int

    def has(self, words: int) -> bool:
        """Tell whether any word or expression of the set is there."""
        return words in self.singles or words in self.spans

    def bits(self, words: int) -> int:
        """Return the places of the single words of a set."""
        return self.singles.get(words, 0)


class Lexicon:
    """Numbers the word sets that patterns name, and finds them in a message."""

    def __init__(self, classes: Iterable[tuple[str, Iterable[str]]], negations: Iterable[str]) -> None:
        """Take the classes; a class may name another one that stands before it."""
        self._classes: dict[str, tuple[str, ...]] = {}
        self._sets: dict[tuple[str, ...], int] = {}
        self._members: list[frozenset[str]] = []
        self._by_word: dict[str, list[int]] = {}
        self._by_start: dict[str, list[int]] = {}
        self._ranges: list[tuple[int, int, int]] = []
        self._expressions: dict[tuple[str, ...], list[tuple[tuple[str, ...], int]]] = {}
        self._negations = frozenset(negations)
        for name, members in classes:
            self._classes[name] = tuple(word for member in members for word in self._expand(member))

    @property
    def words(self) -> frozenset[str]:
        """Every single word that a pattern looks for."""
        inner = {word for found in self._expressions.values() for words, _ in found for word in words}
        return frozenset(self._by_word) | inner

    @property
    def beginnings(self) -> frozenset[str]:
        """The beginnings of words that a pattern looks for."""
        return frozenset(self._by_start)

    def members(self, name: str) -> tuple[str, ...]:
        """Return the words and expressions of a class."""
        return self._classes[name]

    def words_of(self, name: str) -> int:
        """Return the number of a class's word set."""
        return self._number(self._expand(name))

    def compile(self, source: str) -> Pattern:
        """Read a pattern.

        Raises:
            PatternError: it is empty, names an unknown class, or begins or ends with a gap.
        """
        parts = tuple(self._part(part, source) for part in source.split(" & "))
        needs = frozenset(step.words for part in parts for step in part if not step.gap and not step.optional)
        if not needs:
            msg = f"the pattern '{source}' has no word that must be there"
            raise PatternError(msg)
        named = (word for step in parts[0] if not step.gap for word in self._members[step.words])
        negates = any(not self._negations.isdisjoint(word.split()) for word in named)
        return Pattern(source, parts, needs, min(needs, key=self._frequency), negates)

    def places(self, words: tuple[str, ...], hidden: int = 0) -> Places:
        """Return where each word set stands among the words, without those at the ``hidden`` bits."""
        bits_of: dict[str, int] = {}
        spans: dict[int, list[tuple[int, int]]] = {}
        for place, word in enumerate(words):
            bit = 1 << place
            bits_of[word] = bits_of.get(word, 0) | bit
            if hidden & bit:
                continue
            for expression, found in self._expressions_at(words, place):
                end = place + len(expression)
                if _reads(words[place:end], expression) and not ((1 << end) - bit) & hidden:
                    spans.setdefault(found, []).append((place, end))
        ends = bits_of.get(BREAK, 0) | bits_of.get(QUESTION, 0)
        inside = ((1 << len(words)) - 1) & ~ends
        singles: dict[int, int] = {}
        for word, bits in bits_of.items():
            shown = bits & ~hidden
            if shown:
                for found in self._sets_of(word):
                    singles[found] = singles.get(found, 0) | shown
        fixed = {found: tuple(each) for found, each in spans.items()}
        return Places(singles, fixed, {*singles, *spans}, inside, len(words))

    def _expressions_at(self, words: tuple[str, ...], place: int) -> list[tuple[tuple[str, ...], int]]:
        """Return the expressions whose first two words stand there."""
        pair = words[place : place + 2]
        found = self._expressions.get(pair, [])
        return found + self._expressions.get((pair[0], NUMBER), []) if pair[-1][0].isdigit() else found

    def _sets_of(self, word: str) -> list[int]:
        found = list(self._by_word.get(word, ()))
        if self._by_start:
            for length in range(3, len(word) + 1):
                found += self._by_start.get(word[:length], ())
        if word[0].isdigit():
            found += self._by_word.get(NUMBER, ())
            if word.isdecimal() and len(word) < 9:
                value = int(word)
                found += [number for low, high, number in self._ranges if low < value < high]
        if word == QUESTION:
            found += self._by_word.get(BREAK, ())
        return found

    def _part(self, part: str, source: str) -> tuple[Step, ...]:
        steps = tuple(self._step(item) for item in part.split())
        if not steps or steps[0].gap or steps[-1].gap or steps[0].optional:
            msg = f"the pattern '{source}' begins or ends with a gap or a word that may be missing"
            raise PatternError(msg)
        return steps

    def _step(self, item: str) -> Step:
        if item in GAPS:
            return Step(-1, gap=GAPS[item])
        optional = item.endswith("?") and len(item) > 1
        return Step(
            self._number(self._expand(item.removesuffix("?") if optional else item)), optional=optional
        )

    def _expand(self, item: str) -> tuple[str, ...]:
        """Return the words and expressions that an item of a pattern or class stands for."""
        if " " in item:
            choices = [self._expand(word) for word in item.split()]
            return tuple(" ".join(words) for words in product(*choices))
        found: list[str] = []
        for word in item.split("/"):
            if "_" in word:
                found += self._expand(word.replace("_", " "))
            elif word in ANCHORS:
                found.append(ANCHORS[word])
            elif word.startswith(NUMBER) or not word.isupper():
                found.append(word)
            elif word in self._classes:
                found += self._classes[word]
            else:
                msg = f"'{word}' is no class; known are {', '.join(sorted(self._classes))}"
                raise PatternError(msg)
        return tuple(dict.fromkeys(found))

    def _number(self, members: tuple[str, ...]) -> int:
        known = self._sets.get(members)
        if known is not None:
            return known
        number = self._sets[members] = len(self._members)
        self._members.append(frozenset(members))
        for member in members:
            if " " in member:
                words = tuple(member.split())
                self._expressions.setdefault(words[:2], []).append((words, number))
            elif (limit := _LIMIT.fullmatch(member)) is not None:
                value = int(limit[2])
                self._ranges.append((value, 10**9, number) if limit[1] == ">" else (-1, value, number))
            elif member.endswith("*"):
                self._by_start.setdefault(member[:-1], []).append(number)
            else:
                self._by_word.setdefault(member, []).append(number)
        return number

    def _frequency(self, number: int) -> tuple[int, int]:
        members = self._members[number]
        return len(members & FREQUENT) + (BREAK in members), len(members)


def _reads(words: tuple[str, ...], expression: tuple[str, ...]) -> bool:
    if NUMBER not in expression:
        return words == expression
    return len(words) == len(expression) and all(
        word == wanted or (wanted == NUMBER and word[0].isdigit())
        for word, wanted in zip(words, expression, strict=True)
    )
