"""Why the bot cannot run."""

from __future__ import annotations


class RunError(Exception):
    """The bot cannot go on; the message says why and what to do."""


class StateError(RunError):
    """The state folder cannot be used."""


class PortError(RunError):
    """Another program listens where this one should."""


class FatalError(RunError):
    """Telegram refuses the bot."""
