"""The plainest statements of danger in languages that the rules do not speak."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.understanding.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.understanding.text import Message

SPACED_SCRIPTS_END = 0x0530
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """What was found, and in which language."""

    language: str
    words: str


class PlainStatements:
    """Finds fixed statements, in scripts with spaces only as whole words."""

    def __init__(self, plain: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Fold the statements as messages are folded."""
        self._by_start: dict[str, list[tuple[int, Statement]]] = {}
        self._unspaced: list[tuple[int, Statement]] = []
        folded = ((language, fold(words)) for language, each in plain for words in each)
        for number, (language, words) in enumerate(folded):
            start = _LETTERS.match(words) if ord(words[-1]) < SPACED_SCRIPTS_END else None
            shelf = self._unspaced if start is None else self._by_start.setdefault(start[0], [])
            shelf.append((number, Statement(language, words)))

    def find(self, message: Message) -> Statement | None:
        """Return the first statement that the message holds."""
        folded = message.folded.replace("\n", " ")
        found = list(self._unspaced)
        for start in set(_LETTERS.findall(folded)) & self._by_start.keys():
            found += self._by_start[start]
        return next((each for _, each in sorted(found, key=_first) if _holds(folded, each.words)), None)


def _first(numbered: tuple[int, Statement]) -> int:
    return numbered[0]


def _holds(folded: str, words: str) -> bool:
    start = folded.find(words)
    if start < 0:
        return False
    if ord(words[-1]) >= SPACED_SCRIPTS_END:
        return True
    while start >= 0:
        end = start + len(words)
        if not folded[start - 1 : start].isalpha() and not folded[end : end + 1].isalpha():
            return True
        start = folded.find(words, start + 1)
    return False
