"""The README's commands are those that are tested, and its conversation is one that the bot has."""

from __future__ import annotations

import re
import tomllib

import pytest
from readme_conversation import README, ROOT, block_of, spoken

TEXT = README.read_text(encoding="utf-8")
SET_UP = "python3 -m venv .venv && .venv/bin/pip install"
COMMANDS = [line.strip() for line in TEXT.splitlines() if line.strip().startswith(SET_UP)]


def test_there_are_two_commands() -> None:
    """One command opens the chat and one runs the tests; each does all its own set-up."""
    assert [command.partition(".venv/bin/python ")[2] for command in COMMANDS] == ["-m bot chat", "-m pytest"]


@pytest.mark.parametrize("command", COMMANDS)
def test_ci_runs_what_the_readme_says(command: str) -> None:
    """The commands stand in .ci/run letter for letter."""
    assert f"'{command}'\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_extra_for_the_tests_exists() -> None:
    """The extra that the README installs is one of the project's."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"\[([a-z]+)\]\"", COMMANDS[1])
    assert named
    assert set(named) <= set(project["optional-dependencies"])


def test_the_conversation_is_real() -> None:
    """The bot says what the README shows; where it now says something else, a tool renews the block."""
    shown = block_of(TEXT)
    assert spoken(shown) == shown, "run: python tools/readme_conversation.py"


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:|#)([^)#]+)", TEXT))
def test_links_lead_somewhere(target: str) -> None:
    """A link to a file of the project leads to one."""
    assert (ROOT / target).exists()


def test_every_knowledge_file_is_explained() -> None:
    """The table of the knowledge files names each of them, and none that is gone."""
    named = re.findall(r"^\| `([a-z]+\.yaml)` \|", TEXT, flags=re.MULTILINE)
    assert sorted(named) == sorted(path.name for path in (ROOT / "knowledge").glob("*.yaml"))
