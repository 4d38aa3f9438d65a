"""SQLite files that erase what they delete, and that are set aside when they cannot be read."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

_UNREADABLE = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_FORMAT", "SQLITE_SCHEMA"})


def connected(path: Path, schema: str) -> sqlite3.Connection:
    """Open or make the file, for this user only; transactions are begun by hand.

    Raises:
        sqlite3.Error: it cannot be opened, or is no whole database with this schema.
    """
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    database = sqlite3.connect(path, isolation_level=None, timeout=1.0)
    try:
        database.execute("PRAGMA secure_delete=ON")
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        _check(database)
        database.executescript(schema)
    except BaseException:
        database.close()
        raise
    return database


def _check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def unreadable(error: sqlite3.Error) -> bool:
    """Return whether the file's content is at fault, not the disk that it is on."""
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    name: str | None = getattr(error, "sqlite_errorname", None)
    if name is None:
        return not isinstance(error, sqlite3.OperationalError)
    return name in _UNREADABLE or name.startswith("SQLITE_CORRUPT")


def set_aside(path: Path) -> Path:
    """Rename the file, and what SQLite keeps beside it; return the new name.

    Raises:
        OSError: the folder cannot be written.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}.aside-{stamp}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside
