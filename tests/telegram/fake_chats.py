"""The chats of the fake Telegram: what it accepts, and what it refuses as the Bot API does."""

from __future__ import annotations

import json
import time
from collections import deque
from dataclasses import dataclass, field

from fake_html import HtmlError, visible
from fake_http import Answer, refusal, result_of

ME = {"id": 123456789, "is_bot": True, "first_name": "FAQ", "username": "FaqTestBot", "can_join_groups": True}


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that Telegram accepted, new or edited, as people see it."""

    chat: int
    message: int
    text: str
    markup: dict[str, object]
    reply_to: int | None
    thread: int | None
    edited: bool
    formatted: bool
    at: float

    @property
    def buttons(self) -> list[dict[str, str]]:
        """All buttons in order."""
        rows = self.markup.get("inline_keyboard", [])
        assert isinstance(rows, list)
        return [button for row in rows for button in row]


@dataclass
class FakeChats:
    """Length, HTML and buttons are checked; chats may be blocked, moved, or limited in their rate."""

    limits: bool = False
    posted: list[Posted] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    _message: int = 100_000
    _sends: dict[int, deque[float]] = field(default_factory=dict)
    _known: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def _post(self, method: str, parameters: dict[str, str]) -> Answer:  # noqa: C901, PLR0911
        chat = int(parameters["chat_id"])
        if chat in self.blocked:
            return refusal(403, "Forbidden: bot was blocked by the user")
        if chat in self.moved:
            moved = {"migrate_to_chat_id": self.moved[chat]}
            return refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
        wait = self._over_rate(chat)
        if wait:
            return refusal(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        keyboard = json.loads(parameters.get("reply_markup", "{}"))
        for button in (button for row in keyboard.get("inline_keyboard", []) for button in row):
            if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
                return refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        edited = method != "sendMessage"
        number = int(parameters["message_id"]) if edited else self._next()
        before = self._known.get((chat, number))
        if edited and before is None:
            return refusal(400, "Bad Request: message to edit not found")
        text = parameters.get("text", "")
        formatted = parameters.get("parse_mode") == "HTML"
        shown = before[0] if before is not None and method == "editMessageReplyMarkup" else text
        if formatted:
            try:
                shown = visible(text)
            except HtmlError as error:
                return refusal(400, f"Bad Request: can't parse entities: {error}")
        if not shown.strip():
            return refusal(400, "Bad Request: message text is empty")
        if len(shown.encode("utf-16-le")) // 2 > 4096:
            return refusal(400, "Bad Request: message is too long")
        content = (shown, json.dumps(keyboard, sort_keys=True))
        if before == content:
            return refusal(400, "Bad Request: message is not modified: specified new content is the same")
        self._known[chat, number] = content
        reply = json.loads(parameters.get("reply_parameters", "{}"))
        thread = parameters.get("message_thread_id")
        self.posted.append(
            Posted(
                chat,
                number,
                shown,
                keyboard,
                reply.get("message_id"),
                int(thread) if thread else None,
                edited,
                formatted,
                time.monotonic(),
            )
        )
        return result_of(
            {
                "message_id": number,
                "date": int(time.time()),
                "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
                "from": ME,
                "text": shown,
            }
        )

    def _over_rate(self, chat: int) -> int:
        """Return how many seconds the chat must wait: a burst of 5, then one a second; 30 a second in all."""
        if not self.limits:
            return 0
        now = time.monotonic()
        for key, most, window in ((chat, 5, 5.0), (0, 30, 1.0)):
            times = self._sends.setdefault(key, deque())
            while times and times[0] < now - window:
                times.popleft()
            if len(times) >= most:
                return max(1, round(times[0] + window - now))
        self._sends[chat].append(now)
        self._sends[0].append(now)
        return 0

    def _next(self) -> int:
        self._message += 1
        return self._message
