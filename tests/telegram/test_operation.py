"""What an operator sees: health pages, metrics, logs, the service manager."""

from __future__ import annotations

import io
import json
import logging
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fake_api import TOKEN, Break, Fault
from people import says
from processes import ROOT
from prometheus_client.parser import text_string_to_metric_families
from world import FAST, World

from bot.config import Health, Log, LogFormat
from bot.telegram.errors import PortError, StateError
from bot.telegram.logs import configure


def test_health_pages(world: World) -> None:
    """A bot that works is alive and ready; other pages are not there, and nothing but reading is allowed."""
    world.start()
    world.happens(says("how fast"))
    world.posted(1)
    world.until(lambda: world.get("/readyz")[0] == 200)
    page = json.loads(world.get("/readyz")[1])
    assert page["ready"] is True
    assert page["problems"] == []
    assert page["telegram_heard_seconds_ago"] < 5
    assert world.get("/healthz") == (200, "ok\n")
    assert world.get("/other")[0] == 404
    assert world.request("POST", "/metrics", world.running.health_port, b"x")[0] == 405


def test_not_ready_when_something_waits_too_long(tmp_path: Path) -> None:
    """An update that has waited too long makes the bot unready, and the page says why."""
    with World(tmp_path / "state", replace(FAST, stale=0.3)) as world:
        world.start()
        world.telegram.faults.append(Fault(Break.TOO_MANY, 9, seconds=20))
        world.happens(says("how fast"))
        world.until(lambda: "an update has waited" in world.get("/readyz")[1])
        assert world.get("/readyz")[0] == 503
        assert world.get("/healthz")[0] == 200


def test_not_ready_when_telegram_is_away(tmp_path: Path) -> None:
    """A bot that has not heard from Telegram for too long is unready."""
    with World(tmp_path / "state", replace(FAST, stale=0.3)) as world:
        world.start()
        world.happens(says("hello"))
        world.posted(1)
        world.run(world.telegram.close())
        world.until(lambda: "Telegram was not reached for" in world.get("/readyz")[1])


def test_metrics(world: World) -> None:
    """Updates, replies by kind, entries, latency, retries and 429s are counted; no label names a person."""
    world.start()
    world.telegram.faults += [Fault(Break.TOO_MANY), Fault(Break.ERROR)]
    world.happens(says("how fast"), says("danger", 700_001), says("unknown", 8))
    world.posted(3)
    world.until(lambda: json.loads(world.get("/readyz")[1])["waiting"] == 0)
    page = world.get("/metrics")[1]
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    assert samples["bot_updates_total",] == 3
    assert samples["bot_replies_total", "crisis"] == 1
    assert samples["bot_replies_total", "unknown"] == 1
    assert samples["bot_entries_total", "how-fast"] == 1
    assert samples["bot_sends_total", "429"] == 1
    assert samples["bot_sends_total", "5xx"] == 1
    assert samples["bot_answer_seconds_count",] == 3
    assert samples["bot_given_up_total",] == 0
    assert samples["bot_inbox_writable",] == 1
    assert "700001" not in page


@pytest.fixture
def restored_logging() -> Iterator[None]:
    """Undo what configuring the logs of a process does."""
    root = logging.getLogger()
    before = (root.level, root.handlers[:])
    yield
    logging.captureWarnings(capture=False)
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name in ("httpx", "httpcore", "asyncio", "telegram"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.usefixtures("restored_logging")
@pytest.mark.parametrize("form", LogFormat)
def test_what_a_log_line_holds(form: LogFormat) -> None:
    """A line has time, level and place, but never a token, nor the words of an exception or a library."""
    stream = io.StringIO()
    configure(Log(form), TOKEN, stream)
    logging.getLogger("bot.telegram.x").warning(
        "using %s and %s", TOKEN, "987654321:ABCdefABCdefABCdefABCdef"
    )
    logging.getLogger("other").error("secret words")
    logging.getLogger("httpx").info("secret words")
    logging.getLogger("telegram.Bot").critical("secret words")
    try:
        int("secret words")
    except ValueError:
        logging.getLogger("bot.telegram.x").exception("update 5 could not be handled")
    log = stream.getvalue()
    assert "secret words" not in log
    assert "AAfake" not in log
    assert "ABCdef" not in log
    assert "using [token] and [token]" in log
    assert "ValueError at test_operation.py:" in log
    assert len(log.splitlines()) == 3
    if form is LogFormat.JSON:
        assert json.loads(log.splitlines()[0])["level"] == "warning"


def test_the_service_manager_is_told(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systemd hears when the bot is ready, that it is alive, and when it stops."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "100000")
        world.start()
        heard = {manager.recv(100) for _ in range(3)}
        assert heard == {b"READY=1", b"WATCHDOG=1"}
        world.stop()
        while (word := manager.recv(100)) != b"STOPPING=1":
            assert word == b"WATCHDOG=1"


def test_the_page_for_operators_names_the_metrics(world: World) -> None:
    """Every metric that the documentation names is there, and every one that is there is named."""
    world.start()
    page = world.get("/metrics")[1]
    families = {family.name for family in text_string_to_metric_families(page)}
    there = {name for name in families if not name.endswith("_created")}  # when counting began
    text = (ROOT / "docs" / "operators.md").read_text("utf-8")
    named = {name.removesuffix("_total") for name in re.findall(r"`(bot_\w+)", text)}
    assert named == there


def test_a_port_that_is_taken(world: World) -> None:
    """A port that another program has ends the start with a message that names it."""
    world.start(wait=False, health=Health("127.0.0.1", world.telegram.port))
    error = world.ends()
    assert isinstance(error, PortError)
    assert str(world.telegram.port) in str(error)


def test_a_state_folder_that_cannot_be_had(world: World) -> None:
    """A file in the place of the state folder ends the start with a message that names it."""
    world.state.write_text("a file", "utf-8")
    world.start(wait=False)
    error = world.ends()
    assert isinstance(error, StateError)
    assert str(world.state) in str(error)
