"""One process for one state folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.telegram.errors import StateError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make the folder if need be and hold it; the system lets go of it however the process ends.

    Raises:
        StateError: another process holds it, or it cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        msg = f"the state folder {folder} cannot be written ({error.strerror}); allow it or set another one"
        raise StateError(msg) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            msg = f"another bot is running on the state folder {folder}; stop it, or give this one its own"
            raise StateError(msg) from error
        yield
    finally:
        os.close(descriptor)
