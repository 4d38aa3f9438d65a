"""The sealed inbox: an update rests here from before it is acknowledged until it is answered."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.telegram.sealing import Seal, UnsealError
from bot.telegram.store import connected, set_aside, unreadable

_LOG = logging.getLogger(__name__)
_DONE_SECONDS = 48 * 3600  # Telegram sends an update again for 24 hours
_STARTS = 20  # an update that was there at so many starts may be what ends the process
_TELL_SECONDS = 60.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS own (name TEXT PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS waiting
    (id INTEGER PRIMARY KEY, received REAL NOT NULL, starts INTEGER NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS done (id INTEGER PRIMARY KEY, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS done_at ON done (at);
"""


class ForeignError(sqlite3.DatabaseError):
    """The file belongs to another bot."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is not answered yet; ``received`` in seconds since 1970."""

    id: int
    content: bytes
    received: float


class Inbox:
    """What waits, in memory and, whenever the disk lets it, in the file.

    The disk is tried again at every change, so a full or missing one costs safety and never an answer.
    """

    def __init__(self, path: Path, seal: Seal, clock: Callable[[], float] = time.time) -> None:
        """Open the file, or start a new one beside what could not be read."""
        self._path = path
        self._seal = seal
        self._clock = clock
        self._waiting: dict[int, Waiting] = {}
        self._found: list[Waiting] = []
        self._unstored: set[int] = set()
        self._unerased: dict[int, float] = {}
        self._database: sqlite3.Connection | None = None
        self._inode = 0
        self._told = 0.0
        self.trouble: str | None = None
        self._attempt(self._there)

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    @property
    def oldest(self) -> float:
        """The age in seconds of what has waited longest; 0.0 when nothing waits."""
        first = next(iter(self._waiting.values()), None)
        return max(0.0, self._clock() - first.received) if first else 0.0

    def take(self, updates: Iterable[tuple[int, bytes]] = ()) -> tuple[Waiting, ...]:
        """Commit updates to the disk; return what to work on: what was in the file, then the new ones."""
        now = self._clock()
        new: list[Waiting] = []
        for number, content in updates:
            if not self._known(number):
                new.append(Waiting(number, content, now))
                self._waiting[number] = new[-1]
                self._unstored.add(number)
        if new:
            self._attempt(self._store)
        found, self._found = self._found, []
        return (*found, *new)

    def finish(self, number: int) -> None:
        """Erase an update, and remember its number so that a second delivery is not answered again."""
        self._waiting.pop(number, None)
        self._unstored.discard(number)
        self._unerased[number] = self._clock()
        self._attempt(self._erase)

    def sweep(self) -> None:
        """Erase from SQLite's log what was erased from the file, and forget old numbers; now and then."""
        self._attempt(self._tidy)

    def close(self) -> None:
        """Put everything into the file and let go of it."""
        self.sweep()
        self._drop()

    def _known(self, number: int) -> bool:
        if number in self._waiting or number in self._unerased:
            return True
        if self._database is not None:
            with suppress(sqlite3.Error):
                found = self._database.execute("SELECT 1 FROM done WHERE id=?", (number,)).fetchone()
                return found is not None
        return False

    def _attempt(self, change: Callable[[], object]) -> None:
        """Make a change on the disk; where that fails, go on from memory and say so."""
        for repeated in (False, True):
            try:
                change()
            except (sqlite3.Error, OSError) as error:
                if not repeated and isinstance(error, sqlite3.Error) and unreadable(error):
                    self._renew(str(error) if isinstance(error, ForeignError) else "is damaged")
                    continue
                self._failed(error)
            else:
                if self.trouble is not None and not self._unstored:
                    _LOG.warning("the inbox can be written again")
                    self.trouble = None
            return

    def _failed(self, error: Exception) -> None:
        self.trouble = getattr(error, "sqlite_errorname", None) or type(error).__name__
        if self._clock() - self._told > _TELL_SECONDS:
            self._told = self._clock()
            _LOG.critical(
                "the inbox cannot be written (%s): answers go on from memory, and a crash would now lose "
                "questions; free or allow space in the state folder",
                self.trouble,
            )

    def _there(self) -> sqlite3.Connection:
        """Return the connection to a file that is where it should be; open or make it if need be."""
        if self._database is not None:
            with suppress(FileNotFoundError):
                if self._path.stat().st_ino == self._inode:
                    return self._database
            _LOG.critical("the inbox is gone from the state folder; a new one is made")
            self._drop()
        elif not self._path.exists():
            _LOG.warning("there is no inbox in the state folder yet; a new one is made")
        database = connected(self._path, _SCHEMA)
        self._database, self._inode = database, self._path.stat().st_ino
        self._check_key(database)
        self._read(database)
        return database

    def _check_key(self, database: sqlite3.Connection) -> None:
        own = database.execute("SELECT sealed FROM own WHERE name='key'").fetchone()
        if own is None:
            database.execute("INSERT INTO own VALUES ('key', ?)", (self._seal.close(b"inbox", "key"),))
            return
        try:
            self._seal.open(own[0], "key")
        except UnsealError as error:
            msg = "was sealed with another bot token"
            raise ForeignError(msg) from error

    def _read(self, database: sqlite3.Connection) -> None:
        with suppress(sqlite3.OperationalError):  # a full disk must not keep what waits from being answered
            database.execute("UPDATE waiting SET starts = starts + 1")
        rows = database.execute("SELECT id, received, starts, sealed FROM waiting ORDER BY received, id")
        for number, received, starts, sealed in rows.fetchall():
            if number in self._waiting or number in self._unerased:
                continue
            try:
                item = Waiting(number, self._seal.open(sealed, str(number)), received)
            except UnsealError:
                _LOG.error("update %d in the inbox is not as it was sealed; it is given up", number)
                self._unerased[number] = self._clock()
                continue
            if starts > _STARTS:
                _LOG.error("update %d was there at %d starts; it is given up", number, starts)
                self._unerased[number] = self._clock()
                continue
            self._waiting[number] = item
            self._found.append(item)
        if self._found:
            _LOG.warning("%d updates from before are taken on", len(self._found))

    def _renew(self, why: str) -> None:
        """Set the file aside, so that the next attempt makes a new one with all that waits."""
        self._drop()
        with suppress(OSError):
            if self._path.exists():
                aside = set_aside(self._path)
                _LOG.critical("the inbox %s; a new one is made, the old one is kept as %s", why, aside.name)

    def _drop(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
        self._database = None
        self._unstored.update(self._waiting)

    def _store(self) -> sqlite3.Connection:
        database = self._there()
        waiting = [self._waiting[number] for number in sorted(self._unstored)]
        rows = [(item.id, item.received, self._seal.close(item.content, str(item.id))) for item in waiting]
        # Only what is about to be acknowledged must survive a power cut; a lost removal is an answer twice.
        database.execute("PRAGMA synchronous=FULL")
        try:
            with database:
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT OR REPLACE INTO waiting VALUES (?, ?, 0, ?)", rows)
        finally:
            database.execute("PRAGMA synchronous=NORMAL")
        self._unstored.clear()
        return database

    def _erase(self) -> sqlite3.Connection:
        database = self._there()
        if self._unstored:
            self._store()
        with database:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT OR REPLACE INTO done VALUES (?, ?)", list(self._unerased.items()))
            database.executemany("DELETE FROM waiting WHERE id=?", [(number,) for number in self._unerased])
        self._unerased.clear()
        return database

    def _tidy(self) -> None:
        database = self._erase()
        database.execute("DELETE FROM done WHERE at < ?", (self._clock() - _DONE_SECONDS,))
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
