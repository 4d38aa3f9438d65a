"""From a reply to messages on Telegram: a new one, or the earlier one changed when its question was."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.render import html_chunks
from bot.reply import HELP, Button, Kind, Reply
from bot.telegram.desk import CRISIS
from bot.telegram.events import Place
from bot.telegram.keyboards import Rows, keyboard, link
from bot.telegram.outbox import Letter, Outbox
from bot.telegram.sent import Sent, SentReplies

_QUOTED = frozenset({Kind.CHOICES, Kind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Answering:
    """A reply on its way.

    ``question`` is the number of the message that it answers, None when a button was pressed; ``reply_to``
    the one that it is shown as a reply to.
    """

    place: Place
    reply: Reply
    question: int | None = None
    reply_to: int | None = None
    menu: bool = False
    extra: tuple[Button, ...] = ()


class Replying:
    """Sends replies, and remembers which messages they became."""

    def __init__(self, outbox: Outbox, username: str | None, most: int) -> None:
        """Remember so many replies; ``username`` is the bot's own, for links."""
        self._outbox = outbox
        self._username = username
        self._sent = SentReplies(most)

    async def send(self, answering: Answering) -> None:
        """Send a reply as new messages."""
        letters = self._letters(answering)
        numbers = [await self._outbox.send(answering.place, letter) for letter in letters]
        self._remember(answering, numbers, letters)

    async def again(self, answering: Answering) -> None:
        """Answer a changed question.

        An edit does not notify, so help is a new message; and help that was given stays where it is.
        """
        if answering.question is None:
            return
        before = self._sent[answering.place.chat, answering.question]
        letters = self._letters(answering)
        if before is None:
            await self.send(answering)
        elif before.chunks == _compared(letters):
            return
        elif answering.reply.kind in HELP or before.kind in HELP:
            await self.send(answering)
        else:
            await self._change(answering, before, letters)

    async def menu(self, answering: Answering) -> None:
        """Change the menu whose button was pressed; send a new one if that cannot be."""
        letters = self._letters(answering)
        place = answering.place
        if len(letters) != 1 or not await self._outbox.edit(place.chat, place.message, letters[0]):
            await self.send(answering)

    async def _change(self, answering: Answering, before: Sent, letters: tuple[Letter, ...]) -> None:
        place = answering.place
        numbers: list[int] = []
        for position, letter in enumerate(letters):
            number = before.messages[position] if position < len(before.messages) else None
            if number is None or not await self._outbox.edit(place.chat, number, letter):
                number = await self._outbox.send(place, letter)
            numbers.append(number)
        for number in before.messages[len(letters) :]:
            await self._outbox.delete(place.chat, number)
        self._remember(answering, numbers, letters)

    def _letters(self, answering: Answering) -> tuple[Letter, ...]:
        place, reply = answering.place, answering.reply
        reply_to = answering.reply_to
        if reply_to is None and (not place.private or reply.kind in _QUOTED):
            reply_to = answering.question
        chunks = html_chunks(reply)
        rows = self._rows(answering)
        last = len(chunks) - 1
        return tuple(
            Letter(
                chunk,
                rows if position == last else [],
                reply_to if position == 0 else None,
            )
            for position, chunk in enumerate(chunks)
        )

    def _rows(self, answering: Answering) -> Rows:
        if not answering.place.private and answering.reply.kind in HELP:
            # A private chat is offered by a link that opens it on help; its label is the bot's name.
            url = link(self._username, CRISIS) if self._username else None
            return [[InlineKeyboardButton(f"💬 @{self._username}", url=url)]] if url else []
        return keyboard(
            answering.reply,
            self._username,
            menu=answering.menu,
            rated=answering.place.private,
            extra=answering.extra,
        )

    def _remember(self, answering: Answering, numbers: list[int], letters: tuple[Letter, ...]) -> None:
        if answering.question is not None and numbers:
            key = (answering.place.chat, answering.question)
            self._sent[key] = Sent(tuple(numbers), answering.reply.kind, _compared(letters))


def _compared(letters: tuple[Letter, ...]) -> tuple[int, ...]:
    return tuple(hash((letter.html, str(letter.rows))) for letter in letters)
