"""The inbox: committed before it is acknowledged, sealed, erased when done, and never in the way."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from fake_api import TOKEN, Break, Fault
from hypothesis import given
from hypothesis import strategies as st
from inboxes import inbox_of
from people import says
from world import World

from bot.telegram.errors import StateError
from bot.telegram.sealing import Seal, UnsealError

WORDS = b"zebrafish"


def on_disk(state: Path) -> bytes:
    """Return every byte in the state folder."""
    return b"".join(path.read_bytes() for path in sorted(state.iterdir()) if path.is_file())


def test_no_word_rests_on_the_disk(world: World) -> None:
    """During and after a busy run no file holds a word of a message, a name or a chat's number."""
    world.start()
    world.telegram.after = 0.02
    chats = [700_001 + number for number in range(8)]
    for round_ in range(12):
        world.happens(*(says(f"{WORDS.decode()} {round_} {chat}", chat) for chat in chats))
        seen = on_disk(world.state)
        assert WORDS not in seen
        assert b"Zebulonia" not in seen
        assert not any(str(chat).encode() in seen for chat in chats)
        time.sleep(0.01)
    world.posted(96)
    world.stop()
    assert WORDS not in on_disk(world.state)


def test_a_done_update_is_erased(tmp_path: Path) -> None:
    """After it is done, not even the sealed bytes of an update are in the file or its log."""
    inbox = inbox_of(tmp_path)
    inbox.take([(1, b'{"update_id":1}' * 20), (2, b'{"update_id":2}' * 20)])
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as database:
        sealed = dict(database.execute("SELECT id, sealed FROM waiting").fetchall())
    middle = sealed[1][40:80]
    assert middle in on_disk(tmp_path)
    inbox.finish(1)
    inbox.sweep()
    assert middle not in on_disk(tmp_path)
    assert sealed[2][40:80] in on_disk(tmp_path)


def test_what_is_left_is_answered_after_a_restart(world: World) -> None:
    """A question that waits when the bot stops is answered by the next one, in order."""
    world.start()
    world.telegram.faults.append(Fault(Break.TOO_MANY, 99, chat=5, seconds=30))
    world.happens(says("first", 5), says("second", 5))
    world.until(lambda: world.telegram.unconfirmed == 0)
    begun = time.monotonic()
    world.stop()
    assert time.monotonic() - begun < 2.5
    world.telegram.faults.clear()
    world.start()
    texts = [each.text for each in world.posted(2, 5)]
    assert "first" in texts[0]
    assert "second" in texts[1]


def test_an_update_given_twice_is_answered_once(world: World) -> None:
    """Telegram may give an update again, even after a restart."""
    world.start()
    update = says("hello")
    world.happens(update, update)
    world.posted(1)
    world.settled()
    world.stop()
    world.start()
    world.happens(update, says("next"))
    assert len([each for each in world.settled() if "hello" in each.text]) == 1


def test_a_changed_row_is_given_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A row that somebody changed or moved to another number is not read, and is logged by its number."""
    inbox = inbox_of(tmp_path)
    inbox.take([(1, b"{}"), (2, b"{}"), (3, b"{}")])
    inbox.close()
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as database, database:
        database.execute("UPDATE waiting SET sealed = (SELECT sealed FROM waiting WHERE id = 1) WHERE id = 2")
        database.execute("UPDATE waiting SET sealed = x'00' WHERE id = 3")
    assert [item.id for item in inbox_of(tmp_path).take()] == [1]
    assert "update 2 in the inbox is not as it was sealed" in caplog.text
    assert "update 3 in the inbox is not as it was sealed" in caplog.text


def test_what_is_there_at_every_start_is_given_up(tmp_path: Path) -> None:
    """An update that may be what ends the process does not do so for ever."""
    inbox = inbox_of(tmp_path)
    inbox.take([(1, b"{}")])
    starts = 0
    while inbox_of(tmp_path).take():
        starts += 1
        assert starts < 50
    assert starts >= 10


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Without its file the inbox holds things in memory, and writes them once it can."""
    folder = tmp_path / "state"
    inbox = inbox_of(folder)
    inbox.close()
    (folder / "inbox.sqlite3").unlink()
    folder.rmdir()
    assert [item.id for item in inbox.take([(1, b"{}"), (2, b"{}")])] == [1, 2]
    assert inbox.trouble is not None
    assert inbox.take([(1, b"{}")]) == ()
    inbox.finish(1)
    folder.mkdir()
    inbox.sweep()
    assert inbox.trouble is None
    inbox.close()
    assert [item.id for item in inbox_of(folder).take()] == [2]


def test_one_bot_for_one_folder(world: World) -> None:
    """A second bot on the same folder does not start, and says why."""
    world.start()
    with World(world.state) as other:
        other.start(wait=False)
        error = other.ends()
    assert isinstance(error, StateError)
    assert "another bot is running" in str(error)


@given(content=st.binary(max_size=500), name=st.text(max_size=20), other=st.text(max_size=20))
def test_the_seal_holds(content: bytes, name: str, other: str) -> None:
    """What was sealed opens under its name and key, and under no other; a changed byte shows."""
    seal = Seal(TOKEN)
    sealed = seal.close(content, name)
    assert seal.open(sealed, name) == content
    for wrong_seal, wrong, wrong_name in (
        (Seal("1:other"), sealed, name),
        (seal, sealed[:-1] + bytes([sealed[-1] ^ 1]), name),
        (seal, sealed, name + other + "x"),
        (seal, b"", name),
    ):
        with pytest.raises(UnsealError):
            wrong_seal.open(wrong, wrong_name)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("take"), st.integers(1, 9)),
            st.tuples(st.just("finish"), st.integers(1, 9)),
            st.tuples(st.sampled_from(["restart", "sweep"]), st.just(0)),
        ),
        max_size=25,
    )
)
def test_the_inbox_keeps_what_is_not_done(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """In whatever order, what was taken and not finished is there, and each is handed out once."""
    folder = tmp_path_factory.mktemp("inbox")
    inbox = inbox_of(folder)
    waiting: dict[int, None] = {}
    done: set[int] = set()
    for step, number in steps:
        if step == "take":
            new = inbox.take([(number, json.dumps(number).encode())])
            expected = [number] if number not in waiting and number not in done else []
            assert [item.id for item in new] == expected
            waiting.update(dict.fromkeys(expected))
        elif step == "finish" and number in waiting:
            inbox.finish(number)
            del waiting[number]
            done.add(number)
        elif step == "sweep":
            inbox.sweep()
        elif step == "restart":
            inbox.close()
            inbox = inbox_of(folder)
            assert {item.id for item in inbox.take()} == set(waiting)
    assert len(inbox) == len(waiting)
    inbox.close()
