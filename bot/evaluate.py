"""``python -m bot evaluate``: labelled questions → report, and an exit status that CI can hold a level by."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from bot.contract import Adjustable
from bot.evaluation.baseline import BaselineError, compare, load, save
from bot.evaluation.bounds import Bound, BoundError, bound, broken
from bot.evaluation.calibration import Calibration, Progress, calibrate
from bot.evaluation.figures import figures
from bot.evaluation.labels import LabelsError, Row, read_rows
from bot.evaluation.plot import PlotError, draw, ready
from bot.evaluation.progress import bar_on
from bot.evaluation.report import report, rows_to_show
from bot.evaluation.verdicts import Judged, Verdict, judge
from bot.streams import complain, standard_output

GOOD, BROKEN, USAGE = 0, 1, 2
_EPILOG = """\
A line of FILE is a kind, a label and a message, with tabs between them. Kinds: answer, gap, none, smalltalk,
safe-negative (whatever its label names), advice, sourcing, crisis, emergency, and benign (no alarm and no
refusal); several are joined with "|", and the best verdict counts. A label names claims, gaps as gap:ID, or
none, again joined with "|"; elsewhere it is "-" or a category to count by.

The status is 0, 1 if a bound is broken, 2 if something is wrong with a file or an option. Bounds take the
names of the figures in the report: --at-least right=0.7 asking_right=0.75 --at-most wrong=0.08

As every command, it takes --config FILE and --knowledge FOLDER."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line."""
        self.exit(USAGE, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str], make_assistant: Callable[[], Adjustable]) -> int:
    """Run the command and return its exit status; the assistant is made once the files have been read."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.plot is not None and not options.sweep:
        parser.error("--plot draws the sweep; leave out --no-sweep")
    try:
        return _run(options, make_assistant)
    except (LabelsError, BaselineError, BoundError, PlotError) as error:
        complain(str(error))
        return USAGE


def evaluate(assistant: Adjustable, rows: Sequence[Row], progress: Progress) -> list[Judged]:
    """Ask the questions and judge the replies; each stands alone."""
    return [judge(row, assistant.respond(row.message).reply) for row in progress(rows, "asking")]


def _run(options: argparse.Namespace, make_assistant: Callable[[], Adjustable]) -> int:
    bounds = _bounds(options)
    rows = read_rows(options.files)
    before = None if options.baseline is None else load(options.baseline)
    if options.plot is not None:
        ready(options.plot)
    assistant, progress = make_assistant(), bar_on(sys.stderr)
    judged = evaluate(assistant, rows, progress)
    failures = broken(bounds, figures(judged))
    calibration = calibrate(assistant, judged, progress) if options.sweep else None
    _print(report(judged, calibration, None if before is None else compare(before, judged)))
    for what in options.show:
        shown = tuple(rows_to_show(judged, what))
        _print(("", f"{what}: {len(shown)}", *(line for lines in shown for line in lines)))
    if options.save is not None:
        save(options.save, judged)
    if options.plot is not None:
        _draw(calibration, options.plot)
    for failure in failures:
        complain(failure)
    return BROKEN if failures else GOOD


def _bounds(options: argparse.Namespace) -> list[Bound]:
    lower = [bound(text, upper=False) for text in options.at_least]
    return lower + [bound(text, upper=True) for text in options.at_most]


def _draw(calibration: Calibration | None, path: Path) -> None:
    if calibration is None:
        message = f"{path}: not drawn; the files hold no question whose reply depends on a threshold"
        raise PlotError(message)
    draw(calibration, path)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=standard_output())


def _parser() -> argparse.ArgumentParser:
    name = Path(sys.argv[0]).name
    program = "python -m bot" if name in {"__main__.py", "-m", "-c", ""} else name
    parser = _Parser(
        prog=f"{program} evaluate",
        description="Measures the replies to labelled questions.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="labelled questions")
    add(
        "--show",
        action="append",
        default=[],
        choices=[*Verdict, "alarm", "fault"],
        help="list those rows, too",
    )
    add("--baseline", type=Path, metavar="FILE", help="a saved run; name the questions gained and lost since")
    add("--save", type=Path, metavar="FILE", help="save this run; no message is in it")
    add("--plot", type=Path, metavar="FILE", help="draw the sweep and the confidence, as .png or .svg")
    add("--no-sweep", dest="sweep", action="store_false", help="leave out the other thresholds; faster")
    for option, text in (
        ("--at-least", "a figure may not be less"),
        ("--at-most", "a figure may not be more"),
    ):
        add(option, nargs="+", action="extend", default=[], metavar="NAME=SHARE", help=text)
    return parser
