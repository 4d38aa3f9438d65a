"""Messages to Telegram: sent, changed, taken away, and what to do when one is refused as it is."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from html import unescape

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated

from bot.telegram.delivery import Delivery
from bot.telegram.events import Place
from bot.telegram.keyboards import Rows

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_TOAST_UNITS = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: a chunk of HTML, its buttons, the number of the message that it replies to."""

    html: str
    rows: Rows
    reply_to: int | None = None
    formatted: bool = True

    @property
    def text(self) -> str:
        """What is sent: the markup, or the plain text where that was refused."""
        return self.html if self.formatted else unescape(re.sub(r"<[^>]*>", "", self.html))

    @property
    def mode(self) -> ParseMode | None:
        """How Telegram reads the text."""
        return ParseMode.HTML if self.formatted else None

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The buttons as Telegram takes them."""
        return InlineKeyboardMarkup(self.rows) if self.rows else None

    def simpler(self, refusal: BadRequest) -> Letter | None:
        """Return the letter without what Telegram refused, None if nothing can be left out."""
        why = refusal.message.casefold()
        if self.formatted and ("parse" in why or "entit" in why):
            return replace(self, formatted=False)
        if self.rows and ("button" in why or "markup" in why):
            return replace(self, rows=[])
        return None


class Outbox:
    """What the handler does to chats, each by a call that is repeated until its fate is known."""

    def __init__(self, bot: Bot, delivery: Delivery) -> None:
        """Send with this bot under the rules of this delivery."""
        self._bot = bot
        self._delivery = delivery

    async def send(self, place: Place, letter: Letter) -> int:
        """Send a message and return its number.

        Raises:
            TelegramError, GivenUpError, StoppingError: as for ``Delivery.call``.
        """
        while True:
            try:
                return await self._send(place, letter)
            except ChatMigrated as error:
                place = replace(place, chat=error.new_chat_id)
            except BadRequest as error:
                if place.thread is not None and "thread" in error.message.casefold():
                    place = replace(place, thread=None)
                    continue
                simpler = letter.simpler(error)
                if simpler is None:
                    raise
                letter = simpler

    async def _send(self, place: Place, letter: Letter) -> int:
        answered = None
        if letter.reply_to is not None:
            answered = ReplyParameters(letter.reply_to, allow_sending_without_reply=True)
        message = await self._delivery.call(
            lambda: self._bot.send_message(
                place.chat,
                letter.text,
                parse_mode=letter.mode,
                reply_markup=letter.markup,
                message_thread_id=place.thread,
                reply_parameters=answered,
                link_preview_options=_NO_PREVIEW,
            )
        )
        return message.message_id

    async def edit(self, chat: int, message: int, letter: Letter) -> bool:
        """Change a message; return False if it cannot be changed, say because it was deleted."""
        while True:
            try:
                await self._delivery.call(
                    lambda letter=letter: self._bot.edit_message_text(  # type: ignore[misc]
                        letter.text,
                        chat,
                        message,
                        parse_mode=letter.mode,
                        reply_markup=letter.markup,
                        link_preview_options=_NO_PREVIEW,
                    )
                )
            except BadRequest as error:
                if "not modified" in error.message.casefold():
                    return True
                simpler = letter.simpler(error)
                if simpler is None:
                    return False
                letter = simpler
            else:
                return True

    async def delete(self, chat: int, message: int) -> None:
        """Take a message away, if it is still there."""
        with suppress(BadRequest):
            await self._delivery.call(lambda: self._bot.delete_message(chat, message))

    async def buttons(self, chat: int, message: int, rows: Rows) -> None:
        """Change the buttons under a message, if it is still there."""
        markup = InlineKeyboardMarkup(rows)
        with suppress(BadRequest):
            await self._delivery.call(
                lambda: self._bot.edit_message_reply_markup(chat, message, reply_markup=markup)
            )

    async def toast(self, query: str, text: str | None = None) -> None:
        """End the waiting mark of a pressed button, with a word if there is one."""
        short = text[:_TOAST_UNITS] if text else None
        await self._delivery.once(lambda: self._bot.answer_callback_query(query, short))
