"""What people see of the bot before they write: its commands and its descriptions."""

from __future__ import annotations

import logging
import re

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.knowledge.model import Messages
from bot.telegram.delivery import Delivery

_LOG = logging.getLogger(__name__)
_COMMAND = re.compile(r"^/([a-z0-9_]{1,32}) [\u2013-] (.+)$", re.MULTILINE)
_LONG, _SHORT = 512, 120


def commands(messages: Messages) -> tuple[BotCommand, ...]:
    """Return the commands and what they are for, as in the help text: ``/topics - what I can answer``."""
    found = _COMMAND.findall(f"{messages.help}")
    return tuple(BotCommand(name, words.strip()[:256]) for name, words in found)


def shortened(text: str, most: int) -> str:
    """Return as many whole sentences of a text as fit, as one paragraph; blank if not even the first does."""
    kept = ""
    for sentence in re.split(r"(?<=[.!?])\s+", " ".join(text.split())):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > most:
            break
        kept = longer
    return kept


async def publish(bot: Bot, delivery: Delivery, messages: Messages) -> None:
    """Set what differs from what Telegram shows; a failure is logged and harms nothing."""
    wanted = commands(messages)
    greeting = re.sub(r"\{\w+\}", "", messages.greeting)
    long, short = shortened(f"{messages.disclaimer} {messages.referral}", _LONG), shortened(greeting, _SHORT)
    try:
        if wanted and await delivery.call(bot.get_my_commands) != wanted:
            await delivery.call(lambda: bot.set_my_commands(wanted))
        if long and (await delivery.call(bot.get_my_description)).description != long:
            await delivery.call(lambda: bot.set_my_description(long))
        if short and (await delivery.call(bot.get_my_short_description)).short_description != short:
            await delivery.call(lambda: bot.set_my_short_description(short))
    except TelegramError as error:
        _LOG.warning("the bot's commands and descriptions could not be set (%s)", type(error).__name__)
