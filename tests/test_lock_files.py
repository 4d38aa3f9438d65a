"""What is installed in a deployment is what was tested, and comes from no one place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("run.txt", "ci.txt")


def lock(name: str) -> str:
    """Return a lock file's text."""
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def pins(name: str) -> list[str]:
    """Return what a lock file holds, as ``name==version``; a name can have a version for each Python."""
    return re.findall(r"^[a-z0-9][^ ;]*", lock(name), flags=re.MULTILINE)


def names(requirements: list[str]) -> set[str]:
    """Return the names of requirements, in the one way in which lock files write them."""
    return {re.split(r"[\[<>=!~ ;]", each)[0].lower().replace("_", "-") for each in requirements}


def test_what_runs_is_what_was_tested() -> None:
    """Every version of the deployment's lock file stands in that of the tests, too."""
    assert set(pins("run.txt")) <= set(pins("ci.txt"))


@pytest.mark.parametrize("name", LOCKS)
def test_every_version_has_hashes(name: str) -> None:
    """A version without a hash could be replaced on the way."""
    entries = re.split(r"^(?=[a-z0-9])", lock(name), flags=re.MULTILINE)[1:]
    bare = [entry.split()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)]
    assert len(entries) == len(pins(name))
    assert bare == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_in_a_lock_file(name: str) -> None:
    """Where packages come from is for whoever installs them; the file names no host and no path."""
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted-host|\s/\w", lock(name)) == []


def test_the_locks_hold_what_the_project_names() -> None:
    """A dependency that was added to pyproject.toml is locked, too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert names(project["dependencies"]) <= names(pins("run.txt"))
    assert names(extras["test"] + extras["lint"]) <= names(pins("ci.txt"))
