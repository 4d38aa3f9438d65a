"""The inbox when its file is damaged, gone, or another bot's."""

from __future__ import annotations

from pathlib import Path

import pytest
from inboxes import inbox_of
from people import says
from world import World


@pytest.mark.parametrize(
    "damage", [b"", b"this is no database" * 500, None], ids=["empty", "rubbish", "torn"]
)
def test_a_damaged_file_is_kept_aside(
    world: World, damage: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that cannot be read is set aside, a new one begun, and the operator is told."""
    world.start()
    world.happens(says("first"))
    world.posted(1)
    world.stop()
    file = world.state / "inbox.sqlite3"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2 + 100] if damage is None else damage)
    world.start()
    world.happens(says("second"))
    world.posted(2)
    if damage != b"":
        (aside,) = world.state.glob("inbox.sqlite3.aside-*[0-9]")
        assert aside.name in caplog.text
        assert "is damaged" in caplog.text


def test_a_file_that_is_damaged_while_in_use(tmp_path: Path) -> None:
    """What waits survives the loss of the file below it."""
    inbox = inbox_of(tmp_path)
    inbox.take([(number, b"x" * 30_000) for number in range(200)])  # more than SQLite keeps in memory
    inbox.sweep()
    file = tmp_path / "inbox.sqlite3"
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\xff" * (file.stat().st_size - 4096))
    inbox.take([(1000, b"{}")])
    for number in range(5):
        inbox.finish(number)
    inbox.close()
    assert len(list(tmp_path.glob("*.aside-*[0-9]"))) == 1
    assert {item.id for item in inbox_of(tmp_path).take()} == {*range(5, 200), 1000}


def test_a_file_that_goes_away_is_made_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What waits is written to a new file when the old one was deleted, and the operator is told."""
    inbox = inbox_of(tmp_path)
    inbox.take([(1, b"{}")])
    for path in tmp_path.iterdir():
        path.unlink()
    inbox.take([(2, b"{}")])
    inbox.close()
    assert "the inbox is gone" in caplog.text
    assert {item.id for item in inbox_of(tmp_path).take()} == {1, 2}


def test_another_token_sets_the_file_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What was sealed for another bot cannot be read, is kept aside, and does not mix with this bot's."""
    inbox = inbox_of(tmp_path)
    inbox.take([(1, b"{}")])
    inbox.close()
    other = inbox_of(tmp_path, "1:another")
    assert other.take() == ()
    other.close()
    assert "another bot token" in caplog.text
    (aside,) = tmp_path.glob("*.aside-*[0-9]")
    aside.rename(tmp_path / "inbox.sqlite3")
    assert [item.id for item in inbox_of(tmp_path).take()] == [1]
