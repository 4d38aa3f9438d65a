"""The figures as text: tables that keep their columns, then what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.evaluation.baseline import Change, Comparison
from bot.evaluation.calibration import Calibration
from bot.evaluation.figures import Tally, by_category, by_kind, confusions, figures
from bot.evaluation.verdicts import Judged, Verdict

MOST_CONFUSIONS = 12
MOST_EXAMPLES = 2
_FIRST = 22
_SHOWN = 60


def report(
    judged: Sequence[Judged], calibration: Calibration | None, comparison: Comparison | None
) -> Iterator[str]:
    """Yield the lines of the whole report."""
    yield from _kinds(judged)
    yield from _categories(judged)
    yield ""
    yield from (f"{each.name:28}{each.share:8.1%}  of {each.rows}" for each in figures(judged))
    if calibration is not None:
        yield from _calibration(calibration)
    yield from _confusions(judged)
    if comparison is not None:
        yield from _comparison(comparison)


def rows_to_show(judged: Iterable[Judged], what: str) -> Iterator[tuple[str, str]]:
    """Yield two lines for each row of a verdict, or those that are an "alarm" or have a "fault"."""
    for each in judged:
        if what in {each.verdict.value, "alarm" if each.alarm else "", "fault" if each.fault else ""}:
            row = each.row
            fault = f" ({each.fault})" if each.fault else ""
            asked = f"{row.file}:{row.line}: {'|'.join(row.wanted)} {row.label}: {row.message}"
            yield asked, f"    {_got(each)}{fault}"


def _kinds(judged: Sequence[Judged]) -> Iterator[str]:
    yield _heading("kind", (*Verdict, "alarms", "faults"))
    tallies = by_kind(judged)
    for tally in (*tallies, Tally.of("all", judged)) if len(tallies) > 1 else tallies:
        yield f"{_shares(tally)}{tally.alarms:8}{tally.faults:8}"


def _categories(judged: Sequence[Judged]) -> Iterator[str]:
    dangers = by_category(judged, benign=False)
    if dangers:
        yield ""
        yield _heading("category", (*Verdict, "recall"))
        for tally in dangers:
            yield f"{_shares(tally)}{tally.share(Verdict.RIGHT, Verdict.SAFE):8.1%}"
    sources = by_category(judged, benign=True)
    if sources:
        yield ""
        yield _heading("harmless", ("alarms", "share", "declined"))
        for tally in sources:
            declined = tally.verdicts[Verdict.SAFE] - tally.alarms
            share = tally.alarms / tally.rows
            yield f"{tally.name:{_FIRST}}{tally.rows:6}{tally.alarms:8}{share:8.1%}{declined:9}"


def _calibration(calibration: Calibration) -> Iterator[str]:
    yield ""
    yield _heading("answer from", tuple(Verdict)[:3])
    for step in calibration.steps:
        mark = " (now)" if step.current else ""
        shares = "".join(f"{step.tally.share(verdict):8.1%}" for verdict in tuple(Verdict)[:3])
        yield f"{f'{step.threshold:.2f}{mark}':{_FIRST}}{step.tally.rows:6}{shares}"
    if calibration.error is not None:
        yield ""
        yield _heading("confidence", ("mean", "right"))
        for each in calibration.bins:
            yield f"{'':{_FIRST}}{each.count:6}{each.confidence:8.2f}{each.right:8.1%}"
        yield f"expected calibration error {calibration.error:.3f}, were every best match shown"


def _confusions(judged: Sequence[Judged]) -> Iterator[str]:
    found = confusions(judged, MOST_CONFUSIONS)
    if found:
        yield ""
        yield "most frequent confusions"
    for each in found:
        yield f"{len(each.rows):4}  {_short(each.wanted)} -> {_short(each.got)}"
        for row in each.rows[:MOST_EXAMPLES]:
            yield f"        {row.row.message}"


def _comparison(comparison: Comparison) -> Iterator[str]:
    gained, lost = comparison.gained, comparison.lost
    yield ""
    yield (
        f"against the baseline: {len(gained)} gained, {len(lost)} lost, "
        f"{comparison.new} new, {comparison.gone} no longer asked"
    )
    for sign, changes in (("+", gained), ("-", lost)):
        for change in changes:
            yield f"{sign} {change.now.row.message}"
            yield f"    was {_was(change)}; now {_got(change.now)}"


def _heading(first: str, names: Iterable[str]) -> str:
    return f"{first:{_FIRST}}{'rows':>6}" + "".join(f"{f' {name}':>8}" for name in names)


def _shares(tally: Tally) -> str:
    shares = "".join(f"{tally.share(verdict):8.1%}" for verdict in Verdict)
    return f"{tally.name:{_FIRST}}{tally.rows:6}{shares}"


def _got(judged: Judged) -> str:
    score = "" if judged.score is None else f" {judged.score:.2f}"
    shown = f" {','.join(judged.shown)}" if judged.shown else ""
    return f"{judged.verdict}{', alarm' if judged.alarm else ''}: {judged.kind}{shown}{score}"


def _was(change: Change) -> str:
    before = change.before
    return f"{before.verdict}{', alarm' if before.alarm else ''}: {before.kind} {before.shown}".rstrip()


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
