"""What happens to a reply when Telegram or the network does not take it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from fake_api import Break, Fault
from people import says
from world import FAST, World


def metric(world: World, name: str) -> float:
    """Return a metric's value; 0 where it is not there yet."""
    page = world.get("/metrics")[1]
    return next((float(line.split()[-1]) for line in page.splitlines() if line.startswith(name)), 0.0)


@pytest.mark.parametrize("how", [Break.ERROR, Break.GATEWAY, Break.RESET_BEFORE])
def test_what_was_not_taken_is_sent_again(world: World, how: Break) -> None:
    """After an error of the server or a broken connection the reply arrives, once."""
    world.start()
    world.telegram.faults.append(Fault(how, 2))
    world.happens(says("how fast"))
    world.posted(1)
    assert len(world.settled()) == 1


def test_what_may_have_been_taken_is_sent_again(world: World) -> None:
    """A reply whose acceptance was not seen is sent twice rather than not at all."""
    world.start()
    world.telegram.faults.append(Fault(Break.RESET_AFTER))
    world.happens(says("how fast"))
    assert len({each.text for each in world.posted(2)}) == 1


def test_a_reply_that_hangs_is_sent_again(tmp_path: Path) -> None:
    """A call without an answer ends at the time limit and is made again."""
    with World(tmp_path / "state", replace(FAST, read=0.3), hang=5.0) as world:
        world.start()
        world.telegram.faults.append(Fault(Break.HANG_AFTER))
        world.happens(says("how fast"))
        world.posted(2)


def test_a_chat_that_must_wait_holds_up_no_other(world: World) -> None:
    """With a single worker, another chat is answered while one waits as told by a 429."""
    world.start(workers=1)
    world.telegram.faults.append(Fault(Break.TOO_MANY, 1, chat=5, seconds=1))
    begun = time.monotonic()
    world.happens(says("first", 5), says("second", 5), says("third", 6))
    world.posted(1, 6)
    assert time.monotonic() - begun < 0.9
    texts = [each.text for each in world.posted(2, 5)]
    assert time.monotonic() - begun >= 1.0
    assert "first" in texts[0]
    assert "second" in texts[1]


def test_a_slow_call_holds_up_no_other(tmp_path: Path) -> None:
    """With a single worker, another chat is answered while a call for one takes long."""
    with World(
        tmp_path / "state", replace(FAST, slow=0.1), slow=lambda text: 1.5 * ("slow" in text)
    ) as world:
        world.start(workers=1)
        begun = time.monotonic()
        world.happens(says("slow", 5), *(says(f"quick {number}", 6) for number in range(5)))
        world.posted(5, 6)
        assert time.monotonic() - begun < 1.2
        world.posted(1, 5)


def test_an_update_that_keeps_failing_is_given_up(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """After the time allowed it is counted and logged by its number, and the chat's next one is answered."""
    world.start()
    world.telegram.faults.append(Fault(Break.ERROR, 60, chat=5))
    update = says("never", 5)
    world.happens(update)
    world.until(lambda: metric(world, "bot_given_up_total") == 1.0)
    assert f"update {update['update_id']} is given up" in caplog.text
    world.telegram.faults.clear()
    world.happens(says("next", 5))
    assert "next" in world.posted(1)[0].text


def test_an_error_of_our_own_ends(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """What cannot be handled is tried three times, then answered with a fixed text, and blocks nothing."""
    world.start()
    update = says("boom", 5)
    world.happens(update, says("next", 5))
    first, second = world.posted(2)
    assert first.text == "Text of help_only."
    assert "next" in second.text
    assert caplog.text.count(f"update {update['update_id']} could not be handled") == 3
    assert metric(world, "bot_given_up_total") == 1.0


def test_a_chat_that_blocked_the_bot_is_left(world: World) -> None:
    """A refusal for good is not tried again, and others are answered."""
    world.start()
    world.telegram.blocked.add(5)
    world.happens(says("hello", 5), says("hello", 6))
    world.settled()
    assert [
        parameters["chat_id"] for method, parameters in world.telegram.calls if method == "sendMessage"
    ].count("5") == 1
    assert metric(world, "bot_waiting") == 0.0


def test_text_that_is_refused_goes_as_plain_text(world: World) -> None:
    """When Telegram cannot parse the markup, the same words come without it."""
    world.start()
    world.telegram.faults.append(Fault(Break.PARSE))
    world.happens(says("how <fast> & sure"))
    (answer,) = world.posted(1)
    assert not answer.formatted
    assert "how <fast> & sure" in answer.text
    assert "<b>" not in answer.text
    assert answer.buttons


def test_a_burst_stays_in_order(tmp_path: Path) -> None:
    """Chats are answered side by side, each in the order in which it asked."""
    with World(tmp_path / "state", before=0.005, after=0.005) as world:
        world.start()
        world.happens(*(says(f"number {number}", number % 4 + 1) for number in range(120)))
        posted = world.posted(120)
        for chat in range(1, 5):
            numbers = [int(each.text.split()[1]) for each in posted if each.chat == chat]
            assert numbers == sorted(numbers)
            assert len(numbers) == 30


def test_odd_updates_block_nothing(world: World) -> None:
    """Updates that nobody knows yet, or that are broken, are passed over."""
    world.start()
    number = says("x")["update_id"] + 500
    world.happens(
        {"update_id": number, "message": {"chat": {"id": 7}}}, {"update_id": number + 1, "new_kind": {"a": 1}}
    )
    world.happens({"update_id": number + 2, "message": None}, says("hello") | {"update_id": number + 3})
    assert len(world.settled()) == 1
    world.until(lambda: metric(world, "bot_waiting") == 0.0)


def test_a_chat_that_writes_too_fast_is_told_once(tmp_path: Path) -> None:
    """Over the rate a chat is told once and then not answered, but for help; others are not touched."""
    with World(tmp_path / "state", replace(FAST, messages_a_minute=3)) as world:
        world.start()
        world.happens(
            *(says(f"number {number}", 5) for number in range(6)), says("danger", 5), says("hello", 6)
        )
        world.posted(1, 6)
        world.posted(5, 5)
        texts = [each.text for each in world.settled() if each.chat == 5]
        assert len(texts) == 5
        assert texts[3] == "Text of slow_down."
        assert "988" in texts[4]
        assert metric(world, "bot_slowed_down_total") == 3.0


def test_commands_and_descriptions_are_set_once(world: World) -> None:
    """What people see before they write is set at the first start, and not again while it is the same."""
    world.start()
    world.until(lambda: "short_description" in world.telegram.kept)
    assert '"command": "topics"' in world.telegram.kept["commands"]
    assert "what I can answer" in world.telegram.kept["commands"]
    world.stop()
    world.start()
    world.happens(says("hello"))
    world.settled()
    world.stop()
    assert [method for method, _ in world.telegram.calls].count("setMyCommands") == 1
