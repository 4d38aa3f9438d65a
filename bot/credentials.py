"""The bot token and the webhook's secret: read when needed, kept out of the configuration and its repr."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.config import Config

TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"  # noqa: S105 (the name of the variable, not its value)
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class CredentialError(Exception):
    """A token or secret is missing or unusable; the message says what to do and never holds it."""


def read_token(config: Config, environ: Mapping[str, str]) -> str:
    """Return the bot token from ``TELEGRAM_BOT_TOKEN``, or else from ``telegram.token_file``.

    Raises:
        CredentialError: there is none, the file cannot be read, or what is there is no token.
    """
    token, source = environ.get(TOKEN_VARIABLE, "").strip(), TOKEN_VARIABLE
    if not token:
        file = config.telegram.token_file
        if file is None:
            message = "there is no bot token: get one from @BotFather on Telegram, then set"
            message += f" {TOKEN_VARIABLE} to it, or put it into a file and name that as telegram.token_file"
            raise CredentialError(message)
        token, source = _secret(file, "telegram.token_file"), str(file)
    if not _TOKEN.fullmatch(token):
        message = f"what {source} holds is not a bot token: expected digits, a colon, then letters and digits"
        raise CredentialError(message)
    return token


def read_webhook_secret(config: Config) -> str:
    """Return the secret that Telegram sends along with each call of the webhook.

    Raises:
        CredentialError: there is none, the file cannot be read, or Telegram would not accept it.
    """
    file = config.telegram.webhook.secret_file
    if file is None:
        message = "there is no secret for the webhook: put one into a file and name it as webhook.secret_file"
        raise CredentialError(message)
    secret = _secret(file, "telegram.webhook.secret_file")
    if not _SECRET.fullmatch(secret):
        message = f"what {file} holds is no secret for Telegram: expected 1 to 256 of A-Z a-z 0-9 _ -"
        raise CredentialError(message)
    return secret


def _secret(file: Path, option: str) -> str:
    try:
        return file.read_text("utf-8-sig").strip()
    except UnicodeDecodeError:
        message = f"{file} ({option}) is not a text file"
    except (OSError, ValueError) as error:
        message = f"{file} ({option}) cannot be read: {getattr(error, 'strerror', None) or error}"
    raise CredentialError(message)
