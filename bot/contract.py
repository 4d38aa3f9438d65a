"""What the ways to carry messages ask of the assistant: a turn for a message, a button or a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

from bot.knowledge.model import Messages
from bot.memory import Memory
from bot.reply import Reply

NO_MEMORY = Memory()


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply, and what to remember of the chat."""

    reply: Reply
    memory: Memory = NO_MEMORY


class Responds(Protocol):
    """Whatever answers a message that stands alone."""

    def respond(self, text: str) -> Turn:
        """Answer a message."""


class Explains(Responds, Protocol):
    """Whatever can also say why it answers as it does."""

    def explain(self, text: str) -> str:
        """Say how a message was understood, in lines."""


class Adjustable(Responds, Protocol):
    """Whatever answers from some confidence on, which can be moved."""

    @property
    def threshold(self) -> float | None:
        """The confidence, 0 to 1, from which on it answers; None where it answers nothing at all."""

    def with_threshold(self, answer_from: float) -> Self:
        """Return the same with another threshold."""


class Converses(Protocol):
    """Whatever turns a message, a pressed button or a command of a chat into a reply; none of them raises.

    ``now`` is in seconds of any clock that the memory of the chat is kept by.
    """

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
