"""getUpdates → inbox → acknowledged, again and again, through every kind of trouble."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.telegram.delivery import Delivery, GivenUpError, seconds_of
from bot.telegram.errors import FatalError
from bot.telegram.intake import ALLOWED, Intake
from bot.telegram.settings import Pace
from bot.telegram.workers import Places

_LOG = logging.getLogger(__name__)
_RENEW_AFTER = 3  # failures in a row after which the connections are made anew: a pool can get stuck


REFUSED = "Telegram refuses the bot token; get a valid one from @BotFather"
CONFLICT = (
    "another program fetches the updates of this bot (Telegram says 409); stop it, "
    "or revoke the token with @BotFather if you do not know it"
)


@dataclass(slots=True)
class Polling:
    """The loop; ``succeeded`` is when getUpdates last worked, by the monotonic clock, None before."""

    bot: Bot
    request: HTTPXRequest
    intake: Intake
    delivery: Delivery
    places: Places
    pace: Pace
    succeeded: float | None = None
    _offset: int | None = None
    _failures: int = field(default=0)

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            FatalError: the token is refused, or somebody else polls.
        """
        await self._without_webhook()
        while True:
            if len(self.intake.inbox) >= self.pace.most_waiting:
                await asyncio.sleep(self.pace.gather)
                continue
            asked = time.monotonic()
            try:
                updates = await self._fetch()
            except (InvalidToken, EndPointNotFound) as error:
                raise FatalError(REFUSED) from error
            except Conflict as error:
                raise FatalError(CONFLICT) from error
            except (TelegramError, TimeoutError) as error:
                await self._failed(error)
            else:
                self._recovered()
                highest = self.intake.take(updates)
                if highest is not None:
                    self._offset = highest + 1
                    if time.monotonic() - asked < self.pace.gather:
                        await asyncio.sleep(self.pace.gather)
                elif updates:
                    await asyncio.sleep(self.pace.first_wait)

    async def remove(self) -> None:
        """Do nothing: polling leaves nothing set with Telegram."""

    async def _without_webhook(self) -> None:
        """Remove a webhook from earlier, since Telegram gives nothing by getUpdates while there is one."""
        try:
            async with self.places.taken():
                if (await self.delivery.call(self.bot.get_webhook_info)).url:
                    await self.delivery.call(self.bot.delete_webhook)
                    _LOG.warning("a webhook was set; it is removed, since this bot polls")
        except (InvalidToken, EndPointNotFound) as error:
            raise FatalError(REFUSED) from error
        except (TelegramError, GivenUpError) as error:
            _LOG.warning("whether a webhook is set could not be seen (%s)", type(error).__name__)

    async def _fetch(self) -> list[Any]:
        # Bot.get_updates fails as a whole over one update that it cannot parse, and logs them all. The raw
        # result comes by do_api_request, which warns of "getUpdates" and turns "get_Updates" into it.
        parameters: dict[str, Any] = {
            "timeout": self.pace.poll,
            "allowed_updates": list(ALLOWED),
            "limit": 100,
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        held = self.pace.poll + self.pace.connect + 10.0
        async with asyncio.timeout(held + self.pace.connect):
            result = await self.bot.do_api_request("get_Updates", api_kwargs=parameters, read_timeout=held)
        return result if isinstance(result, list) else []

    async def _failed(self, error: Exception) -> None:
        self._failures += 1
        self.intake.metrics.polls.labels("failed").inc()
        if isinstance(error, RetryAfter):
            await asyncio.sleep(seconds_of(error))
            return
        if self._failures in {3, 30, 300, 3000}:
            _LOG.warning(
                "Telegram cannot be reached (%s, %d times); trying on", type(error).__name__, self._failures
            )
        if self._failures % _RENEW_AFTER == 0:
            await self.request.shutdown()
            await self.request.initialize()
        await asyncio.sleep(
            min(self.pace.longest_wait, self.pace.first_wait * 2.0 ** min(self._failures - 1, 12))
        )

    def _recovered(self) -> None:
        if self._failures >= _RENEW_AFTER:
            _LOG.warning("Telegram can be reached again")
        self._failures = 0
        self.succeeded = time.monotonic()
        self.intake.metrics.polls.labels("worked").inc()
