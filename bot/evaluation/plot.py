"""The sweep and the reliability of the confidence as a picture."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from bot.evaluation.calibration import Calibration
from bot.evaluation.verdicts import Verdict

_SIZE = (10.0, 4.5)  # inches
_COLOURS = {Verdict.RIGHT: "#1b7837", Verdict.SAFE: "#888888", Verdict.WRONG: "#b2182b"}


class PlotError(Exception):
    """No picture can be drawn; the message says what to do."""


def ready(path: Path) -> None:
    """Find out, before anything is measured, whether a picture can be drawn and written there.

    Raises:
        PlotError: matplotlib is not installed, the folder is missing or the kind of file unknown.
    """
    canvas = _matplotlib("matplotlib.backends.backend_agg").FigureCanvasAgg
    kinds = sorted(canvas.get_supported_filetypes())
    if path.suffix.removeprefix(".").lower() not in kinds:
        message = f"{path}: expected a picture's ending, one of: {', '.join(f'.{kind}' for kind in kinds)}"
        raise PlotError(message)
    if not path.absolute().parent.is_dir():
        message = f"{path}: there is no folder {path.parent}; make it first"
        raise PlotError(message)


def draw(calibration: Calibration, path: Path) -> None:
    """Write the picture: what each threshold would give, and the confidence against the truth.

    Raises:
        OSError: the file cannot be written.
        PlotError: matplotlib is not installed.
    """
    figure = _matplotlib("matplotlib.figure").Figure(figsize=_SIZE, layout="constrained")
    left, right = figure.subplots(1, 2)
    thresholds = [step.threshold for step in calibration.steps]
    for verdict, colour in _COLOURS.items():
        shares = [step.tally.share(verdict) for step in calibration.steps]
        left.plot(thresholds, shares, color=colour, marker=".", label=verdict.value)
    for step in calibration.steps:
        if step.current:
            left.axvline(step.threshold, color="black", linestyle=":", label="in use")
    left.set(xlabel="answered from this confidence on", ylabel="share of the questions")
    left.set(xlim=(0, 1), ylim=(0, 1))
    left.legend()
    right.plot([0, 1], [0, 1], color="#bbbbbb", linestyle="--")
    most = max((each.count for each in calibration.bins), default=1)
    right.scatter(
        [each.confidence for each in calibration.bins],
        [each.right for each in calibration.bins],
        s=[20 + 180 * each.count / most for each in calibration.bins],
        color="#2166ac",
    )
    error = "" if calibration.error is None else f" (expected calibration error {calibration.error:.3f})"
    right.set(xlabel=f"confidence{error}", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1.02))
    figure.savefig(path, dpi=120)


def _matplotlib(module: str) -> Any:  # noqa: ANN401 (an extra, whose types are not installed everywhere)
    try:
        return importlib.import_module(module)
    except ImportError:
        message = "a picture needs matplotlib: pip install 'ketamine-faq-bot[plot]', or leave out --plot"
        raise PlotError(message) from None
