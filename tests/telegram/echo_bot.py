"""The bot with the echoing assistant as a process of its own: echo_bot.py ADDRESS STATE [PORT [PORT]]."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from echo import Echo
from fake_api import TOKEN

from bot.config import Health, Log, LogFormat, LogLevel, Mode, Telegram, Webhook
from bot.memory import Conversations
from bot.telegram.application import Setup, run_until_signal
from bot.telegram.errors import RunError
from bot.telegram.logs import configure
from bot.telegram.settings import Pace

SECRET = "a-secret-for-the-webhook"  # noqa: S105 (of the fake)


def main(address: str, state: str, webhook_port: str = "", health_port: str = "") -> int:
    """Run until killed or stopped; with a port, by webhook."""
    configure(Log(LogFormat.JSON, LogLevel.DEBUG), TOKEN)
    telegram = Telegram(
        base_url=address,
        state_folder=Path(state),
        mode=Mode.WEBHOOK if webhook_port else Mode.POLLING,
        webhook=Webhook("https://example.org/hook", "127.0.0.1", int(webhook_port or 0)),
        health=Health("127.0.0.1", int(health_port) if health_port else None),
    )
    pace = replace(Pace(), messages_a_minute=1_000_000)
    try:
        run_until_signal(Setup(telegram, TOKEN, Echo(), Conversations(60), SECRET, pace))
    except RunError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
