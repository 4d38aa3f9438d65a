"""How people write, applied: slang spelled out, the subject left unsaid, synonyms under one head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import snowballstemmer

from bot.knowledge.model import Language
from bot.understanding.text import fold, words

SUBJECT = "it"
NUMBER = "#num"
WITH, ALONE = "@with", "@alone"

_stemmer = snowballstemmer.stemmer("english")


@cache
def stem(word: str) -> str:
    """Return the Snowball stem (Porter 1980, revised as "English") of a folded word."""
    return word if word.startswith("#") else _stemmer.stemWord(word)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said, as it is compared.

    ``words`` are spelled out and repaired, with the subject as "it"; ``stems`` are their stems, runs of them
    replaced by the head of their synonyms; ``marks`` say which other subjects occur, and whether ours is
    named or meant by "it" beside them.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    marks: tuple[str, ...] = ()


class Phrases:
    """Finds the longest of a set of phrases at a place in a list of words."""

    def __init__(self, heads: Mapping[tuple[str, ...], str]) -> None:
        """Take what stands for what, a phrase being a tuple of one or more words."""
        self._heads = heads
        self._longest: dict[str, int] = {}
        for phrase in heads:
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def replace(self, units: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return the words with each phrase replaced by its head, and the heads that were put in."""
        replaced: list[str] = []
        heads: list[str] = []
        place = 0
        while place < len(units):
            for length in range(self._longest.get(units[place], 0), 0, -1):
                head = self._heads.get(tuple(units[place : place + length]))
                if head is not None:
                    replaced.append(head)
                    heads.append(head)
                    place += length
                    break
            else:
                replaced.append(units[place])
                place += 1
        return replaced, heads


class Lexicon:
    """A language's slang, subject, synonyms and other subjects, ready to apply."""

    def __init__(self, language: Language) -> None:
        """Index the language; the texts in it are folded here."""
        self.language = language
        self._slang = {fold(short): words(fold(long)) for short, long in language.slang}
        self._subject = Phrases({self._split(name): SUBJECT for name in language.subject})
        self._synonyms = Phrases(
            {self._stems(phrase): self._head(group[0]) for group in language.synonyms for phrase in group}
        )
        self._others = Phrases(
            {self._stems(name): kind for kind, names in language.other_subjects for name in names}
        )
        self.names = frozenset(word for name in language.subject for word in self._split(name))
        self.terms = frozenset(
            word
            for names in (
                *language.synonyms,
                *(names for _, names in language.other_subjects),
                (long for _, long in language.slang),
            )
            for name in names
            for word in self._split(name)
        )

    def spell_out(self, typed: Iterable[str]) -> list[str]:
        """Return the words without slang, contractions and apostrophes; numbers become one sign."""
        spelled: list[str] = []
        for word in typed:
            long = self._slang.get(word)
            if long is not None:
                spelled += long
            elif word[0].isdigit():
                spelled.append(NUMBER)
            else:
                spelled.append(word.removesuffix("'s").replace("'", ""))
        return [word for word in spelled if word]

    def read(self, spelled: Sequence[str]) -> Utterance:
        """Return the utterance of spelled-out, repaired words."""
        plain, _ = self._subject.replace(spelled)
        stemmed = [stem(word) for word in plain]
        _, others = self._others.replace(stemmed)
        heads, _ = self._synonyms.replace(stemmed)
        beside = WITH if SUBJECT in plain else ALONE
        marks = [mark for kind in dict.fromkeys(others) for mark in (f"@{kind}", f"@{kind}{beside}")]
        return Utterance(tuple(plain), tuple(heads), (*marks, beside) if marks else ())

    @staticmethod
    def _split(text: str) -> tuple[str, ...]:
        return tuple(word.removesuffix("'s").replace("'", "") for word in words(fold(text)))

    def _stems(self, text: str) -> tuple[str, ...]:
        return tuple(stem(word) for word in self._split(text))

    def _head(self, text: str) -> str:
        return "-".join(self._stems(text))
