"""A bot in a process of its own, to be killed and to be measured."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests" / "telegram"
OURS, HOOK, STOCK = "ours, polling", "ours, webhook", "stock polling"
_TICKS = os.sysconf("SC_CLK_TCK")


class Bot:
    """A bot in a process of its own, started again when killed."""

    def __init__(self, which: str, address: str, state: Path, port: int) -> None:
        """Remember how to start it."""
        self.keeps = which != STOCK
        paths = os.pathsep.join([str(HERE.parent), str(TESTS)])
        self._environment = {**os.environ, "PYTHONPATH": paths}
        script = [str(TESTS / "echo_bot.py"), address, str(state), *([str(port)] if which == HOOK else [])]
        self._arguments = [str(HERE / "stock_bot.py"), address] if which == STOCK else script
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._arguments,
            env=self._environment,
            stderr=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )

    async def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it and wait for that."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()

    @property
    def seconds(self) -> float:
        """The processor time that it has used."""
        parts = self._told("stat").rsplit(")", 1)[1].split()
        return (int(parts[11]) + int(parts[12])) / _TICKS

    @property
    def megabytes(self) -> float:
        """The memory that it has now."""
        return int(self._told("status").split("VmRSS:")[1].split()[0]) / 1024

    def _told(self, page: str) -> str:
        if self._process is None:
            return ""
        return Path(f"/proc/{self._process.pid}/{page}").read_text("utf-8")
