"""Word to systemd, by its notification socket; without systemd nothing happens."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    """Send a state such as ``READY=1`` (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.send(state.encode())


async def watchdog() -> None:
    """Tell systemd twice in each interval that the event loop turns."""
    interval = int(os.environ.get("WATCHDOG_USEC", "0")) / 1e6 / 2
    while interval > 0:
        notify("WATCHDOG=1")
        await asyncio.sleep(interval)
