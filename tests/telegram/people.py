"""What people do on Telegram, as the updates that Telegram makes of it."""

from __future__ import annotations

import itertools
import time
from typing import Any

from fake_api import ME, USERNAME

Update = dict[str, Any]
_NUMBERS = itertools.count(1)
_MESSAGES = itertools.count(1)
_UNITS = "utf-16-le"


def person(number: int) -> dict[str, Any]:
    """Return somebody with a name that must never be logged."""
    names = {"first_name": "Zebulonia", "last_name": "Quackenbush", "username": f"zebulonia_{number}"}
    return {"id": number, "is_bot": False, "language_code": "en", **names}


def chat(number: int) -> dict[str, Any]:
    """Return a private chat, or for a negative number a group."""
    if number > 0:
        return {"id": number, "type": "private", "first_name": "Zebulonia"}
    return {"id": number, "type": "supergroup", "title": "Some group"}


def message(text: str | None, where: int = 7, *, who: int | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a message as it stands inside updates."""
    made = {
        "message_id": next(_MESSAGES),
        "date": int(time.time()),
        "chat": chat(where),
        "from": person(who or abs(where)),
        **more,
    }
    return made if text is None else {"text": text, "entities": entities(text), **made}


def entities(text: str) -> list[dict[str, Any]]:
    """Return what Telegram marks: a command at the beginning, the bot's name anywhere."""
    found: list[dict[str, Any]] = []
    if text.startswith("/") and len(text) > 1 and text[1].isalnum():
        found.append({"type": "bot_command", "offset": 0, "length": _length(text.split(maxsplit=1)[0])})
    at = text.find("@")
    if at >= 0 and not text.startswith("/"):
        name = text[at:].split(maxsplit=1)[0].rstrip(",:?")
        found.append({"type": "mention", "offset": _length(text[:at]), "length": _length(name)})
    return found


def says(text: str | None, where: int = 7, **more: Any) -> Update:  # noqa: ANN401
    """Return somebody's new message."""
    return {"update_id": next(_NUMBERS), "message": message(text, where, **more)}


def edits(update: Update, text: str) -> Update:
    """Return the change of an earlier message."""
    changed = {**update["message"], "text": text, "entities": entities(text), "edit_date": int(time.time())}
    return {"update_id": next(_NUMBERS), "edited_message": changed}


def presses(
    action: str,
    under: int,
    where: int = 7,
    *,
    markup: dict[str, Any] | None = None,
    question: dict[str, Any] | None = None,
    who: int | None = None,
) -> Update:
    """Return a pressed button under a message of the bot, which replies to ``question``."""
    number = next(_NUMBERS)
    shown = {"message_id": under, "date": int(time.time()), "chat": chat(where), "from": ME, "text": "…"}
    if markup is not None:
        shown["reply_markup"] = markup
    if question is not None:
        shown["reply_to_message"] = question
    query = {"id": f"q{number}", "from": person(who or abs(where)), "message": shown}
    return {"update_id": number, "callback_query": {**query, "chat_instance": "1", "data": action}}


def from_bot(text: str, where: int = 7) -> dict[str, Any]:
    """Return an earlier message of the bot, for somebody to reply to."""
    made = message(text, where)
    return {**made, "from": ME}


def at_bot(text: str) -> str:
    """Return the text with the bot mentioned first."""
    return f"@{USERNAME} {text}"


def _length(text: str) -> int:
    return len(text.encode(_UNITS)) // 2
