"""Measures one matcher: a job on standard input, what it said and what it took on standard output, as JSON.

It imports nothing of this bot before the matcher does, so that a peer's memory is its own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

from matchers import SLOW, make

WARM_UP = 20


def resident() -> float:
    """Return the MB that this process holds now, or at most so far where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return peak()
    return pages * resource.getpagesize() / 1e6


def peak() -> float:
    """Return the most MB that this program ever held.

    Where the system does not tell, it is the process's, which on some also counts what its parent held.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        lines = []
    for line in lines:
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def on_one_core() -> None:
    """Keep this process on one core, where the system lets it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _work() -> None:
    """Do the job on standard input."""
    on_one_core()
    job = json.load(sys.stdin)
    phrasings = [(text, intent) for text, intent in job["phrasings"]]
    knowledge = Path(job["knowledge"])
    before = resident()
    if job["name"] not in SLOW:
        make(job["name"], phrasings[:40] + phrasings[-40:], knowledge, own=job["own"])
    begun = time.perf_counter()
    matcher = make(job["name"], phrasings, knowledge, own=job["own"])
    build = time.perf_counter() - begun
    for text in job["questions"][:WARM_UP] if job["name"] not in SLOW else ():
        matcher.best(text)
    said: list[tuple[str, float]] = []
    times: list[float] = []
    for text in job["questions"]:
        begun_one = time.perf_counter_ns()
        found = matcher.best(text)
        times.append((time.perf_counter_ns() - begun_one) / 1e6)
        said.append(found)
    json.dump(
        {"said": said, "times": times, "build": build, "grown": resident() - before, "peak": peak()},
        sys.stdout,
    )


if __name__ == "__main__":
    _work()
