"""What the Telegram part asks of the assistant, of the memory of chats and of the rendering."""

from __future__ import annotations

from typing import Protocol

from bot.knowledge.model import Messages
from bot.memory import Memory
from bot.reply import Reply


class Turn(Protocol):
    """A reply, and what to remember of the chat."""

    @property
    def reply(self) -> Reply:
        """What to say."""

    @property
    def memory(self) -> Memory:
        """What to keep."""


class Assistant(Protocol):
    """Whatever turns a message, a pressed button or a command into a reply; none of them raises."""

    @property
    def messages(self) -> Messages:
        """The fixed texts."""

    def respond(
        self, text: str, memory: Memory = ..., now: float = ..., language_code: str | None = ...
    ) -> Turn:
        """Answer a message."""

    def press(
        self, action: str, memory: Memory = ..., now: float = ..., language_code: str | None = ...
    ) -> Turn:
        """Answer a pressed button."""

    def command(
        self,
        name: str,
        argument: str = ...,
        memory: Memory = ...,
        now: float = ...,
        language_code: str | None = ...,
    ) -> Turn:
        """Answer a command, its name without the slash."""


class Conversations(Protocol):
    """What is remembered of each chat, for minutes and in memory only."""

    def recall(self, chat: int | str) -> Memory:
        """Return what is remembered, or an empty memory."""

    def remember(self, chat: int | str, memory: Memory) -> None:
        """Keep this for the chat."""

    def forget(self, chat: int | str) -> None:
        """Keep nothing for the chat."""
