"""Chats side by side, each in order: a queue for every chat and so many places to work at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager

from bot.telegram.inbox import Waiting


class StoppingError(Exception):
    """The bot is being stopped: what is under way stays in the inbox."""


class Places:
    """Places to work at; who has to wait lends the place to somebody else meanwhile.

    Who comes back to a lent place takes it up at once, so for a moment there may be more at work than places.
    """

    def __init__(self, count: int) -> None:
        """Provide so many places."""
        self._free = count
        self._queue: deque[asyncio.Future[None]] = deque()
        self._stopping = asyncio.Event()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold a place, once one is free."""
        if self._free > 0:
            self._free -= 1
        else:
            turn = asyncio.get_running_loop().create_future()
            self._queue.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._give_back()
                raise
        try:
            yield
        finally:
            self._give_back()

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """Lend the place that is held."""
        self._give_back()
        try:
            yield
        finally:
            self._free -= 1

    def _give_back(self) -> None:
        self._free += 1
        while self._free > 0 and self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                self._free -= 1
                turn.set_result(None)

    async def rest(self, seconds: float) -> None:
        """Wait without a place.

        Raises:
            StoppingError: the bot is being stopped.
        """
        async with self.lent():
            try:
                await asyncio.wait_for(self._stopping.wait(), seconds)
            except TimeoutError:
                return
        raise StoppingError

    def stop(self) -> None:
        """Wake everybody who rests."""
        self._stopping.set()

    @property
    def stopping(self) -> bool:
        """Whether no new work may be begun."""
        return self._stopping.is_set()


class Workers:
    """Hands each waiting update to the handler: those of a chat one after the other, chats side by side."""

    def __init__(self, handle: Callable[[Waiting], Awaitable[None]], places: Places) -> None:
        """Make the workers; ``handle`` raises nothing but cancellation and StoppingError."""
        self._handle = handle
        self._places = places
        self._queues: dict[Hashable, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, item: Waiting, chat: Hashable) -> None:
        """Queue an update behind those of its chat."""
        queue = self._queues.get(chat)
        if queue is not None:
            queue.append(item)
            return
        self._queues[chat] = deque([item])
        task = asyncio.create_task(self._work_off(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, seconds: float) -> None:
        """Begin nothing new, wait so long for what is under way, then end it; it stays in the inbox."""
        self._places.stop()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=max(0.0, seconds))
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work_off(self, chat: Hashable) -> None:
        queue = self._queues[chat]
        try:
            while queue:
                async with self._places.taken():
                    if self._places.stopping:
                        return
                    await self._handle(queue[0])
                queue.popleft()
        except StoppingError:
            return
        finally:
            del self._queues[chat]
