"""Telegram's side of a webhook: calls in parallel, each chat's in order, again until there is a 200."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress

from people import Update

_LANES = 40
_HEAD = (
    "POST /hook HTTP/1.1\r\nHost: example.org\r\nContent-Type: application/json\r\n"
    "X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {length}\r\n\r\n"
)


class Caller:
    """Brings updates to the bot's port, over as many kept-alive connections as Telegram makes by default."""

    def __init__(self, port: int, secret: str) -> None:
        """Prepare the lanes."""
        self._port = port
        self._secret = secret
        self._lanes: list[asyncio.Queue[Update]] = [asyncio.Queue() for _ in range(_LANES)]
        self._tasks = [asyncio.create_task(self._bring(lane)) for lane in self._lanes]

    def feed(self, updates: Sequence[Update]) -> None:
        """Bring these."""
        for update in updates:
            self._lanes[update["message"]["chat"]["id"] % _LANES].put_nowait(update)

    @property
    def unconfirmed(self) -> int:
        """How many wait to be taken."""
        return sum(lane.qsize() for lane in self._lanes)

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _bring(self, lane: asyncio.Queue[Update]) -> None:
        reader: asyncio.StreamReader | None = None
        writer: asyncio.StreamWriter | None = None
        while True:
            body = json.dumps(await lane.get()).encode()
            head = _HEAD.format(secret=self._secret, length=len(body)).encode()
            while True:
                with suppress(OSError, asyncio.IncompleteReadError):
                    if reader is None or writer is None:
                        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                    writer.write(head + body)
                    answer = await reader.readuntil(b"\r\n\r\n")
                    if b" 200 " in answer.split(b"\r\n")[0]:
                        break
                if writer is not None:
                    writer.close()
                reader = writer = None
                await asyncio.sleep(0.2)
