"""What was measured as Markdown tables and pictures."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_INCHES = (9.0, 4.5)


@dataclass(frozen=True, slots=True)
class Scored:
    """A matcher on a corpus: shares from 0 to 1, times in milliseconds, build in seconds, memory in MB.

    ``asked`` is how many questions it was scored on; what does not apply is not a number.
    """

    matcher: str
    corpus: str
    asked: int
    accuracy: float
    auroc: float
    mistyped: float
    median: float
    p99: float
    build: float
    grown: float
    peak: float


@dataclass(frozen=True, slots=True)
class Size:
    """A matcher with so many phrasings: median in milliseconds, build in seconds, the most MB held."""

    matcher: str
    phrasings: int
    median: float
    build: float
    peak: float


def machine() -> str:
    """Return the day and the machine, for the head of a table."""
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, {_processor()}, one core, Python {platform.python_version()}"


def scores(rows: Sequence[Scored]) -> list[str]:
    """Return a table for each corpus."""
    lines: list[str] = []
    for corpus in dict.fromkeys(row.corpus for row in rows):
        lines += [
            f"### {corpus}",
            "",
            "| matcher | asked | right | AUROC | mistyped | p50 ms | p99 ms | build s | grown MB | peak MB |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
        lines += [
            f"| {row.matcher} | {row.asked:,} | {_share(row.accuracy)} | {_share(row.auroc)} "
            f"| {_share(row.mistyped)} | {row.median:.2f} | {row.p99:.2f} | {row.build:.2f} "
            f"| {row.grown:.0f} | {row.peak:.0f} |"
            for row in rows
            if row.corpus == corpus
        ]
        lines.append("")
    return lines


def growth(rows: Sequence[Size]) -> list[str]:
    """Return the table of time and memory over the number of phrasings."""
    sizes = sorted({row.phrasings for row in rows})
    found = {(row.matcher, row.phrasings): row for row in rows}
    lines = [
        "| matcher | " + " | ".join(f"{size:,}" for size in sizes) + " |",
        "| --- |" + " ---: |" * len(sizes),
    ]
    for matcher in dict.fromkeys(row.matcher for row in rows):
        cells = [_cell(found.get((matcher, size))) for size in sizes]
        lines.append(f"| {matcher} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def draw_scores(rows: Sequence[Scored], path: Path) -> None:
    """Write the accuracy of each matcher on each corpus, clean and mistyped, as a picture."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (slow to import)

    matchers = list(dict.fromkeys(row.matcher for row in rows))
    corpora = list(dict.fromkeys(row.corpus for row in rows))
    figure = Figure(figsize=(4.2 * len(corpora), 0.4 * len(matchers) + 1.5), layout="constrained")
    for axes, corpus in zip(
        figure.subplots(1, len(corpora), sharey=True, squeeze=False)[0], corpora, strict=True
    ):
        found = {row.matcher: row for row in rows if row.corpus == corpus}
        shown = [matcher for matcher in matchers if matcher in found]
        places = [matchers.index(matcher) for matcher in shown]
        axes.barh(places, [found[name].accuracy for name in shown], 0.7, color="#9ecae1", label="as asked")
        mistyped = [found[name].mistyped for name in shown]
        axes.plot(mistyped, places, "o", color="#08519c", label="mistyped")
        axes.set(title=corpus, xlim=(0, 1), xlabel="accuracy", yticks=range(len(matchers)))
        axes.set_yticklabels(matchers)
        axes.invert_yaxis()
    figure.axes[0].invert_yaxis()
    figure.axes[0].set_ylim(len(matchers) - 0.5, -0.5)
    figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    figure.savefig(path, dpi=120)


def draw_growth(rows: Sequence[Size], path: Path) -> None:
    """Write time per question and build time over the number of phrasings as a picture."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (slow to import)

    figure = Figure(figsize=_INCHES, layout="constrained")
    left, right = figure.subplots(1, 2)
    for matcher in dict.fromkeys(row.matcher for row in rows):
        its = sorted((row for row in rows if row.matcher == matcher), key=lambda row: row.phrasings)
        sizes = [row.phrasings for row in its]
        width = 2.5 if matcher.startswith("this bot") else 1.0
        left.loglog(sizes, [row.median for row in its], marker=".", linewidth=width, label=matcher)
        right.loglog(sizes, [max(row.build, 1e-3) for row in its], marker=".", linewidth=width)
    left.set(xlabel="phrasings", ylabel="ms per question, median")
    right.set(xlabel="phrasings", ylabel="seconds to build")
    figure.legend(loc="outside lower center", ncols=4, fontsize="small")
    figure.savefig(path, dpi=120)


def mean(rows: Iterable[Scored], corpus: str) -> list[Scored]:
    """Return the mean over corpora for each matcher, the questions added up."""
    by_matcher: dict[str, list[Scored]] = {}
    for row in rows:
        by_matcher.setdefault(row.matcher, []).append(row)
    return [
        Scored(
            matcher,
            corpus,
            sum(row.asked for row in its),
            _mean(row.accuracy for row in its),
            _mean(row.auroc for row in its),
            _mean(row.mistyped for row in its),
            _mean(row.median for row in its),
            max(row.p99 for row in its),
            _mean(row.build for row in its),
            max(row.grown for row in its),
            max(row.peak for row in its),
        )
        for matcher, its in by_matcher.items()
    ]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return math.fsum(found) / len(found)


def _share(share: float) -> str:
    return "-" if math.isnan(share) else f"{100 * share:.1f}"


def _cell(row: Size | None) -> str:
    return "-" if row is None else f"{row.median:.2f} ms, {row.build:.1f} s, {row.peak:.0f} MB"


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()
