"""The assistant for many chats: asked in a thread of its own, with what is remembered of each talk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.contract import Converses, Turn
from bot.knowledge.model import Messages
from bot.memory import Conversations, Memory
from bot.reply import HELP, Kind, Line, Reply

COMMANDS = frozenset({"start", "help", "topics", "about", "sources", "disclaimer", "privacy", "crisis"})
CRISIS = "crisis"
_T = TypeVar("_T")


class Desk:
    """Asks one thing at a time, so the assistant need not be safe for threads, and keeps the loop free."""

    def __init__(self, assistant: Converses, conversations: Conversations) -> None:
        """Ask this assistant; remember in these conversations."""
        self._assistant = assistant
        self._conversations = conversations
        self._thread = ThreadPoolExecutor(1, "assistant")

    @property
    def messages(self) -> Messages:
        """The fixed texts."""
        return self._assistant.messages

    async def ask(self, text: str, talk: int | str, language: str | None) -> Reply:
        """Answer a message."""
        return await self._turn(
            talk, lambda memory: self._assistant.respond(text, memory, time.monotonic(), language)
        )

    async def press(self, action: str, talk: int | str, language: str | None) -> Reply:
        """Answer a pressed button."""
        return await self._turn(
            talk, lambda memory: self._assistant.press(action, memory, time.monotonic(), language)
        )

    async def command(self, name: str, argument: str, talk: int | str, language: str | None) -> Reply:
        """Answer a command.

        What stands after it is looked at for danger first, and is the question if the name is unknown.
        """
        if argument and name != "start":
            said = await self.ask(argument, talk, language)
            if said.kind in HELP or name not in COMMANDS:
                return said
        if name == "start" and argument == CRISIS:
            name, argument = CRISIS, ""
        return await self._turn(
            talk,
            lambda memory: self._assistant.command(name, argument, memory, time.monotonic(), language),
        )

    async def short_help(self, language: str | None) -> Reply:
        """Return help as /crisis gives it: the same for everybody, so that it says nothing about anybody."""
        return await self._run(
            lambda: self._assistant.command(CRISIS, "", Memory(), time.monotonic(), language).reply
        )

    async def is_danger(self, text: str) -> bool:
        """Return whether the text alone would be answered with help."""
        return await self._run(
            lambda: self._assistant.respond(text, Memory(), time.monotonic(), None).reply.kind in HELP
        )

    def was_danger(self, talk: int | str) -> bool:
        """Return whether help was given in this talk lately."""
        return self._conversations.recall(talk).danger_at is not None

    def forget(self, talk: int | str) -> None:
        """Forget a talk."""
        self._conversations.forget(talk)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _turn(self, talk: int | str, ask: Callable[[Memory], Turn]) -> Reply:
        memory = self._conversations.recall(talk)
        turn = await self._run(lambda: ask(memory))
        self._conversations.remember(talk, turn.memory)
        return turn.reply

    async def _run(self, ask: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, ask)


def fixed(text: str) -> Reply:
    """Return a fixed text as a reply."""
    return Reply(Kind.SMALL_TALK, (Line(text),))
