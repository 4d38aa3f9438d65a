"""The way to Telegram: a network that goes, another poller, a refused token."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fake_api import Break, Fault
from people import says
from world import World

from bot.telegram.errors import FatalError


def test_the_network_goes_and_comes_back(world: World) -> None:
    """The bot starts without a network, and goes on after one that was gone."""
    port = world.telegram.port
    world.run(world.telegram.close())
    world.start(wait=False)
    time.sleep(0.2)
    assert world.get("/healthz")[0] == 200
    assert world.get("/readyz")[0] == 503
    world.run(world.telegram.open(port))
    world.happens(says("first"))
    world.posted(1)
    world.run(world.telegram.close())
    time.sleep(0.3)
    world.happens(says("second"))
    world.run(world.telegram.open(port))
    assert "second" in world.posted(2)[1].text
    assert world.get("/readyz")[0] == 200


def test_a_bot_that_waits_for_the_network_can_be_stopped(world: World) -> None:
    """Before Telegram was ever reached, a stop ends the bot at once."""
    world.run(world.telegram.close())
    world.start(wait=False)
    time.sleep(0.2)
    begun = time.monotonic()
    world.stop()
    assert time.monotonic() - begun < 1.0


def test_a_second_poller_ends_the_bot(tmp_path: Path) -> None:
    """A 409 ends the older one of two bots with a message that says what to do."""
    with World(tmp_path / "state", conflict_pause=0.0) as world:
        world.start()
        world.until(lambda: any(method == "getUpdates" for method, _ in world.telegram.calls))
        time.sleep(0.05)
        path = f"/bot{world.telegram.token}/getUpdates"
        world.request(
            "POST",
            path,
            world.telegram.port,
            b"timeout=0",
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
        error = world.ends()
        assert isinstance(error, FatalError)
        assert "409" in str(error)
        assert "stop it" in str(error)


@pytest.mark.parametrize("started", [False, True])
def test_a_refused_token_ends_the_bot(world: World, *, started: bool) -> None:
    """A wrong or revoked token ends the bot with a message that does not hold it."""
    if started:
        world.start()
    world.telegram.token = "1:other"  # noqa: S105
    if not started:
        world.start(wait=False)
    error = world.ends()
    assert isinstance(error, FatalError)
    assert "BotFather" in str(error)
    assert "AAfake" not in str(error)


def test_a_token_refused_while_sending(world: World) -> None:
    """A token that is revoked while a reply goes out ends the bot, and the question stays."""
    world.start()
    world.telegram.before = 0.0
    world.telegram.faults.append(Fault(Break.ERROR, 2))
    world.happens(says("how fast"))
    world.until(lambda: not world.telegram.faults)
    world.telegram.token = "1:other"  # noqa: S105
    assert isinstance(world.ends(), FatalError)


def test_a_webhook_from_before_is_removed(world: World) -> None:
    """A bot that polls removes a webhook that is set, since Telegram would give it nothing."""
    world.telegram.webhook = {"url": "https://example.org/other"}
    world.start()
    world.happens(says("hello"))
    world.posted(1)
    assert not world.telegram.webhook
