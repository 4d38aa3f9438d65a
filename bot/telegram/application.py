"""The bot as a running whole: put together, started, stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

from telegram.error import EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.config import Telegram
from bot.contract import Converses
from bot.memory import Conversations
from bot.telegram.delivery import seconds_of
from bot.telegram.errors import FatalError, PortError
from bot.telegram.lock import locked
from bot.telegram.parts import Parts, Source
from bot.telegram.polling import REFUSED
from bot.telegram.profile import publish
from bot.telegram.service import notify, watchdog
from bot.telegram.settings import Pace
from bot.telegram.web import WebServer

_LOG = logging.getLogger(__name__)
_POOL = 64
_CLOSING_SECONDS = 1.0  # of the time for a stop, for closing connections and files

App = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a running bot is made of; ``secret`` is for the webhook alone."""

    telegram: Telegram
    token: str = field(repr=False)
    assistant: Converses
    conversations: Conversations
    secret: str = field(default="", repr=False)
    pace: Pace = field(default_factory=Pace)


@dataclass(slots=True)
class Running:
    """What is known of a bot that runs; ``stop`` ends it, ``started`` is set once it takes updates."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    started: asyncio.Event = field(default_factory=asyncio.Event)
    health_port: int | None = None
    webhook_port: int | None = None


async def serve(setup: Setup, running: Running) -> None:
    """Run the bot until it is stopped.

    Raises:
        FatalError: it cannot go on, and why.
        StateError: its state folder cannot be used.
        PortError: a port is not to be had.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(locked(setup.telegram.state_folder))
        polled, sending = _request(setup.pace, 4), _request(setup.pace, _POOL)
        application = _built(setup, polled, sending)
        parts = Parts(application.bot, polled, setup.telegram, setup.token, setup.secret, setup.pace)
        stack.callback(parts.inbox.close)
        health = setup.telegram.health
        if health.port is not None:
            running.health_port = await _open(
                stack, WebServer(parts.health.respond, health.listen, health.port)
            )
        stack.push_async_callback(_shut, application, polled, sending)
        # Said before Telegram is reached: a service manager must not end a bot that waits for the network.
        notify("READY=1")
        watch = asyncio.create_task(watchdog())
        stack.callback(watch.cancel)
        await _until(running.stop, _connect(application, setup.pace))
        if running.stop.is_set():
            return
        parts.prepare(setup.assistant, setup.conversations)
        stack.callback(parts.desk.close)
        if parts.webhook is not None:
            hook = setup.telegram.webhook
            running.webhook_port = await _open(
                stack, WebServer(parts.webhook.respond, hook.listen, hook.port)
            )
        await _work(setup, parts, running)


async def _work(setup: Setup, parts: Parts, running: Running) -> None:
    parts.intake.take()
    source: Source = parts.webhook or parts.polling
    tasks = [asyncio.create_task(each) for each in (_sweep(parts, setup.pace), _publish(parts))]
    refused = asyncio.create_task(parts.refused.wait())
    running.started.set()
    _LOG.info("the bot answers (%s)", setup.telegram.mode.value)
    try:
        await _until(running.stop, source.run(), refused)
        if parts.refused.is_set():
            raise FatalError(REFUSED)
    finally:
        notify("STOPPING=1")
        begun = time.monotonic()
        for task in (*tasks, refused):
            task.cancel()
        await asyncio.gather(*tasks, refused, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_SECONDS):
                await source.remove()
        spent = time.monotonic() - begun
        await parts.workers.stop(setup.telegram.drain_seconds - _CLOSING_SECONDS - spent)
        _LOG.info("stopped; %d updates stay in the inbox", len(parts.inbox))


def run_until_signal(setup: Setup) -> None:
    """Run the bot until SIGTERM or SIGINT; raises as ``serve`` does."""

    async def main() -> None:
        running = Running()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, running.stop.set)
        await serve(setup, running)

    asyncio.run(main())


def _request(pace: Pace, size: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=size,
        read_timeout=pace.read,
        write_timeout=pace.read,
        connect_timeout=pace.connect,
        pool_timeout=pace.connect,
    )


def _built(setup: Setup, polled: HTTPXRequest, sending: HTTPXRequest) -> App:
    builder = ApplicationBuilder().token(setup.token).base_url(f"{setup.telegram.base_url}/bot")
    return builder.request(sending).get_updates_request(polled).updater(None).build()


async def _open(stack: AsyncExitStack, server: WebServer) -> int:
    try:
        await server.open()
    except OSError as error:
        msg = f"port {server.port} of {server.host} is not to be had ({error.strerror}); set another one"
        raise PortError(msg) from error
    stack.push_async_callback(server.close)
    return server.port


async def _shut(application: App, *requests: HTTPXRequest) -> None:
    with suppress(TelegramError, RuntimeError):
        await application.shutdown()
    for request in requests:  # an application that never reached Telegram leaves them open
        await request.shutdown()


async def _connect(application: App, pace: Pace) -> None:
    """Ask Telegram who the bot is, for as long as it takes."""
    failures = 0
    while True:
        try:
            await application.initialize()
        except (InvalidToken, EndPointNotFound) as error:
            raise FatalError(REFUSED) from error
        except TelegramError as error:
            failures += 1
            if failures in {1, 10, 100, 1000}:
                _LOG.warning("Telegram cannot be reached (%s); trying on", type(error).__name__)
            wait = min(pace.longest_wait, pace.first_wait * 2.0 ** min(failures - 1, 12))
            await asyncio.sleep(seconds_of(error) if isinstance(error, RetryAfter) else wait)
        else:
            return


async def _until(stop: asyncio.Event, work: Any, *others: asyncio.Task[Any]) -> None:  # noqa: ANN401
    """Await the work, unless the stop or another task comes first; then cancel it."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((task, stopped, *others), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
    finally:
        for each in (task, stopped):
            each.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


async def _sweep(parts: Parts, pace: Pace) -> None:
    while True:
        await asyncio.sleep(pace.sweep)
        parts.inbox.sweep()


async def _publish(parts: Parts) -> None:
    async with parts.places.taken():
        await publish(parts.bot, parts.delivery, parts.desk.messages)
