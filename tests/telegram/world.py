"""A Telegram and a bot on it, in one event loop in a thread, for tests that read from top to bottom."""

from __future__ import annotations

import asyncio
import http.client
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar

from echo import Echo
from fake_api import TOKEN, FakeTelegram, Posted
from people import Update

from bot.config import Health, Mode, Telegram, Webhook
from bot.memory import Conversations
from bot.telegram.application import Running, Setup, serve
from bot.telegram.settings import Pace

FAST = Pace(
    poll=2,
    read=3.0,
    connect=1.0,
    first_wait=0.02,
    longest_wait=0.2,
    give_up=1.0,
    sweep=0.2,
    messages_a_minute=600,
)
SECRET = "a-secret-for-the-webhook"  # noqa: S105 (of the fake)
_T = TypeVar("_T")


class World:
    """Starts the fake with ``with``; the bot when ``start`` is called."""

    def __init__(self, state: Path, pace: Pace = FAST, **options: Any) -> None:  # noqa: ANN401
        """Prepare; options are those of the fake."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._options = options
        self._bot: asyncio.Task[None] | None = None
        self.running = Running()
        self.pace = pace
        self.state = state
        self.assistant = Echo()
        self.telegram: FakeTelegram

    def __enter__(self) -> Self:
        """Start the fake Telegram."""
        self._thread.start()
        self.telegram = self.run(self._made())
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything."""
        try:
            self.stop()
        finally:
            self.run(self.telegram.close())
            self.run(asyncio.sleep(0.01))
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
            self._loop.close()

    async def _made(self) -> FakeTelegram:
        telegram = FakeTelegram(**self._options)
        await telegram.open()
        return telegram

    def run(self, work: Coroutine[Any, Any, _T], seconds: float = 15.0) -> _T:
        """Run something in the loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def setup(self, *, webhook: bool = False) -> Setup:
        """Return the bot's setup."""
        telegram = Telegram(
            base_url=self.telegram.address,
            state_folder=self.state,
            mode=Mode.WEBHOOK if webhook else Mode.POLLING,
            webhook=Webhook("https://example.org/hook", "127.0.0.1", 0),
            health=Health("127.0.0.1", 0),
            drain_seconds=3.0,
        )
        return Setup(telegram, TOKEN, self.assistant, Conversations(60), SECRET, self.pace)

    def start(self, *, webhook: bool = False, wait: bool = True, **changes: Any) -> None:  # noqa: ANN401
        """Start the bot, and wait until it takes updates."""
        setup = self.setup(webhook=webhook)
        setup = replace(setup, telegram=replace(setup.telegram, **changes))

        async def begin() -> None:
            self.running = Running()
            self._bot = asyncio.create_task(serve(setup, self.running))
            if wait:
                started = asyncio.create_task(self.running.started.wait())
                await asyncio.wait((started, self._bot), return_when=asyncio.FIRST_COMPLETED)
                started.cancel()
                if self._bot.done():
                    self._bot.result()

        self.run(begin())

    def stop(self) -> None:
        """Stop the bot as a signal does, and raise what it ended with."""
        bot, self._bot = self._bot, None
        if bot is None:
            return

        async def end() -> None:
            self.running.stop.set()
            await bot

        self.run(end())

    def ends(self) -> BaseException | None:
        """Wait until the bot ends by itself, and return what it raised."""
        bot, self._bot = self._bot, None
        assert bot is not None

        async def end() -> BaseException | None:
            await asyncio.wait((bot,))
            return bot.exception()

        return self.run(end())

    def happens(self, *updates: Update) -> None:
        """Let something happen on Telegram."""
        self._loop.call_soon_threadsafe(self.telegram.feed, *updates)

    def until(self, true: Callable[[], object], seconds: float = 8.0) -> None:
        """Wait until something is true."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(0.004)

    def posted(self, count: int, where: int | None = None) -> list[Posted]:
        """Wait for so many messages, in one chat or in all, and return them."""

        def found() -> list[Posted]:
            return [each for each in list(self.telegram.posted) if where is None or each.chat == where]

        self.until(lambda: len(found()) >= count)
        return found()

    def answered(self, count: int, seconds: float = 8.0) -> None:
        """Wait until so many different messages were posted."""
        self.until(lambda: len({each.text for each in list(self.telegram.posted)}) >= count, seconds)

    def settled(self, seconds: float = 0.15) -> list[Posted]:
        """Wait until all is acknowledged and nothing more happens, and return all messages."""
        self.until(lambda: self.telegram.unconfirmed == 0)
        time.sleep(seconds)
        return list(self.telegram.posted)

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body of one of the bot's health pages."""
        return self.request("GET", path, self.running.health_port)

    def request(
        self,
        method: str,
        path: str,
        port: int | None,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        """Make a request to the bot."""
        assert port is not None
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request(method, path, body or None, headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()
