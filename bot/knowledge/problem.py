"""What is wrong in a file that somebody wrote, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.knowledge.model import Location

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = re.compile(r"[0-9]{6,}:[A-Za-z0-9_-]{20,}")
_SHOWN = 40


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to put right: the place, and what was found, what is allowed, what to do."""

    location: Location
    message: str

    def __str__(self) -> str:
        """Return ``file:line:column: message``."""
        return f"{self.location}: {self.message}"


class Problems:
    """Collects what is found while files are read, so that all of it can be told at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: set[Problem] = set()

    def add(self, location: Location, message: str) -> None:
        """Note a problem; the same one twice counts once."""
        self._found.add(Problem(location, message))

    def sorted(self) -> tuple[Problem, ...]:
        """Return what was found by file, line and column."""
        return tuple(sorted(self._found))

    def __bool__(self) -> bool:
        """Tell whether anything was found."""
        return bool(self._found)


def start_of(file: str) -> Location:
    """Return the place to name where a problem concerns a file as a whole."""
    return Location(file, 1, 1)


def quoted(found: str) -> str:
    """Return what was found in quotes, on one line, shortened, and never a bot token."""
    line = " ".join(_TOKEN.sub("(a bot token)", found).split())
    return f"'{line}'" if len(line) <= _SHOWN else f"'{line[: _SHOWN - 1]}…'"


def looks_like_token(text: str) -> bool:
    """Tell whether a text holds a bot token, which no message may show."""
    return _TOKEN.search(text) is not None


def closest(word: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed word that this one was probably meant to be, if there is one."""
    return next(iter(get_close_matches(word, list(allowed), n=1, cutoff=0.6)), None)


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return a clause that suggests the closest allowed word, or nothing."""
    meant = closest(word, allowed)
    return "" if meant is None else f"; did you mean '{meant}'?"
