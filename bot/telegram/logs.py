"""Logs for people (text) or machines (JSON) that hold no token, no message, no name and no chat."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

from bot.config import Log, LogFormat

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_HIDDEN = "[token]"
# These write addresses with the token, parameters with chats and texts, or what a server sent.
_QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "asyncio": logging.ERROR}
_SILENT = ("telegram",)


def configure(log: Log, token: str, stream: TextIO | None = None) -> None:
    """Send all records of the process to the stream, or to standard error, in the form that is set."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Formatter(token, machine=log.format is LogFormat.JSON))
    logging.basicConfig(level=log.level.value.upper(), handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class _Formatter(logging.Formatter):
    """One line a record; of an exception its type and where it was, since its words may be a message's."""

    def __init__(self, token: str, *, machine: bool) -> None:
        super().__init__()
        self._token = token
        self._machine = machine

    def format(self, record: logging.LogRecord) -> str:
        own = record.name.startswith("bot.")
        said = record.getMessage() if own else f"(from {record.name}, line {record.lineno})"
        if record.exc_info and record.exc_info[1] is not None:
            said += f"; {_shape(record.exc_info[1])}"
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        if self._machine:
            parts = {"time": at, "level": record.levelname.lower(), "logger": record.name, "message": said}
            return self._redacted(json.dumps(parts, ensure_ascii=False))
        return self._redacted(f"{at} {record.levelname:<8} {record.name}: {said}".replace("\n", " "))

    def _redacted(self, text: str) -> str:
        return _TOKEN.sub(_HIDDEN, text.replace(self._token, _HIDDEN))


def _shape(error: BaseException) -> str:
    """Return an exception's type and the places it came through."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"
