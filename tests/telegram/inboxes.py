"""Inboxes without a bot."""

from __future__ import annotations

from pathlib import Path

from fake_api import TOKEN

from bot.telegram.inbox import Inbox
from bot.telegram.sealing import Seal


def inbox_of(folder: Path, token: str = TOKEN) -> Inbox:
    """Open an inbox."""
    folder.mkdir(exist_ok=True)
    return Inbox(folder / "inbox.sqlite3", Seal(token))
