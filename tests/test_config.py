"""Options are read from a file with their places, and secrets from where they belong."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.config import Config, LogFormat, LogLevel, Mode, load_config
from bot.credentials import CredentialError, read_token, read_webhook_secret
from bot.knowledge.problem import Problems
from bot.knowledge.source import Mapping, Scalar, read_tree

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from bot.knowledge.source import Node

EXAMPLE = Path(__file__).parents[1] / "config.example.yaml"
TOKEN = "123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi"  # noqa: S105 (made up)


def load(folder: Path, content: str) -> tuple[Config | None, list[str]]:
    """Return the configuration of a file and its problems as ``line:column: message``."""
    path = folder / "config.yaml"
    path.write_text(content, encoding="utf-8")
    config, problems = load_config(path)
    return config, [str(problem).removeprefix(f"{path}:") for problem in problems]


def sound(folder: Path, content: str) -> Config:
    """Return the configuration of a file without problems."""
    config, problems = load(folder, content)
    assert problems == []
    assert config is not None
    return config


def options(of: DataclassInstance, within: str = "") -> set[str]:
    """Return the names of all options, as ``telegram.webhook.port``."""
    names = set()
    for option in fields(of):
        value = getattr(of, option.name)
        name = f"{within}{option.name}"
        names |= options(value, f"{name}.") if is_dataclass(value) and not isinstance(value, type) else {name}
    return names


def written(node: Node | None, within: str = "") -> dict[str, int]:
    """Return the names of all options of a file, with their lines."""
    assert isinstance(node, Mapping)
    names: dict[str, int] = {}
    for key, value in node.pairs:
        assert isinstance(key, Scalar)
        name = f"{within}{key.value}"
        names |= written(value, f"{name}.") if isinstance(value, Mapping) else {name: key.at.line}
    return names


def test_the_example_holds_every_option_and_its_default() -> None:
    """The example is the defaults, all of them, each below a line that explains it."""
    config, problems = load_config(EXAMPLE)
    names = written(read_tree(EXAMPLE, Problems()))
    lines = EXAMPLE.read_text("utf-8").splitlines()

    assert problems == ()
    assert config == Config()
    assert set(names) == options(Config())
    assert all(lines[line - 2].lstrip().startswith("# ") for line in names.values())


@pytest.mark.parametrize("content", ["", "# nothing\n", "telegram:\n", "telegram:\n  webhook:\nlog: {}\n"])
def test_everything_has_a_default(tmp_path: Path, content: str) -> None:
    """No file, an empty file and empty sections are the defaults."""
    assert sound(tmp_path, content) == Config() == load_config(None)[0]


def test_every_option_is_read(tmp_path: Path) -> None:
    """Each option arrives in its type; Norway is no false."""
    config = sound(
        tmp_path,
        "country: NO\noperator: {name: A Clinic, contact: a@clinic.example}\n"
        "article: {address: 'https://a.example/tea'}\nmatching: {answer_from: 0.7, choices_from: 0.4}\n"
        "telegram:\n  base_url: http://127.0.0.1:8081/\n  token_file: a.txt\n  state_folder: /var/lib/bot\n"
        "  workers: 4\n  drain_seconds: 2.5\n  mode: webhook\n"
        "  webhook: {url: 'https://bot.example/hook', listen: 0.0.0.0, port: 8080, secret_file: secret.txt}\n"
        "  health: {listen: 0.0.0.0, port: 9000}\n"
        "privacy: {memory_minutes: 5}\nlog: {format: json, level: warning}\n",
    )
    telegram = config.telegram

    assert config.country == "NO"
    assert (config.operator.name, config.operator.contact) == ("A Clinic", "a@clinic.example")
    assert config.article.address == "https://a.example/tea"
    assert (config.matching.answer_from, config.matching.choices_from) == (0.7, 0.4)
    assert telegram.base_url == "http://127.0.0.1:8081"
    assert (telegram.token_file, telegram.state_folder) == (Path("a.txt"), Path("/var/lib/bot"))
    assert (telegram.workers, telegram.drain_seconds, telegram.mode) == (4, 2.5, Mode.WEBHOOK)
    assert (telegram.webhook.url, telegram.webhook.listen) == ("https://bot.example/hook", "0.0.0.0")  # noqa: S104
    assert (telegram.webhook.port, telegram.webhook.secret_file) == (8080, Path("secret.txt"))
    assert (telegram.health.listen, telegram.health.port) == ("0.0.0.0", 9000)  # noqa: S104
    assert config.privacy.memory_minutes == 5
    assert (config.log.format, config.log.level) == (LogFormat.JSON, LogLevel.WARNING)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            "telegramm: {}\n",
            "1:1: unknown key 'telegramm'; did you mean 'telegram'? allowed: country, operator",
        ),
        ("log:\n  levle: info\n", "2:3: unknown key 'levle'; did you mean 'level'? allowed: format, level"),
        ("log: loud\n", "1:6: expected keys (format, level), found 'loud'"),
        ("log: {level: loud}\n", "1:14: expected one of debug, info, warning, error, found 'loud'"),
        ("country: usa\n", "1:10: expected a country as two capital letters, such as US, found 'usa'"),
        ("country: [US]\n", "1:10: expected a country as two capital letters, such as US, found a list"),
        ("telegram: {workers: many}\n", "1:21: expected a whole number from 1 to 64, found 'many'"),
        ("telegram: {workers: 0}\n", "1:21: expected a whole number from 1 to 64, found '0'"),
        ("telegram: {drain_seconds: -1}\n", "1:27: expected a number from 0 to 600, found '-1'"),
        (
            "telegram: {base_url: api.telegram.org}\n",
            "1:22: expected an address such as https://api.telegram.org",
        ),
        ("telegram: {mode: push}\n", "1:18: expected one of polling, webhook, found 'push'"),
        (
            "telegram: {webhook: {url: http://a.example}}\n",
            "1:27: expected an address that begins with https://",
        ),
        (
            "telegram: {health: {port: 70000}}\n",
            "1:27: expected a whole number from 1 to 65535, found '70000'",
        ),
        ("matching: {answer_from: 1.2}\n", "1:25: expected a number from 0 to 1, found '1.2'"),
        (
            "matching: {answer_from: 0.5, choices_from: 0.6}\n",
            "1:44: expected at most answer_from, which is 0.5",
        ),
        ("privacy: {memory_minutes: 0}\n", "1:27: expected a whole number from 1 to 1440, found '0'"),
        ("log:\n\tlevel: info\n", "2:1: a tab in the indentation; indent with spaces"),
    ],
)
def test_a_wrong_option_is_a_problem(tmp_path: Path, content: str, problem: str) -> None:
    """An unknown option, a wrong type or range: the place, what was found and what is allowed."""
    config, problems = load(tmp_path, content)

    assert config is None
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_a_webhook_needs_its_options(tmp_path: Path) -> None:
    """Webhook mode without address and secret is refused."""
    config, problems = load(tmp_path, "telegram:\n  mode: webhook\n")

    assert config is None
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "mode: webhook needs secret_file under webhook",
        "mode: webhook needs url under webhook",
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """A configuration that was asked for and is not there is not silently the defaults."""
    config, problems = load_config(tmp_path / "none.yaml")

    assert config is None
    assert [problem.message for problem in problems] == ["there is no such file"]


@pytest.mark.parametrize(
    "content",
    [
        f"telegram: {{token_file: '{TOKEN}'}}\n",
        f"telegram: {{base_url: '{TOKEN}'}}\n",
        f"telegram: {{token: '{TOKEN}'}}\n",
        f"telegram: '{TOKEN}'\n",
        f"'{TOKEN}': true\n",
        f"{TOKEN}\n",
    ],
)
def test_a_token_in_the_file_is_refused_and_not_shown(tmp_path: Path, content: str) -> None:
    """A token that was put into the configuration is a problem, and the problem does not repeat it."""
    config, problems = load(tmp_path, content)

    assert config is None
    assert problems
    assert TOKEN.split(":")[1] not in "".join(problems)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    """The token is TELEGRAM_BOT_TOKEN, or else what the file holds, without space around it."""
    (tmp_path / "token").write_text(f"\ufeff{TOKEN}\n", encoding="utf-8")
    config = sound(tmp_path, f"telegram: {{token_file: '{tmp_path}/token'}}\n")

    assert read_token(config, {"TELEGRAM_BOT_TOKEN": " 1:x\n"}) == "1:x"
    assert read_token(config, {"TELEGRAM_BOT_TOKEN": ""}) == TOKEN
    assert read_token(config, {}) == TOKEN
    assert TOKEN not in repr(config)


def test_a_missing_token_says_how_to_get_one() -> None:
    """Without a token anywhere the error names who gives one and where to put it."""
    with pytest.raises(CredentialError, match=r"@BotFather.*TELEGRAM_BOT_TOKEN.*telegram\.token_file"):
        read_token(Config(), {})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, r"telegram\.token_file\) cannot be read: No such file"),
        (b"", "is not a bot token: expected digits"),
        (b"hunter2", "is not a bot token: expected digits"),
        (b"\xff\xfe1", "is not a text file"),
    ],
)
def test_an_unusable_token_file_is_told_and_not_shown(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    """A file that is missing, empty, binary or something else is named; what it holds is not."""
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    config = sound(tmp_path, f"telegram: {{token_file: '{tmp_path}/token'}}\n")
    with pytest.raises(CredentialError, match=message) as error:
        read_token(config, {})

    assert "hunter2" not in str(error.value)


def test_an_unusable_variable_is_told_and_not_shown() -> None:
    """A variable that holds something else is named; what it holds is not."""
    with pytest.raises(CredentialError, match="what TELEGRAM_BOT_TOKEN holds is not a bot token") as error:
        read_token(Config(), {"TELEGRAM_BOT_TOKEN": "hunter2"})

    assert "hunter2" not in str(error.value)


def test_the_webhook_secret_is_read_from_its_file(tmp_path: Path) -> None:
    """The secret is what the file holds, as far as Telegram would accept it."""
    file = tmp_path / "secret"
    config = sound(tmp_path, f"telegram: {{webhook: {{secret_file: '{file}'}}}}\n")
    file.write_text("a-secret_1\n", encoding="utf-8")

    assert read_webhook_secret(config) == "a-secret_1"
    file.write_text("two words", encoding="utf-8")
    with pytest.raises(CredentialError, match="is no secret for Telegram"):
        read_webhook_secret(config)
    with pytest.raises(CredentialError, match=r"name it as webhook\.secret_file"):
        read_webhook_secret(Config())
