"""The updates that the fake Telegram holds, given as getUpdates gives them."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

from fake_http import Answer, refusal

_DAY = 24 * 3600.0


@dataclass
class FakeUpdates:
    """At most 100 a call, one only when the same offset is asked again within ``repeated_pause`` seconds.

    Held for 24 hours; the older of two pollers gets a 409, and so does anybody while a webhook is set.
    """

    repeated_pause: float = 0.5
    conflict_pause: float = 3.0
    webhook: dict[str, str] = field(default_factory=dict)
    _updates: deque[tuple[float, dict[str, object]]] = field(default_factory=deque)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: asyncio.Future[None] | None = None
    _asked: tuple[int, float] = (-1, 0.0)

    @property
    def unconfirmed(self) -> int:
        """How many updates Telegram still holds."""
        return len(self._updates)

    def feed(self, *updates: dict[str, object]) -> None:
        """Let something happen on Telegram."""
        self._updates.extend((time.monotonic(), update) for update in updates)
        self._arrived.set()
        self._arrived = asyncio.Event()

    async def _get_updates(self, parameters: dict[str, str]) -> Answer:
        if self.webhook.get("url"):
            return refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._poll is not None and not self._poll.done():
            self._poll.cancel()
            await asyncio.sleep(self.conflict_pause)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        offset = int(parameters.get("offset", "0"))
        wait = float(parameters.get("timeout", "0"))
        limit = max(1, min(100, int(parameters.get("limit", "100"))))
        self._confirm(offset)
        now = time.monotonic()
        if self._asked[0] == offset and now - self._asked[1] < self.repeated_pause:
            limit, wait = 1, max(wait, 3.0)
        until = now + wait
        while not self._updates and time.monotonic() < until:
            arrival = asyncio.ensure_future(self._arrived.wait())
            try:
                await asyncio.wait(
                    (arrival, mine), timeout=until - time.monotonic(), return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                arrival.cancel()
                if self._poll is mine and not mine.done() and asyncio.current_task().cancelling():  # type: ignore[union-attr]
                    mine.cancel()
            if mine.cancelled():
                text = (
                    "Conflict: terminated by other getUpdates request; make sure that only one bot is running"
                )
                return refusal(409, text)
        mine.cancel()
        given = [update for _, update in list(self._updates)[:limit]]
        if given:
            self._asked = (offset, time.monotonic())
        return Answer(200, {"ok": True, "result": given})

    def _confirm(self, offset: int) -> None:
        day_ago = time.monotonic() - _DAY
        while self._updates and int(str(self._updates[0][1]["update_id"])) < offset:
            self._updates.popleft()
        while self._updates and self._updates[0][0] < day_ago:
            self._updates.popleft()
