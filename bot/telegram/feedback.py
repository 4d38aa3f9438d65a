"""Thumbs counted for each entry, and questions sent to the editors: neither with a sender."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.telegram.keyboards import Vote
from bot.telegram.sealing import Seal, UnsealError
from bot.telegram.store import connected, set_aside, unreadable

_LOG = logging.getLogger(__name__)
_SEEN_SECONDS = 48 * 3600
_SCHEMA = """
CREATE TABLE IF NOT EXISTS thumbs (entry TEXT PRIMARY KEY, up INTEGER NOT NULL, down INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS questions (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY, at REAL NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Thumbs:
    """The votes on an entry."""

    entry: str
    up: int
    down: int


class Feedback:
    """A file beside the inbox; an update's number, kept for two days, keeps it from being counted twice."""

    def __init__(self, path: Path, seal: Seal, clock: Callable[[], float] = time.time) -> None:
        """Keep where it is; the file is opened for each change, since there are few."""
        self._path = path
        self._seal = seal
        self._clock = clock

    def vote(self, update: int, vote: Vote) -> bool:
        """Count a thumb and take back what it replaces; return whether it was kept."""

        def change(database: sqlite3.Connection) -> None:
            database.execute("INSERT OR IGNORE INTO thumbs VALUES (?, 0, 0)", (vote.entry,))
            steps = {name: (vote.now == name) - (vote.before == name) for name in ("up", "down")}
            database.execute(
                "UPDATE thumbs SET up = max(0, up + ?), down = max(0, down + ?) WHERE entry = ?",
                (steps["up"], steps["down"], vote.entry),
            )

        return self._once(update, change)

    def send(self, update: int, question: str) -> bool:
        """Keep a question for the editors, its text alone and sealed; return whether it was kept."""

        def change(database: sqlite3.Connection) -> None:
            sealed = self._seal.close(question.encode(), "question")
            database.execute("INSERT INTO questions (sealed) VALUES (?)", (sealed,))

        return self._once(update, change)

    def thumbs(self) -> tuple[Thumbs, ...]:
        """Return the votes on every entry that has any."""
        return tuple(Thumbs(*row) for row in self._rows("SELECT entry, up, down FROM thumbs ORDER BY entry"))

    def questions(self) -> tuple[str, ...]:
        """Return the questions that were sent to the editors, the oldest first."""
        found: list[str] = []
        for (sealed,) in self._rows("SELECT sealed FROM questions ORDER BY id"):
            with suppress(UnsealError):
                found.append(self._seal.open(sealed, "question").decode())
        return tuple(found)

    def erase_questions(self) -> int:
        """Erase all questions that were sent to the editors; return how many there were."""
        if not self._path.exists():
            return 0
        with closing(connected(self._path, _SCHEMA)) as database:
            count = database.execute("DELETE FROM questions").rowcount
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return count

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        if not self._path.exists():
            return []
        with closing(connected(self._path, _SCHEMA)) as database:
            return database.execute(query).fetchall()

    def _once(self, update: int, change: Callable[[sqlite3.Connection], None]) -> bool:
        for repeated in (False, True):
            try:
                with closing(connected(self._path, _SCHEMA)) as database, database:
                    database.execute("BEGIN IMMEDIATE")
                    database.execute("DELETE FROM counted WHERE at < ?", (self._clock() - _SEEN_SECONDS,))
                    new = database.execute(
                        "INSERT OR IGNORE INTO counted VALUES (?, ?)", (update, self._clock())
                    )
                    if new.rowcount:
                        change(database)
            except (sqlite3.Error, OSError) as error:
                if not repeated and isinstance(error, sqlite3.Error) and unreadable(error):
                    with suppress(OSError):
                        _LOG.critical(
                            "the feedback is damaged; the old file is kept as %s", set_aside(self._path).name
                        )
                    continue
                _LOG.critical(
                    "feedback cannot be kept (%s)", getattr(error, "sqlite_errorname", type(error).__name__)
                )
                return False
            return True
        return False
