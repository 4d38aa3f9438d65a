"""What to do about each kind of thing that comes in."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.reply import HELP, Button, Kind, Reply, Role
from bot.telegram.desk import Desk, fixed
from bot.telegram.events import Asked, Commanded, Event, Gone, Moved, Place, Pressed, Unreadable
from bot.telegram.feedback import Feedback
from bot.telegram.flood import Flood, Verdict
from bot.telegram.keyboards import Vote, menu_action, voted
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import Outbox
from bot.telegram.replying import Answering, Replying

_MENUS = frozenset({"topics", "topic"})
_NONE = "none"
_ASK_EDITORS, _SEND_EDITORS = "e:ask", "e:send"
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Tools:
    """What acting needs."""

    desk: Desk
    outbox: Outbox
    replying: Replying
    feedback: Feedback
    flood: Flood
    metrics: Metrics


class Acting:
    """Answers each thing that comes in; help is never held back."""

    def __init__(self, tools: Tools) -> None:
        """Work with these tools."""
        self._desk = tools.desk
        self._outbox = tools.outbox
        self._replying = tools.replying
        self._feedback = tools.feedback
        self._flood = tools.flood
        self._metrics = tools.metrics
        self._albums: OrderedDict[str, None] = OrderedDict()
        self._votes: OrderedDict[tuple[int, int], str] = OrderedDict()

    async def act(self, number: int, thing: Event) -> None:
        """Answer; ``number`` is the update's, for what must not be counted twice."""
        if isinstance(thing, Asked):
            await self._asked(thing)
        elif isinstance(thing, Commanded):
            await self._commanded(thing)
        elif isinstance(thing, Pressed):
            await self._pressed(number, thing)
        elif isinstance(thing, Unreadable):
            await self._unreadable(thing)
        elif isinstance(thing, Moved):
            self._desk.forget(thing.old)
        elif isinstance(thing, Gone):
            self._desk.forget(thing.chat)

    async def _asked(self, asked: Asked) -> None:
        place = asked.place
        self._first_of_album(place)
        reply = await self._desk.ask(asked.text, place.talk, asked.language)
        extra = self._to_editors(place) if reply.kind is Kind.UNKNOWN else ()
        await self._answer(place, reply, asked.language, again=asked.again, extra=extra)

    async def _commanded(self, commanded: Commanded) -> None:
        place = commanded.place
        reply = await self._desk.command(commanded.name, commanded.argument, place.talk, commanded.language)
        menu = commanded.name in _MENUS and reply.kind not in HELP
        await self._answer(place, reply, commanded.language, again=commanded.again, menu=menu)

    async def _unreadable(self, unreadable: Unreadable) -> None:
        if self._first_of_album(unreadable.place):
            await self._answer(unreadable.place, fixed(self._desk.messages.non_text), None)

    async def _answer(
        self,
        place: Place,
        reply: Reply,
        language: str | None,
        *,
        again: bool = False,
        menu: bool = False,
        extra: tuple[Button, ...] = (),
    ) -> None:
        """Send a reply to a message of a person, unless the chat has had too many."""
        if reply.kind in HELP:
            if not place.private:
                reply = await self._desk.short_help(language)
        elif not await self._may(place):
            return
        reply_to = place.message if again else None
        answering = Answering(place, reply, place.message, reply_to, menu=menu, extra=extra)
        await (self._replying.again(answering) if again else self._replying.send(answering))
        self._metrics.replied(reply)

    async def _may(self, place: Place, query: str | None = None) -> bool:
        """Take a reply from the chat's allowance; say so once when there is none left."""
        verdict = self._flood.ask(place.chat)
        if verdict is Verdict.ANSWER:
            return True
        self._metrics.slowed.inc()
        text = self._desk.messages.slow_down if verdict is Verdict.SAY_SO else None
        if query is not None:
            await self._outbox.toast(query, text)
        elif text is not None:
            await self._replying.send(Answering(place, fixed(text)))
        return False

    async def _pressed(self, number: int, pressed: Pressed) -> None:
        vote = Vote.of(pressed.action)
        if vote is not None:
            await self._voted(number, pressed, vote)
            return
        action, in_menu = menu_action(pressed.action)
        place = pressed.place
        if action in {_ASK_EDITORS, _SEND_EDITORS}:
            await self._editors(number, pressed, action)
            return
        reply = await self._desk.press(action, place.talk, pressed.language)
        if reply.kind not in HELP and not await self._may(place, pressed.query):
            return
        await self._outbox.toast(pressed.query)
        if reply.kind in HELP and not place.private:
            reply = await self._desk.short_help(pressed.language)
        menu = action.split(":")[0] in _MENUS and reply.kind not in HELP
        extra = self._to_editors(place) if action == _NONE and pressed.question else ()
        reply_to = pressed.asked_in if extra or not place.private else None
        answering = Answering(place, reply, reply_to=reply_to, menu=menu, extra=extra)
        await (self._replying.menu(answering) if menu and in_menu else self._replying.send(answering))
        self._metrics.replied(reply)

    def _to_editors(self, place: Place) -> tuple[Button, ...]:
        """Return the button that leads to the editors; not in groups, and not after a message in danger."""
        if not place.private or self._desk.was_danger(place.talk):
            return ()
        return (Button(self._desk.messages.send_to_editors, _ASK_EDITORS, Role.OTHER),)

    async def _editors(self, number: int, pressed: Pressed, action: str) -> None:
        """Ask whether to send a question on, or send it: its text alone, and never one in danger."""
        place, question = pressed.place, pressed.question
        await self._outbox.toast(pressed.query)
        if question is not None and await self._desk.is_danger(question):
            reply = await self._desk.ask(question, place.talk, pressed.language)
            await self._replying.send(Answering(place, reply))
            self._metrics.replied(reply)
            return
        messages = self._desk.messages
        buttons: tuple[Button, ...] = ()
        if question is None or not self._to_editors(place):
            reply = await self._desk.press(_NONE, place.talk, pressed.language)
        elif action == _ASK_EDITORS:
            reply = fixed(messages.sent_to_editors_ask)
            buttons = (Button(messages.send_to_editors, _SEND_EDITORS, Role.OTHER),)
        elif self._feedback.send(number, question):
            await self._outbox.buttons(place.chat, place.message, [])
            reply = fixed(messages.sent_to_editors)
        else:
            reply = fixed(messages.help_only)
        reply_to = pressed.asked_in if buttons else None
        await self._replying.send(Answering(place, reply, reply_to=reply_to, extra=buttons))

    async def _voted(self, number: int, pressed: Pressed, vote: Vote) -> None:
        place = pressed.place
        key = (place.chat, place.message)
        vote = Vote(vote.entry, vote.now, self._votes.get(key, vote.before))
        if vote.now != vote.before and self._feedback.vote(number, vote):
            self._votes[key] = vote.now
            self._metrics.feedback.labels(vote.now).inc()
            if len(self._votes) > _MOST:
                self._votes.popitem(last=False)
            if pressed.markup is not None:
                await self._outbox.buttons(place.chat, place.message, voted(pressed.markup, vote))
        await self._outbox.toast(pressed.query, self._desk.messages.feedback_thanks)

    def _first_of_album(self, place: Place) -> bool:
        """Return whether nothing of the album came before; true for what is in none."""
        if place.album is None:
            return True
        first = place.album not in self._albums
        self._albums[place.album] = None
        if len(self._albums) > _MOST:
            self._albums.popitem(last=False)
        return first
