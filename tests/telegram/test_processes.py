"""Kills, signals and a full disk, on a bot in a process of its own."""

from __future__ import annotations

import json
import random
import resource
import time
from collections import Counter

from fake_api import TOKEN, Break, Fault, some_faults
from people import says
from processes import BotProcess, free_port
from world import World


def test_kills_lose_nothing(world: World) -> None:
    """Killed twice in the middle of faulty sends, the bot answers every question, each chat's in order."""
    world.telegram.before = world.telegram.after = 0.01
    world.telegram.hang = 0.5
    world.telegram.chance = some_faults(1)
    source = random.Random(1)  # noqa: S311
    asked = [f"number {number:03}" for number in range(90)]
    for part in range(3):
        with BotProcess(world.telegram.address, world.state) as bot:
            for number in range(30 * part, 30 * part + 30):
                world.happens(says(asked[number], number % 12 + 1))
            if part < 2:
                expected = len({each.text for each in world.telegram.posted}) + 5 + source.randrange(10)
                world.answered(expected)
                bot.kill()
            else:
                world.answered(90, 20.0)
                bot.stop()
    counts = Counter(each.text for each in world.telegram.posted)
    assert len(counts) == len(asked)
    assert sum(counts.values()) - len(asked) <= 25
    for chat in range(1, 13):
        texts = [each.text[:10] for each in world.telegram.posted if each.chat == chat]
        firsts = list(dict.fromkeys(texts))
        assert firsts == sorted(firsts)


def test_sigterm_finishes_what_is_under_way(world: World) -> None:
    """Told to stop, the bot sends the replies that are on their way, leaves the rest, and ends in time."""
    world.telegram.after = 0.5
    with BotProcess(world.telegram.address, world.state) as bot:
        world.happens(says("first", 1), says("second", 1))
        world.posted(1)
        assert bot.stop() < 4.0
        assert bot.process.returncode == 0
    assert len(world.telegram.posted) == 1
    with BotProcess(world.telegram.address, world.state):
        texts = [each.text for each in world.posted(2)]
    assert "second" in texts[1]


def test_sigterm_does_not_wait_for_a_chat_that_waits(world: World) -> None:
    """A 429 of half a minute does not keep the process from ending."""
    world.telegram.faults.append(Fault(Break.TOO_MANY, 99, seconds=30))
    with BotProcess(world.telegram.address, world.state) as bot:
        world.happens(says("first", 1))
        world.until(lambda: any(method == "sendMessage" for method, _ in world.telegram.calls))
        assert bot.stop() < 3.0


def test_a_full_disk_stops_no_answer(world: World) -> None:
    """When nothing can be written any more the bot answers from memory and says so, and recovers."""
    port = free_port()
    with BotProcess(world.telegram.address, world.state, health_port=str(port)) as bot:
        world.happens(says("first"))
        world.posted(1)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
        world.happens(*(says(f"second {number} " + "words " * 200, number) for number in range(1, 9)))
        world.posted(9)
        status, page = world.request("GET", "/readyz", port)
        assert status == 503
        assert "the inbox cannot be written" in page
        resource.prlimit(
            bot.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
        world.happens(says("third"))
        world.posted(10)
        world.until(lambda: world.request("GET", "/readyz", port)[0] == 200)
        bot.stop()
        assert "the inbox cannot be written" in bot.log
        assert "the inbox can be written again" in bot.log
    assert len(world.telegram.posted) == 10


def test_the_log_of_a_busy_run(world: World) -> None:
    """At the most talkative level no line holds a token, word, name or chat, and every line is JSON."""
    world.telegram.chance = some_faults(2)
    world.telegram.hang = 0.2
    texts = [
        "zebrafish remembers",
        "boom zebrafish",
        "choices zebrafish",
        "danger zebrafish",
        "/start zebrafish",
    ]
    with BotProcess(world.telegram.address, world.state) as bot:
        world.happens(*(says(texts[number % 5], 700_000 + number % 10) for number in range(50)))
        world.telegram.blocked.add(700_004)
        world.until(lambda: world.telegram.unconfirmed == 0)
        time.sleep(2.0)
        world.run(world.telegram.close())
        time.sleep(0.5)
        bot.stop()
        log = bot.log
    assert len(log.splitlines()) >= 5
    for line in log.splitlines():
        assert set(json.loads(line)) == {"time", "level", "logger", "message"}
    for word in ("zebrafish", "Zebulonia", "Quackenbush", "70000", TOKEN, TOKEN.split(":")[1], "988"):
        assert word not in log
