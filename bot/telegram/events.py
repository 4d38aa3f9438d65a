"""What somebody on Telegram wants of the bot."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup


@dataclass(frozen=True, slots=True)
class Place:
    """Where to answer.

    ``message`` is the one that came or whose button was pressed, ``thread`` the topic of a forum, ``album``
    what the parts of an album share.
    """

    chat: int
    message: int
    thread: int | None
    private: bool
    person: int | None = None
    album: str | None = None

    @property
    def talk(self) -> int | str:
        """Whose conversation this is: the chat's, in a group the person's."""
        return self.chat if self.private else f"{self.chat}:{self.person}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A text to answer; ``again`` when it is a changed version of an earlier one."""

    place: Place
    text: str
    language: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command, its name in lower case without the slash."""

    place: Place
    name: str
    argument: str
    language: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button under the message ``place.message``, which has the keyboard ``markup``.

    ``question`` and ``asked_in`` are the text and number of the message that it replies to.
    """

    place: Place
    query: str
    action: str
    markup: InlineKeyboardMarkup | None = None
    question: str | None = None
    asked_in: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something without a text."""

    place: Place


@dataclass(frozen=True, slots=True)
class Moved:
    """A group that has become a supergroup with another number."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A chat that has blocked or removed the bot."""

    chat: int


Event = Asked | Commanded | Pressed | Unreadable | Moved | Gone
