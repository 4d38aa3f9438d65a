"""What an operator can set, from ``config.yaml``. The secrets are not in it; see ``bot.credentials``."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.fields import Fields, Keys, read
from bot.knowledge.forms import TEXT, Form, integer, matching, number, one_of
from bot.knowledge.problem import Problem, Problems, looks_like_token

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from bot.knowledge.source import Scalar


class Mode(StrEnum):
    """How updates come from Telegram."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class LogFormat(StrEnum):
    """How log records are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least serious record that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the bot, for /about and /privacy."""

    name: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """Where the article can be read."""

    address: str | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """Confidence, 0 to 1, from which an entry is answered or offered; None takes the value from the folds."""

    answer_from: float | None = None
    choices_from: float | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram calls (``url``) and where the bot listens for it."""

    url: str | None = None
    listen: str = "127.0.0.1"
    port: int = 8443
    secret_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """Where the bot tells how it does; no port, no server."""

    listen: str = "127.0.0.1"
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Telegram:
    """The transport; ``drain_seconds`` is how long a stop waits for replies under way."""

    base_url: str = "https://api.telegram.org"
    token_file: Path | None = None
    state_folder: Path = Path("state")
    workers: int = 16
    drain_seconds: float = 8.0
    mode: Mode = Mode.POLLING
    webhook: Webhook = field(default_factory=Webhook)
    health: Health = field(default_factory=Health)


@dataclass(frozen=True, slots=True)
class Privacy:
    """For how many minutes a chat is remembered, in memory only."""

    memory_minutes: int = 30


@dataclass(frozen=True, slots=True)
class Log:
    """What is logged, and how."""

    format: LogFormat = LogFormat.TEXT
    level: LogLevel = LogLevel.INFO


@dataclass(frozen=True, slots=True)
class Config:
    """All options; each has a default. ``country`` is two capital letters."""

    country: str | None = None
    operator: Operator = field(default_factory=Operator)
    article: ArticleLink = field(default_factory=ArticleLink)
    matching: Matching = field(default_factory=Matching)
    telegram: Telegram = field(default_factory=Telegram)
    privacy: Privacy = field(default_factory=Privacy)
    log: Log = field(default_factory=Log)


def load_config(path: Path | None) -> tuple[Config | None, tuple[Problem, ...]]:
    """Return the configuration, all defaults without a file, or None and everything wrong with the file."""
    if path is None:
        return Config(), ()
    problems = Problems()
    top = read(path, _keys(Config), problems)
    config = Config(
        country=top.maybe("country", _COUNTRY, None),
        operator=_operator(top.inner("operator", _keys(Operator))),
        article=ArticleLink(top.inner("article", _keys(ArticleLink)).maybe("address", _WEB, None)),
        matching=_matching(top.inner("matching", _keys(Matching))),
        telegram=_telegram(top.inner("telegram", _keys(Telegram))),
        privacy=_privacy(top.inner("privacy", _keys(Privacy))),
        log=_log(top.inner("log", _keys(Log))),
    )
    return (None if problems else config), problems.sorted()


def _path(node: Scalar) -> Path | None:
    """Take a path, but not a token that was put in its place: errors would show it."""
    value = node.value.strip()
    return Path(value) if value and not looks_like_token(value) else None


_WEB = matching(r"https?://[^\s/?#]+[^\s]*", "a web address that begins with https:// or http://")
_BASE = matching(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", "an address such as https://api.telegram.org")
_HTTPS = matching(r"https://[^\s/?#]+(?:/[^\s?#]*)?", "an address that begins with https://")
_COUNTRY = matching(r"[A-Z]{2}", "a country as two capital letters, such as US")
_HOST = matching(r"[A-Za-z0-9.:-]+", "an address to listen on, such as 127.0.0.1 or 0.0.0.0")
_PATH = Form("a path", _path, Path())
_PORT = integer(1, 65535)
_SHARE = number(0, 1)


def _keys(of: type[DataclassInstance]) -> Keys:
    """Return the options of a section: the fields of its class."""
    return Keys(optional=tuple(option.name for option in fields(of)))


def _operator(section: Fields) -> Operator:
    return Operator(name=section.maybe("name", TEXT, None), contact=section.maybe("contact", TEXT, None))


def _matching(section: Fields) -> Matching:
    answer_from = section.maybe("answer_from", _SHARE, None)
    choices_from = section.maybe("choices_from", _SHARE, None)
    if answer_from is not None and choices_from is not None and choices_from > answer_from:
        message = f"expected at most answer_from, which is {answer_from:g}, found {choices_from:g}"
        section.problems.add(section.place("choices_from"), message)
    return Matching(answer_from, choices_from)


def _telegram(section: Fields) -> Telegram:
    default = Telegram()
    mode = Mode(section.maybe("mode", one_of(*Mode), default.mode))
    webhook = section.inner("webhook", _keys(Webhook))
    health = section.inner("health", _keys(Health))
    return Telegram(
        base_url=section.maybe("base_url", _BASE, default.base_url).rstrip("/"),
        token_file=section.maybe("token_file", _PATH, None),
        state_folder=section.maybe("state_folder", _PATH, default.state_folder),
        workers=section.maybe("workers", integer(1, 64), default.workers),
        drain_seconds=section.maybe("drain_seconds", number(0, 600), default.drain_seconds),
        mode=mode,
        webhook=_webhook(webhook, needed=mode is Mode.WEBHOOK),
        health=Health(
            listen=health.maybe("listen", _HOST, default.health.listen),
            port=health.maybe("port", _PORT, default.health.port),
        ),
    )


def _webhook(section: Fields, *, needed: bool) -> Webhook:
    default = Webhook()
    webhook = Webhook(
        url=section.maybe("url", _HTTPS, None),
        listen=section.maybe("listen", _HOST, default.listen),
        port=section.maybe("port", _PORT, default.port),
        secret_file=section.maybe("secret_file", _PATH, None),
    )
    for option, value in (("url", webhook.url), ("secret_file", webhook.secret_file)):
        if needed and value is None:
            section.problems.add(section.place(option), f"mode: webhook needs {option} under webhook")
    return webhook


def _privacy(section: Fields) -> Privacy:
    return Privacy(section.maybe("memory_minutes", integer(1, 1440), Privacy().memory_minutes))


def _log(section: Fields) -> Log:
    default = Log()
    return Log(
        format=LogFormat(section.maybe("format", one_of(*LogFormat), default.format)),
        level=LogLevel(section.maybe("level", one_of(*LogLevel), default.level)),
    )
