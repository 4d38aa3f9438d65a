"""An earlier run, to see which questions an edit gains and loses.

What is saved holds no message: a row is found again by a digest of its message, so the file may be kept
beside the knowledge, or in a build's cache.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.verdicts import Judged, Verdict

VERSION = 1
_WORSE = list(Verdict)


class BaselineError(Exception):
    """A saved run cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Before:
    """How a row came out in the earlier run."""

    verdict: Verdict
    alarm: bool
    kind: str
    shown: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row that comes out otherwise than before."""

    before: Before
    now: Judged


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed: better, worse, and how many rows were not in the earlier run or are only there."""

    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    new: int
    gone: int


def save(path: Path, judged: Sequence[Judged]) -> None:
    """Write the run to a file.

    Raises:
        OSError: the file cannot be written.
    """
    rows = [
        {
            "message": _digest(each),
            "kind": each.kind.value,
            "shown": ",".join(each.shown),
            "verdict": each.verdict.value,
            "alarm": each.alarm,
        }
        for each in judged
    ]
    text = ",\n".join(json.dumps(row) for row in rows)
    path.write_text(f'{{"version": {VERSION}, "rows": [\n{text}\n]}}\n', encoding="utf-8")


def load(path: Path) -> dict[str, Before]:
    """Return the rows of a saved run by their digest.

    Raises:
        BaselineError: it is not what ``--save`` writes.
        OSError: the file cannot be read.
    """
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        if saved["version"] != VERSION:
            message = f"{path}: it is of version {saved['version']!r}, expected {VERSION}; save it again"
            raise BaselineError(message)
        return {
            str(row["message"]): Before(
                Verdict(row["verdict"]), bool(row["alarm"]), str(row["kind"]), str(row["shown"])
            )
            for row in saved["rows"]
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        message = f"{path}: this is no saved run; write one with --save {path}"
        raise BaselineError(message) from None


def compare(before: dict[str, Before], judged: Sequence[Judged]) -> Comparison:
    """Return what is better and what is worse than before; an alarm less is better, too."""
    now = {_digest(each): each for each in judged}
    gained: list[Change] = []
    lost: list[Change] = []
    for digest, each in now.items():
        old = before.get(digest)
        if old is None:
            continue
        step = _rank(each.verdict, alarm=each.alarm) - _rank(old.verdict, alarm=old.alarm)
        if step:
            (gained if step < 0 else lost).append(Change(old, each))
    return Comparison(tuple(gained), tuple(lost), len(now.keys() - before), len(before.keys() - now))


def _rank(verdict: Verdict, *, alarm: bool) -> int:
    return _WORSE.index(verdict) * 2 + alarm


def _digest(judged: Judged) -> str:
    return hashlib.sha256(judged.row.message.encode()).hexdigest()[:16]
