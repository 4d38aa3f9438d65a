"""The whole bot, with its own knowledge, started as a person starts it and asked over Telegram."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_api import TOKEN, Posted
from people import says
from processes import ROOT
from world import World

from bot.understanding.matcher import Matcher

CONFIG = """
telegram:
  base_url: {address}
  token_file: {folder}/token.txt
  state_folder: {folder}/state
"""


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory, matcher: Matcher) -> Iterator[World]:
    """Give a Telegram with the real bot on it, which finds what it has to learn on the shelf."""
    assert matcher.intents
    folder = tmp_path_factory.mktemp("run")
    (folder / "token.txt").write_text(f"{TOKEN}\n", "utf-8")
    with World(folder / "unused") as world:
        config = folder / "config.yaml"
        config.write_text(CONFIG.format(address=world.telegram.address, folder=folder), "utf-8")
        environment = {name: value for name, value in os.environ.items() if name != "TELEGRAM_BOT_TOKEN"}
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, "-m", "bot", "run", "--config", str(config)],
                cwd=ROOT,
                env=environment,
                stderr=log,
            )
            yield world
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
    written = (folder / "log").read_text("utf-8")
    assert TOKEN not in written
    assert "antidepressants" not in written


def reply_to(world: World, text: str, chat: int) -> Posted:
    """Ask, and return the first message of the reply."""
    world.happens(says(text, chat))
    world.until(lambda: any(each.chat == chat for each in list(world.telegram.posted)), 30.0)
    return next(each for each in world.telegram.posted if each.chat == chat)


def test_an_answer_is_cited(answered: World) -> None:
    """A question that the article answers gets sources and the notice."""
    answer = reply_to(answered, "how fast does it work compared to antidepressants", 1)
    assert "the article says" in answer.text.lower()
    assert "[1]" in answer.text
    assert "physician or healthcare provider" in answer.text
    assert answer.formatted


def test_danger_gets_help_alone(answered: World) -> None:
    """A message in danger gets help without the notice."""
    answer = reply_to(answered, "i want to end my life", 2)
    assert "physician or healthcare provider" not in answer.text
    assert answer.buttons


@pytest.mark.parametrize(
    ("chat", "command"),
    [
        *((10, "/start"), (11, "/help"), (12, "/topics"), (13, "/about"), (14, "/sources")),
        *((15, "/disclaimer"), (16, "/privacy"), (17, "/crisis")),
    ],
)
def test_each_command_says_something(answered: World, chat: int, command: str) -> None:
    """Every command of the menu has a reply that Telegram takes as formatted text."""
    assert reply_to(answered, command, chat).formatted


def test_the_commands_are_published(answered: World) -> None:
    """The menu holds the commands of the help text, and Telegram took the descriptions."""
    answered.until(lambda: "short_description" in answered.telegram.kept, 30.0)
    for name in ("topics", "sources", "about", "disclaimer", "privacy", "crisis"):
        assert f'"command": "{name}"' in answered.telegram.kept["commands"]
    assert "not medical advice" in answered.telegram.kept["description"]
