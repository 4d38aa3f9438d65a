"""Which messages of the bot answered which message, so that an edited question can change its answer."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.reply import Kind


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply as it was sent: the numbers of its messages, its kind, and its chunks to compare with."""

    messages: tuple[int, ...]
    kind: Kind
    chunks: tuple[int, ...]


class SentReplies:
    """The latest replies, in memory only; what is older is answered anew when its question is edited."""

    def __init__(self, most: int) -> None:
        """Remember so many."""
        self._most = most
        self._replies: OrderedDict[tuple[int, int], Sent] = OrderedDict()

    def __getitem__(self, question: tuple[int, int]) -> Sent | None:
        """Return what answered a message, named by chat and number."""
        return self._replies.get(question)

    def __setitem__(self, question: tuple[int, int], sent: Sent) -> None:
        """Remember what answered it."""
        self._replies.pop(question, None)
        self._replies[question] = sent
        if len(self._replies) > self._most:
            self._replies.popitem(last=False)
