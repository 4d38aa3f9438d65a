"""Updates that Telegram brings: in the inbox before 200 is said, and only with the secret."""

from __future__ import annotations

import json
import time
from pathlib import Path

from fake_api import Break, Fault
from people import Update, says
from processes import BotProcess, free_port
from world import SECRET, World

HEADER = "X-Telegram-Bot-Api-Secret-Token"


def call(world: World, update: Update | bytes, secret: str = SECRET, path: str = "/hook") -> int:
    """Call the webhook as Telegram does, and return the status."""
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    headers = {HEADER: secret, "Content-Type": "application/json"}
    return world.request("POST", path, world.running.webhook_port, body, headers)[0]


def test_an_update_is_taken_and_answered(world: World) -> None:
    """The webhook is set with its secret, takes an update, and is removed when the bot stops."""
    world.start(webhook=True)
    world.until(lambda: world.telegram.webhook)
    assert world.telegram.webhook["url"] == "https://example.org/hook"
    assert world.telegram.webhook["secret_token"] == SECRET
    assert "drop_pending_updates" not in world.telegram.webhook
    assert call(world, says("how fast")) == 200
    world.posted(1)
    assert world.get("/readyz")[0] == 200
    world.stop()
    assert not world.telegram.webhook


def test_a_second_delivery_is_answered_once(world: World) -> None:
    """Telegram calls again when it did not see the 200."""
    world.start(webhook=True)
    update = says("how fast")
    assert call(world, update) == 200
    assert call(world, update) == 200
    world.posted(1)
    assert call(world, update) == 200
    time.sleep(0.2)
    assert len(world.telegram.posted) == 1


def test_who_does_not_know_the_secret_is_refused(world: World) -> None:
    """Without the secret, elsewhere, or with no update in it, a call is refused and nothing is taken."""
    world.start(webhook=True)
    assert call(world, says("how fast"), "wrong") == 403
    assert call(world, says("how fast"), "") == 403
    assert call(world, says("how fast"), path="/other") == 404
    assert call(world, b"no json") == 400
    assert call(world, b"[1, 2]") == 400
    assert world.request("GET", "/hook", world.running.webhook_port)[0] == 405
    assert call(world, b" " * (1 << 21)) == 413
    time.sleep(0.1)
    assert not world.telegram.posted
    assert call(world, says("how fast")) == 200
    world.posted(1)


def test_200_comes_before_the_answer(world: World) -> None:
    """Telegram is not kept waiting while a reply is."""
    world.start(webhook=True)
    world.telegram.faults.append(Fault(Break.TOO_MANY, 1, seconds=1))
    begun = time.monotonic()
    assert call(world, says("how fast")) == 200
    assert time.monotonic() - begun < 0.5
    world.posted(1)


def test_what_was_taken_survives_a_kill(world: World, tmp_path: Path) -> None:
    """After a 200, the question is answered even if the process is killed the next moment."""
    port = free_port()
    world.telegram.before = 5.0
    with BotProcess(world.telegram.address, tmp_path / "state", webhook_port=str(port)) as bot:
        world.until(lambda: world.telegram.webhook)
        body = json.dumps(says("how fast")).encode()
        assert world.request("POST", "/hook", port, body, {HEADER: SECRET})[0] == 200
        bot.kill()
    world.telegram.before = 0.0
    with BotProcess(world.telegram.address, tmp_path / "state", webhook_port=str(port)):
        world.posted(1)
