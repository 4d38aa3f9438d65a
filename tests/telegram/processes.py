"""The bot as a process of its own, for what only a process can show: kills, signals, a full disk."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


class BotProcess:
    """A running bot; its log is kept in memory when it has ended."""

    def __init__(self, address: str, state: Path, webhook_port: str = "", health_port: str = "") -> None:
        """Start it."""
        paths = os.pathsep.join([str(ROOT), str(HERE)])
        self.process = subprocess.Popen(  # noqa: S603 (our own file)
            [sys.executable, str(HERE / "echo_bot.py"), address, str(state), webhook_port, health_port],
            env={**os.environ, "PYTHONPATH": paths},
            stderr=subprocess.STDOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self._lines += stream

    @property
    def log(self) -> str:
        """What it had written when it ended."""
        self._reader.join(5)
        return "".join(self._lines)

    def kill(self) -> None:
        """End it without warning."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> float:
        """End it as a service manager does; return how long that took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(15)
        return time.monotonic() - begun

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it if it still runs."""
        if self.process.poll() is None:
            self.kill()


def free_port() -> int:
    """Return a port that is free, and that no outgoing connection takes while a bot is started again."""
    for port in random.sample(range(20_000, 32_000), 100):
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    msg = "no port is free"
    raise OSError(msg)
