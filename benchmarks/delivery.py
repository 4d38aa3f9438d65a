"""What is lost, doubled and late: our bot and stock python-telegram-bot on a fake Telegram, in the same run.

Run it with ``python benchmarks/delivery.py``; ``--only kills,steady`` picks, ``--seeds 1`` is shorter.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests" / "telegram"
sys.path[:0] = [str(HERE.parent), str(TESTS)]

from echo_bot import SECRET  # noqa: E402 (the tests' own server, found by the line above)
from fake_api import FakeTelegram, some_faults  # noqa: E402
from fake_webhook import Caller  # noqa: E402
from measured import HOOK, OURS, STOCK, Bot  # noqa: E402
from people import Update, says  # noqa: E402
from processes import free_port  # noqa: E402

_KILL_SPAN = (1.0, 11.0)
_STOCK_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    """How many questions, how many a second (0: as fast as it goes), how many chats, what goes wrong."""

    questions: int = 500
    rate: float = 50.0
    chats: int = 50
    kills: int = 0
    faults: bool = False
    slow_share: float = 0.0
    delay: float = 0.04
    wait: float = 60.0


@dataclass(slots=True)
class Result:
    """What came of it; times in seconds, memory in MB at each fifth of the run."""

    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    latencies: list[float] = field(default_factory=list)
    rate: float = 0.0
    cpu: float = 0.0
    memory: list[float] = field(default_factory=list)

    def latency(self, share: float) -> float:
        """Return a quantile of the latencies."""
        return (
            statistics.quantiles(self.latencies, n=1000)[round(share * 1000) - 1] if self.latencies else 0.0
        )


async def measure(which: str, load: Load, seed: int) -> Result:
    """Put a bot under a load."""
    source = random.Random(seed)  # noqa: S311
    telegram = FakeTelegram(before=load.delay, after=load.delay, log=False)
    telegram.slow = lambda text: 10.0 if "slow" in text else 0.0
    await telegram.open()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        bot = Bot(which, telegram.address, Path(folder) / "state", port)
        caller = Caller(port, SECRET) if which == HOOK else None
        await bot.start()
        try:
            await _ready(telegram, caller)
            telegram.chance = some_faults(seed) if load.faults else None
            result = await _loaded(telegram, caller, bot, load, source)
        finally:
            await bot.end()
        if caller is not None:
            await caller.close()
        await telegram.close()
    return result


async def _ready(telegram: FakeTelegram, caller: Caller | None) -> None:
    """Wait until the bot answers."""
    feed = _feeder(telegram, caller)
    feed([says("warm up", 9_999)])
    await _until(lambda: bool(telegram.posted), 60.0)
    if not telegram.posted:
        msg = "the bot did not start"
        raise RuntimeError(msg)
    telegram.posted.clear()
    await asyncio.sleep(0.3)


async def _loaded(
    telegram: FakeTelegram, caller: Caller | None, bot: Bot, load: Load, source: random.Random
) -> Result:
    wait = load.wait if bot.keeps else _STOCK_WAIT  # what stock lost never comes
    feed = _feeder(telegram, caller)
    slow = set(source.sample(range(load.questions), round(load.questions * load.slow_share)))
    texts = [f"{'slow' if number in slow else 'number'} {number:06}" for number in range(load.questions)]
    chats = [source.randrange(1, load.chats + 1) for _ in texts]
    killing = asyncio.create_task(_kill(bot, load, source))
    asked: dict[str, float] = {}
    memory: list[float] = []
    begun, used = time.monotonic(), bot.seconds
    for number, (text, chat) in enumerate(zip(texts, chats, strict=True)):
        if load.rate:
            await asyncio.sleep(max(0.0, begun + number / load.rate - time.monotonic()))
        elif number - len(telegram.posted) > 500:
            await _until(_posted(telegram, number - 400), load.wait)
        asked[text] = time.monotonic()
        feed([says(text, chat)])
        if (number + 1) % (load.questions // 5) == 0:
            memory.append(bot.megabytes if not load.kills else 0.0)
    await killing
    await _until(lambda: _answered(telegram) >= load.questions, wait)
    spent = time.monotonic() - begun
    cpu = (bot.seconds - used) / spent if not load.kills else 0.0
    await asyncio.sleep(0.5)
    return _counted(
        telegram, texts, chats, asked, slow, Result(rate=load.questions / spent, cpu=cpu, memory=memory)
    )


def _feeder(telegram: FakeTelegram, caller: Caller | None) -> Callable[[list[Update]], None]:
    return caller.feed if caller is not None else lambda updates: telegram.feed(*updates)


async def _kill(bot: Bot, load: Load, source: random.Random) -> None:
    begun = time.monotonic()
    for at in sorted(source.uniform(*_KILL_SPAN) for _ in range(load.kills)):
        await asyncio.sleep(max(0.0, begun + at - time.monotonic()))
        await bot.end()
        await bot.start()


def _posted(telegram: FakeTelegram, count: int) -> Callable[[], bool]:
    return lambda: len(telegram.posted) >= count


def _answered(telegram: FakeTelegram) -> int:
    return len({_question(each.text) for each in telegram.posted})


def _question(text: str) -> str:
    return " ".join(text.split()[:2])


async def _until(true: Callable[[], bool], seconds: float) -> None:
    """Wait until something is true, or until nothing more can be expected."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:  # noqa: ASYNC110 (what is waited for is in another process)
        await asyncio.sleep(0.05)


