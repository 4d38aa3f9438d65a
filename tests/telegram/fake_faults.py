"""How calls of the fake Bot API go wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fake_http import Answer, refusal


class Break(StrEnum):
    """How a call goes wrong."""

    TOO_MANY = "429"
    ERROR = "500"
    GATEWAY = "502"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    HANG_AFTER = "hang_after"
    FORBIDDEN = "403"
    PARSE = "400"


@dataclass(slots=True)
class Fault:
    """So many calls of a method go wrong, for one chat or for any."""

    how: Break
    times: int = 1
    method: str = "sendMessage"
    chat: int | None = None
    seconds: int = 1


def some_faults(seed: int) -> Callable[[], Break | None]:
    """Return faults for 21 % of the sends, in the shares that were measured with before."""
    source = random.Random(seed)  # noqa: S311
    shares = (
        (Break.TOO_MANY, 0.05),
        (Break.ERROR, 0.05),
        (Break.GATEWAY, 0.02),
        (Break.RESET_BEFORE, 0.03),
        (Break.RESET_AFTER, 0.03),
        (Break.HANG_AFTER, 0.03),
    )

    def draw() -> Break | None:
        at = source.random()
        for how, share in shares:
            at -= share
            if at < 0:
                return how
        return None

    return draw


def broken_answer(how: Break, seconds: int) -> Answer:
    """Return what Telegram says to a call that goes wrong."""
    if how is Break.TOO_MANY:
        return refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
    if how is Break.FORBIDDEN:
        return refusal(403, "Forbidden: bot was kicked from the group chat")
    if how is Break.PARSE:
        return refusal(400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 3")
    return refusal(500 if how is Break.ERROR else 502, "Internal Server Error")
