"""A bar in the terminal for what takes more than a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from bot.evaluation.calibration import Progress
from bot.evaluation.labels import Row

PATIENCE = 1.0  # seconds


def bar_on(terminal: TextIO, clock: Callable[[], float] = time.monotonic) -> Progress:
    """Return a function that hands out a sequence and shows how far it is; without a terminal, nothing."""

    def track(each: Sequence[Row], text: str) -> Iterable[Row]:
        return _tracked(each, text, terminal, clock) if terminal.isatty() else each

    return track


def _tracked(each: Sequence[Row], text: str, terminal: TextIO, clock: Callable[[], float]) -> Iterator[Row]:
    from rich.console import Console  # noqa: PLC0415 (Rich is slow to import, and seldom needed)
    from rich.progress import Progress as Bar  # noqa: PLC0415

    begun = clock()
    bar = Bar(console=Console(file=terminal), transient=True)
    task = bar.add_task(text, total=len(each))
    shown = False
    try:
        for number, item in enumerate(each):
            if not shown and clock() - begun > PATIENCE:
                bar.start()
                shown = True
            bar.update(task, completed=number)
            yield item
    finally:
        if shown:
            bar.stop()
