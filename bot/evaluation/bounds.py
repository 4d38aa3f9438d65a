"""Levels to hold: figures that may not fall under, or rise over, what the command line says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.figures import Figure
from bot.knowledge.problem import did_you_mean, quoted


class BoundError(ValueError):
    """A bound cannot be read or has no figure; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure's name and the share, 0 to 1, that it must reach or, ``upper``, must not exceed."""

    name: str
    share: float
    upper: bool

    def broken_by(self, figure: Figure) -> bool:
        """Return whether the figure lies on the wrong side."""
        return figure.share > self.share if self.upper else figure.share < self.share


def bound(text: str, *, upper: bool) -> Bound:
    """Read ``NAME=SHARE``.

    Raises:
        BoundError: it is none, or the share lies outside 0 to 1.
    """
    name, sign, number = text.partition("=")
    try:
        share = float(number)
    except ValueError:
        share = -1.0
    if not sign or not name or not 0 <= share <= 1:
        message = f"expected NAME=SHARE with a share from 0 to 1, such as right=0.7, found {quoted(text)}"
        raise BoundError(message)
    return Bound(name, share, upper)


def broken(bounds: Iterable[Bound], figures: Sequence[Figure]) -> list[str]:
    """Return a line for each bound that is not held.

    Raises:
        BoundError: no figure has that name, or no row counts towards it.
    """
    found = {figure.name: figure for figure in figures}
    lines = []
    for each in bounds:
        figure = found.get(each.name)
        if figure is None:
            meant = did_you_mean(each.name, found)
            allowed = f"{meant or ';'} these rows give: {', '.join(found)}"
            message = f"there is no figure {quoted(each.name)}{allowed}"
            raise BoundError(message)
        if each.broken_by(figure):
            side = "over" if each.upper else "under"
            lines.append(f"{each.name} is {figure.share:.2%} of {figure.rows}, {side} {each.share:.2%}")
    return lines
