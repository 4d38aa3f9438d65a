"""Telegram calls: committed to the inbox, then 200."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.delivery import Delivery
from bot.telegram.intake import ALLOWED, Intake, number_of
from bot.telegram.web import Request, Response
from bot.telegram.workers import Places

_LOG = logging.getLogger(__name__)
_SECRET_HEADER = b"x-telegram-bot-api-secret-token"
_CHECK_SECONDS = 20.0
_MOST_CONNECTIONS = 40


@dataclass(slots=True)
class Webhook:
    """Sets itself with Telegram and takes its calls; ``succeeded`` is when Telegram was last heard."""

    bot: Bot
    intake: Intake
    delivery: Delivery
    places: Places
    url: str
    secret: str
    succeeded: float | None = None
    _refused: int = field(default=0)

    async def run(self) -> None:
        """Set the webhook, and see from time to time that it is still set, until cancelled."""
        await self._set()
        _LOG.info("Telegram calls the webhook from now on")
        while True:
            await asyncio.sleep(_CHECK_SECONDS)
            try:
                found = await self.bot.get_webhook_info()
            except TelegramError:
                continue
            self.succeeded = time.monotonic()
            if found.url != self.url:
                _LOG.warning("somebody changed the webhook; it is set again")
                await self._set()
            elif found.last_error_date is not None and time.time() - found.last_error_date.timestamp() < 60:
                _LOG.warning("Telegram could not deliver to the webhook lately; see getWebhookInfo")

    async def remove(self) -> None:
        """Remove the webhook; what Telegram holds stays there."""
        async with self.places.taken():
            await self.delivery.once(self.bot.delete_webhook)

    async def respond(self, request: Request) -> Response:
        """Take an update: 200 once it is in the inbox, and only then."""
        if request.path != (urlsplit(self.url).path or "/"):
            return Response(HTTPStatus.NOT_FOUND)
        if request.method != "POST":
            return Response(HTTPStatus.METHOD_NOT_ALLOWED)
        if not hmac.compare_digest(request.headers.get(_SECRET_HEADER, b""), self.secret.encode()):
            self._refused += 1
            if self._refused in {1, 10, 100, 1000}:
                _LOG.warning("%d calls of the webhook without its secret were refused", self._refused)
            return Response(HTTPStatus.FORBIDDEN)
        try:
            update = json.loads(request.body)
        except ValueError:
            update = None
        if number_of(update) is None:
            return Response(HTTPStatus.BAD_REQUEST)
        self.succeeded = time.monotonic()
        self.intake.take((update,))
        return Response(HTTPStatus.OK)

    async def _set(self) -> None:
        async with self.places.taken():
            await self.delivery.call(
                lambda: self.bot.set_webhook(
                    self.url,
                    secret_token=self.secret,
                    allowed_updates=list(ALLOWED),
                    max_connections=_MOST_CONNECTIONS,
                )
            )
        self.succeeded = time.monotonic()
