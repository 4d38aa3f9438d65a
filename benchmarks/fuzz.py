"""A hundred thousand messages that nobody would write, and some that somebody might: none may raise or hang.

``python benchmarks/fuzz.py --messages 1000`` prints what it found; ``matching.py`` runs it, too.
"""

from __future__ import annotations

import argparse
import os
import random
import string
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.assistant import Assistant

ROOT = Path(__file__).parents[1]
LONGEST = 4096
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_RIGHT_TO_LEFT = (
    "".join(map(chr, (*range(0x05D0, 0x05EB), *range(0x0620, 0x064B), *range(0x0780, 0x07A6)))) + " "
)
_MARKS = "".join(chr(code) for code in range(0x300, 0x370))

Writer = Callable[[random.Random, int], str]


@dataclass(frozen=True, slots=True)
class Slow:
    """A kind of message and how long it took, in milliseconds: median, 99th percentile and most."""

    kind: str
    count: int
    median: float
    p99: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What the fuzz found.

    Times are milliseconds of processor time, so that a pause of the machine does not count; each message is
    sent once, so that no cache helps it. ``ordinary`` is the median of labelled questions, which people might
    write. ``faults`` name the exceptions, and how to get the message.
    """

    messages: int
    median: float
    slowest: float
    slowest_kind: str
    slowest_length: int
    ordinary: float
    kinds: tuple[Slow, ...]
    faults: tuple[str, ...]


def fuzz(assistant: Assistant, count: int, seed: int, ordinary: Sequence[str]) -> Fuzzed:
    """Send so many messages to the assistant, each on its own, and time them."""
    times: list[float] = []
    by_kind = writers(ordinary)
    kinds = list(by_kind)
    faults: list[str] = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        text = message(by_kind, number, seed)
        begun = time.thread_time()
        try:
            reply = assistant.respond(text).reply
        except Exception as error:  # noqa: BLE001 (finding them is what this is for)
            faults.append(f"{type(error).__name__} at message {number} ({kind}), seed {seed}")
        else:
            if not reply.lines:
                faults.append(f"an empty reply at message {number} ({kind}), seed {seed}")
        times.append((time.thread_time() - begun) * 1000)
    slowest = max(range(count), key=times.__getitem__)
    kind = kinds[slowest % len(kinds)]
    return Fuzzed(
        count,
        median(times),
        times[slowest],
        kind,
        len(message(by_kind, slowest, seed)),
        median([_time(assistant, text) for text in ordinary]),
        tuple(_slow(kind, times[place :: len(kinds)]) for place, kind in enumerate(kinds) if place < count),
        tuple(faults),
    )


def message(by_kind: Mapping[str, Writer], number: int, seed: int) -> str:
    """Return a message of 1 to 4,096 characters, the same again for the same number and seed."""
    dice = random.Random(f"{seed} {number}")  # noqa: S311 (nothing secret about it)
    length = LONGEST if dice.random() < 0.1 else int(LONGEST ** dice.random())
    write = list(by_kind.values())[number % len(by_kind)]
    return write(dice, length)[:LONGEST]


def writers(ordinary: Sequence[str]) -> dict[str, Writer]:
    """Return what writes each kind of message, ``ordinary`` being sentences to take words from."""
    words = sorted({word for text in ordinary for word in text.split()})
    planes = [chr(code) for code in _of_every_plane()]

    def from_letters(letters: Sequence[str]) -> Writer:
        return lambda dice, length: "".join(dice.choices(letters, k=length))

    def mixed(dice: random.Random, length: int) -> str:
        pieces = [*dice.choices(words, k=length // 6 + 1), *dice.choices(planes, k=length // 20 + 1)]
        dice.shuffle(pieces)
        return dice.choice([" ", "", "\u200b"]).join(pieces)[:length]

    return {
        "sentences": lambda dice, length: " ".join(dice.choices(ordinary, k=length // 40 + 1))[:length],
        "words": lambda dice, length: " ".join(dice.choices(words, k=length // 6 + 1))[:length],
        "letters": from_letters(string.ascii_letters + "    '"),
        "made-up words": lambda dice, length: " ".join(_made_up(dice) for _ in range(length // 7 + 1))[
            :length
        ],
        "every plane": from_letters(planes),
        "repeated letter": lambda dice, length: (
            dice.choice(string.ascii_lowercase + "?!. \U0001f62d") * length
        ),
        "repeated words": lambda dice, length: (
            (dice.choice(words) + dice.choice(" \n.?-"))[:20] * (length // 4 + 1)
        ),
        "stretched": lambda dice, length: "".join(
            letter * dice.choice((1, 1, 5)) for letter in " ".join(dice.choices(words, k=length // 9 + 1))
        )[:length],
        "control": from_letters([chr(code) for code in (*range(32), *range(127, 160))]),
        "zero width": lambda dice, length: "".join(
            letter + dice.choice(_INVISIBLE) for letter in " ".join(dice.choices(words, k=length // 12 + 1))
        )[:length],
        "right to left": from_letters(_RIGHT_TO_LEFT),
        "combining marks": from_letters(string.ascii_lowercase + " " + _MARKS),
        "punctuation": from_letters(string.punctuation + " \n"),
        "questions": lambda dice, length: " ".join(
            f"{word}?" for word in dice.choices(words, k=length // 7 + 1)
        )[:length],
        "digits": from_letters(string.digits + " .,-"),
        "mixed": mixed,
    }


def _made_up(dice: random.Random) -> str:
    return "".join(dice.choices(string.ascii_lowercase, k=dice.randint(2, 14)))


def _of_every_plane() -> list[int]:
    """Return code points from all 17 planes, among them unassigned and private ones, and lone surrogates."""
    dice = random.Random(0)  # noqa: S311 (nothing secret about it)
    found = [plane * 0x10000 + dice.randrange(0x10000) for plane in range(17) for _ in range(200)]
    found += [code for code in range(0x3000) if unicodedata.category(chr(code)) != "Cn"][::7]
    return [*found, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF, 0x10FFFF]


def _time(assistant: Assistant, text: str) -> float:
    begun = time.thread_time()
    assistant.respond(text)
    return (time.thread_time() - begun) * 1000


def _slow(kind: str, times: Sequence[float]) -> Slow:
    return Slow(kind, len(times), median(times), sorted(times)[len(times) * 99 // 100], max(times))


def lines(found: Fuzzed) -> list[str]:
    """Return what was found as Markdown."""
    again, beside = found.slowest / found.median, found.slowest / found.ordinary
    slowest = (
        f"Median {found.median:.2f} ms. The slowest takes {found.slowest:.1f} ms: "
        f"{found.slowest_kind}, {found.slowest_length:,} characters, "
        f"{again:.1f} times the median, and {beside:.1f} times that of the labelled questions "
        f"({found.ordinary:.2f} ms)."
    )
    told = [
        f"{found.messages:,} messages: {len(found.faults)} exceptions or empty replies.",
        "",
        slowest,
        "",
        "| messages | count | p50 ms | p99 ms | slowest ms |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    told += [
        f"| {each.kind} | {each.count:,} | {each.median:.2f} | {each.p99:.1f} | {each.slowest:.1f} |"
        for each in found.kinds
    ]
    return [*told, *(f"- {fault}" for fault in found.faults[:20])]


def main() -> int:
    """Run it alone; the status is 1 if anything raised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge")
    options = parser.parse_args()

    # One thread, on its one core; NumPy reads these when it is imported, which nothing has done so far.
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    from worker import on_one_core  # noqa: PLC0415

    from bot.build import assistant_from  # noqa: PLC0415 (found only once the path is set)
    from bot.config import Config  # noqa: PLC0415
    from bot.evaluation.labels import read_rows  # noqa: PLC0415

    on_one_core()
    rows = read_rows([ROOT / "tests" / "regression.tsv"])
    found = fuzz(
        assistant_from(Config(), options.knowledge),
        options.messages,
        options.seed,
        [row.message for row in rows],
    )
    print("\n".join(lines(found)))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
