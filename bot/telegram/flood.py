"""Courteous flood control: so many replies a minute for a chat, and one word about it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether to answer."""

    ANSWER = "answer"
    SAY_SO = "say_so"
    SILENT = "silent"


@dataclass(slots=True)
class _Bucket:
    left: float
    seen: float
    told: bool = False


class Flood:
    """A bucket of replies for every chat, refilled steadily (token bucket); help is never asked about."""

    def __init__(
        self, a_minute: int, clock: Callable[[], float] = time.monotonic, most: int = 10_000
    ) -> None:
        """Allow a minute's worth at once, then that rate; remember at most so many chats."""
        self._most_left = float(a_minute)
        self._rate = a_minute / 60.0
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def ask(self, chat: int) -> Verdict:
        """Take one reply from the chat's bucket."""
        now = self._clock()
        bucket = self._buckets.pop(chat, None) or _Bucket(self._most_left, now)
        self._buckets[chat] = bucket
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        bucket.left = min(self._most_left, bucket.left + (now - bucket.seen) * self._rate)
        bucket.seen = now
        if bucket.left >= 1.0:
            bucket.left -= 1.0
            bucket.told = False
            return Verdict.ANSWER
        if bucket.told:
            return Verdict.SILENT
        bucket.told = True
        return Verdict.SAY_SO
