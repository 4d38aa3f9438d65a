"""From Telegram into the inbox, and on to the workers in the order of each chat."""

from __future__ import annotations

import json
import logging
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from bot.telegram.inbox import Inbox, Waiting
from bot.telegram.metrics import Metrics
from bot.telegram.workers import Workers

_LOG = logging.getLogger(__name__)
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class Intake:
    """The one way in, for polling, for the webhook and for what is left from before."""

    inbox: Inbox
    workers: Workers
    metrics: Metrics

    def take(self, updates: Sequence[object] = ()) -> int | None:
        """Commit updates as they came from Telegram; return the highest number among them.

        When this returns they may be acknowledged. What is no update at all is passed over.
        """
        numbered = [
            (number, json.dumps(update, separators=(",", ":")).encode())
            for update in updates
            if (number := number_of(update)) is not None
        ]
        if len(numbered) < len(updates):
            _LOG.error("%d updates without a number were passed over", len(updates) - len(numbered))
        for item in self.inbox.take(numbered):
            self.metrics.updates.inc()
            self.workers.put(item, chat_of(item))
        return max((number for number, _ in numbered), default=None)


def number_of(update: object) -> int | None:
    """Return the update's number, None if this is no update."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def chat_of(item: Waiting) -> Hashable:
    """Return what keeps updates in order: the chat, else the sender, else nothing but the update itself."""
    for value in json.loads(item.content).values():
        if isinstance(value, dict):
            message = value.get("message")
            holder = message if isinstance(message, dict) else value
            for key in ("chat", "from"):
                owner = holder.get(key)
                number = owner.get("id") if isinstance(owner, dict) else None
                if isinstance(number, int):
                    return number
    return ("update", item.id)