def _counted(
    telegram: FakeTelegram,
    texts: list[str],
    chats: list[int],
    asked: dict[str, float],
    slow: set[int],
    result: Result,
) -> Result:
    answers: defaultdict[str, list[float]] = defaultdict(list)
    for each in telegram.posted:
        answers[_question(each.text)].append(each.at)
    result.lost = sum(text not in answers for text in texts)
    result.doubled = sum(len(times) - 1 for times in answers.values())
    held_up = {chats[number] for number in slow}
    last: dict[int, float] = {}
    for text, chat in zip(texts, chats, strict=True):
        if text in answers:
            first = answers[text][0]
            result.disordered += first < last.get(chat, 0.0)
            last[chat] = max(first, last.get(chat, 0.0))
            if chat not in held_up:
                result.latencies.append(first - asked[text])
    return result


def table(title: str, load: Load, whichs: tuple[str, ...], seeds: int) -> None:
    """Measure and print one scenario."""
    print(f"\n{title}\n{'':<16}{'lost':>16}{'doubled':>16}{'disordered':>14}{'median s':>10}{'p99 s':>8}")
    for which in whichs:
        found = [asyncio.run(measure(which, load, seed)) for seed in range(1, seeds + 1)]
        lost, doubled, disordered = (
            ", ".join(str(getattr(each, name)) for each in found)
            for name in ("lost", "doubled", "disordered")
        )
        median, late = (statistics.median(each.latency(share) for each in found) for share in (0.5, 0.99))
        print(f"{which:<16}{lost:>16}{doubled:>16}{disordered:>14}{median:>10.2f}{late:>8.2f}", flush=True)


def figures(title: str, load: Load, whichs: tuple[str, ...]) -> None:
    """Measure and print speed, processor and memory."""
    print(f"\n{title}\n{'':<16}{'a second':>10}{'p50 s':>8}{'p99 s':>8}{'core':>8}   MB at each fifth")
    for which in whichs:
        each = asyncio.run(measure(which, load, 1))
        memory = ", ".join(f"{size:.0f}" for size in each.memory)
        half, late = each.latency(0.5), each.latency(0.99)
        print(f"{which:<16}{each.rate:>10.1f}{half:>8.2f}{late:>8.2f}{each.cpu:>8.1%}   {memory}", flush=True)


def main() -> None:
    """Run the scenarios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="kills,faults,both,slow,steady,sustained,memory")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    only = set(options.only.split(","))
    every = (OURS, HOOK, STOCK)
    scenarios = {
        "kills": ("Five random kills", Load(kills=5)),
        "faults": ("Faults on 21 % of the sends", Load(faults=True)),
        "both": ("Faults and five kills", Load(faults=True, kills=5)),
        "slow": (
            "Two per cent of the questions slow by 10 s; latency in the other chats",
            Load(slow_share=0.02),
        ),
    }
    for name, (title, load) in scenarios.items():
        if name in only:
            table(title, load, every, options.seeds)
    if "steady" in only:
        figures("Steady 30 a second for 60 s", Load(questions=1800, rate=30.0, chats=200), every)
    if "sustained" in only:
        figures("As fast as it goes", Load(questions=2000, rate=0.0, chats=200), every)
    if "memory" in only:
        load = Load(questions=20_000, rate=0.0, chats=2000, delay=0.0, wait=300.0)
        figures("20,000 updates with an API that answers at once", load, (OURS,))


if __name__ == "__main__":
    main()
