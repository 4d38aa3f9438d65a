"""What is remembered of a chat, for minutes and in memory only."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Memory:
    """The little that a follow-up needs; times are seconds of one monotonic clock.

    ``intent`` is the entry or gap (``entry:how-fast``) that was shown last, at ``intent_at``.
    ``danger_at`` is when help was last given, None if it never was, and ``danger`` what it was given for;
    ``helped`` counts the help replies since. ``country`` is the person's own choice, as two letters.
    """

    intent: str | None = None
    intent_at: float = 0.0
    danger_at: float | None = None
    danger: str | None = None
    helped: int = 0
    country: str | None = None


class Conversations:
    """The memories of all chats: each for some minutes, and only so many."""

    def __init__(
        self, minutes: float, clock: Callable[[], float] = time.monotonic, most: int = 10_000
    ) -> None:
        """Take for how long to remember, the clock to go by and for how many chats."""
        self._seconds = minutes * 60
        self._clock = clock
        self._most = most
        self._chats: OrderedDict[int | str, tuple[float, Memory]] = OrderedDict()

    def recall(self, chat: int | str) -> Memory:
        """Return what is remembered of a chat, or an empty memory."""
        when, memory = self._chats.get(chat, (0.0, Memory()))
        if self._clock() - when > self._seconds:
            self.forget(chat)
            return Memory()
        return memory

    def remember(self, chat: int | str, memory: Memory) -> None:
        """Keep a memory; what is too old goes, and the oldest where there are too many."""
        now = self._clock()
        self._chats[chat] = (now, memory)
        self._chats.move_to_end(chat)
        while self._chats:
            when, _ = next(iter(self._chats.values()))
            if len(self._chats) <= self._most and now - when <= self._seconds:
                break
            self._chats.popitem(last=False)

    def forget(self, chat: int | str) -> None:
        """Keep nothing of a chat."""
        self._chats.pop(chat, None)
