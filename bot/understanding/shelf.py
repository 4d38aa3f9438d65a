"""Keeps what was learnt between runs, so that the second start is quick. Nothing breaks without it."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.understanding.learnt import Arrays

MOST_KEPT = 4

log = logging.getLogger(__name__)


def default_folder(environ: Mapping[str, str]) -> Path:
    """Return where a user's programs keep what can be made again (the XDG base directory specification)."""
    base = environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "ketamine-faq-bot"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of arrays by fingerprint. It holds the maintainers' phrasings only, never a message."""

    folder: Path

    def get(self, name: str) -> Arrays | None:
        """Return the arrays of that name, None if they are not there or not to be read."""
        try:
            with self._path(name).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                arrays = {key: file[key] for key in file.files}
        except (OSError, ValueError, EOFError, BadZipFile, KeyError):
            return None
        with suppress(OSError):  # the folder may be read-only
            self._path(name).touch()  # what is used stays when others have to go
        return arrays

    def put(self, name: str, arrays: Arrays) -> None:
        """Keep arrays; where there is no room or no right to write, they are not kept."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    np.savez(file, allow_pickle=False, **arrays)
                Path(partial).replace(self._path(name))
            finally:
                Path(partial).unlink(missing_ok=True)
            for old in sorted(self.folder.glob("*.npz"), key=_age)[MOST_KEPT:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.info("what was learnt is not kept for the next start: %s", error.strerror)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.npz"


def _age(path: Path) -> float:
    return -path.stat().st_mtime
