"""Waiting times and bounds of the Telegram part; what an operator sets stands in bot.config."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """All times in seconds.

    ``poll`` is how long Telegram holds a getUpdates call open, ``read`` how long a reply may take to come
    back; it is long, because a message whose acceptance was not seen is sent twice. A call under way for
    ``slow`` lends its worker's place to another chat. While updates come one after the other, polling pauses
    for ``gather``, so that a call brings several. ``give_up`` bounds the tries while Telegram answers with
    errors, ``give_up_unreached`` those while it cannot be reached at all.
    """

    poll: int = 25
    read: float = 25.0
    connect: float = 5.0
    slow: float = 1.0
    gather: float = 0.1
    first_wait: float = 0.5
    longest_wait: float = 30.0
    give_up: float = 600.0
    give_up_unreached: float = 24 * 3600.0
    sweep: float = 2.0
    messages_a_minute: int = 20
    most_waiting: int = 5000
    remembered_replies: int = 10_000
    stale: float = 60.0
