"""Calls to Telegram that are repeated until their fate is known."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.telegram.metrics import Metrics
from bot.telegram.settings import Pace
from bot.telegram.workers import Places

_LOG = logging.getLogger(__name__)
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_T = TypeVar("_T")


class Outcome(StrEnum):
    """What became of a call."""

    SENT = "sent"
    WAIT = "429"
    NOT_SENT = "not_sent"
    REFUSED = "5xx"
    UNCERTAIN = "uncertain"
    FINAL = "final"


class GivenUpError(Exception):
    """The call failed for longer than allowed."""


def outcome_of(error: Exception) -> Outcome:
    """Return what an error says about the call; to python-telegram-bot a BadRequest is a NetworkError."""
    if isinstance(error, RetryAfter):
        return Outcome.WAIT
    if isinstance(error, (BadRequest, Forbidden, ChatMigrated, InvalidToken, EndPointNotFound, Conflict)):
        return Outcome.FINAL
    if isinstance(error, NetworkError) and error.__cause__ is None:
        return Outcome.REFUSED
    return Outcome.NOT_SENT if isinstance(error.__cause__, _NOT_SENT) else Outcome.UNCERTAIN


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram wants to be left alone."""
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


@dataclass(slots=True)
class _Tries:
    """The failed tries of one call; times of the monotonic clock."""

    begun: float
    count: int = 0
    only_unreached: bool = True


class Delivery:
    """Makes calls under the rules: 429 waits, what may not have arrived is sent again, refusals are final."""

    def __init__(self, places: Places, metrics: Metrics, pace: Pace) -> None:
        """Keep the places that a waiting call lends to others."""
        self._places = places
        self._metrics = metrics
        self._pace = pace

    async def call(self, begin: Callable[[], Awaitable[_T]], *, uncertain_again: bool = True) -> _T:
        """Make a call, again if need be; ``uncertain_again`` is for what does no harm twice.

        Raises:
            TelegramError: Telegram refused it for good, or its fate is unknown and it must not be made twice.
            GivenUpError: it failed for too long.
            StoppingError: the bot is being stopped.
        """
        tries = _Tries(time.monotonic())
        while True:
            try:
                result = await self._patiently(begin)
            except TelegramError as error:
                outcome = outcome_of(error)
                self._metrics.sends.labels(outcome.value).inc()
                if outcome is Outcome.FINAL or (outcome is Outcome.UNCERTAIN and not uncertain_again):
                    raise
                await self._places.rest(self._wait(tries, outcome, error))
            else:
                self._metrics.sends.labels(Outcome.SENT.value).inc()
                return result

    async def once(self, begin: Callable[[], Awaitable[object]]) -> None:
        """Make a call whose failure harms nobody, such as the one that ends a button's waiting mark."""
        try:
            await self._patiently(begin)
        except TelegramError as error:
            self._metrics.sends.labels(outcome_of(error).value).inc()
        else:
            self._metrics.sends.labels(Outcome.SENT.value).inc()

    async def _patiently(self, begin: Callable[[], Awaitable[_T]]) -> _T:
        """Await the call, and lend the place while it takes long."""
        task = asyncio.ensure_future(begin())
        try:
            done, _ = await asyncio.wait((task,), timeout=self._pace.slow)
            if done:
                return task.result()
            async with self._places.lent():
                await asyncio.wait((task,))
            return task.result()
        except asyncio.CancelledError:
            task.cancel()
            raise

    def _wait(self, tries: _Tries, outcome: Outcome, error: TelegramError) -> float:
        """Return how long to wait before the next try."""
        spent = time.monotonic() - tries.begun
        if isinstance(error, RetryAfter):
            wait = seconds_of(error)
            if spent + wait > self._pace.give_up_unreached:
                raise GivenUpError
            return wait
        tries.count += 1
        tries.only_unreached = tries.only_unreached and outcome is Outcome.NOT_SENT
        if spent > (self._pace.give_up_unreached if tries.only_unreached else self._pace.give_up):
            raise GivenUpError from error
        if tries.count in {3, 30, 300}:
            _LOG.warning("a call to Telegram failed %d times (%s); trying on", tries.count, outcome.value)
        most = min(self._pace.longest_wait, self._pace.first_wait * 2.0 ** min(tries.count - 1, 12))
        return most * random.uniform(0.5, 1.0)  # noqa: S311 (spreads the tries, guards nothing)
