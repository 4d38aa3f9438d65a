"""The parts of a running bot, made in the order in which they need each other."""

from __future__ import annotations

import asyncio
from typing import Protocol

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.config import Mode, Telegram
from bot.contract import Converses
from bot.memory import Conversations
from bot.telegram.acting import Acting, Tools
from bot.telegram.delivery import Delivery
from bot.telegram.desk import Desk
from bot.telegram.feedback import Feedback
from bot.telegram.flood import Flood
from bot.telegram.handling import Handling
from bot.telegram.health import Health
from bot.telegram.inbox import Inbox, Waiting
from bot.telegram.intake import Intake
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import Outbox
from bot.telegram.polling import Polling
from bot.telegram.replying import Replying
from bot.telegram.sealing import Seal
from bot.telegram.settings import Pace
from bot.telegram.webhook import Webhook
from bot.telegram.workers import Places, Workers

INBOX, FEEDBACK = "inbox.sqlite3", "feedback.sqlite3"


class Source(Protocol):
    """Where updates come from."""

    @property
    def succeeded(self) -> float | None:
        """When Telegram was last heard, by the monotonic clock."""

    async def run(self) -> None:
        """Take updates until cancelled."""

    async def remove(self) -> None:
        """Undo what was set with Telegram."""


class Parts:
    """Everything but the connection to Telegram; ``prepare`` makes what needs to know who the bot is."""

    def __init__(
        self, bot: Bot, polled: HTTPXRequest, telegram: Telegram, token: str, secret: str, pace: Pace
    ) -> None:
        """Open the inbox and make what can do without Telegram."""
        self.bot = bot
        self.refused = asyncio.Event()
        self.places = Places(telegram.workers)
        self._seal = Seal(token)
        self._state = telegram.state_folder
        self._pace = pace
        self.inbox = Inbox(self._state / INBOX, self._seal)
        self.metrics = Metrics(self.inbox)
        self.delivery = Delivery(self.places, self.metrics, pace)
        self.workers = Workers(self._handle, self.places)
        self.intake = Intake(self.inbox, self.workers, self.metrics)
        self.polling = Polling(bot, polled, self.intake, self.delivery, self.places, pace)
        self.webhook: Webhook | None = None
        if telegram.mode is Mode.WEBHOOK:
            url = telegram.webhook.url or ""
            self.webhook = Webhook(bot, self.intake, self.delivery, self.places, url, secret)
        self.health = Health(self.inbox, self.metrics, pace, self._heard)

    def prepare(self, assistant: Converses, conversations: Conversations) -> None:
        """Make what answers; the bot knows who it is by now."""
        me = self.bot.bot
        self.desk = Desk(assistant, conversations)
        outbox = Outbox(self.bot, self.delivery)
        replying = Replying(outbox, me.username, self._pace.remembered_replies)
        feedback = Feedback(self._state / FEEDBACK, self._seal)
        flood = Flood(self._pace.messages_a_minute)
        self._handling = Handling(
            bot=self.bot,
            inbox=self.inbox,
            acting=Acting(Tools(self.desk, outbox, replying, feedback, flood, self.metrics)),
            desk=self.desk,
            replying=replying,
            places=self.places,
            metrics=self.metrics,
            refused=self.refused.set,
            pause=self._pace.first_wait,
        )

    def _heard(self) -> float | None:
        source: Source = self.webhook or self.polling
        return source.succeeded

    async def _handle(self, item: Waiting) -> None:
        await self._handling(item)
