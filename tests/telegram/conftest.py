"""What every test of the Telegram part uses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give a Telegram with no bot on it yet."""
    with World(tmp_path / "state") as made:
        yield made
