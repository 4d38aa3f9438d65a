"""What an operator has to have done before people rely on the bot: numbers verified, and seen lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.knowledge.helplines import Helplines, load_helplines

DAYS = 365


def unverified(helplines: Helplines) -> str | None:
    """Return one line on the countries whose numbers nobody has verified, None if all are."""
    names = [country.name for country in helplines.unverified()]
    if not names:
        return None
    return (
        f"nobody has verified the numbers of {len(names)} countries ({', '.join(names)}); "
        "call or look up those of your countries and enter verified: {by: …, on: …} in helplines.yaml"
    )


def unverified_in(folder: Path) -> str | None:
    """Return the same for the helplines of a folder."""
    helplines, _ = load_helplines(folder)
    return unverified(helplines) if helplines is not None else None


def stale(helplines: Helplines, today: date) -> str | None:
    """Return one line on the countries whose numbers were last seen long ago, None if there are none."""
    names = [country.name for country in helplines.stale(today, DAYS)]
    if not names:
        return None
    return f"the numbers of {', '.join(names)} were last seen more than {DAYS} days ago; look them up again"


def warnings(helplines: Helplines, today: date) -> Iterator[str]:
    """Yield what an operator should know at each start."""
    yield from (line for line in (unverified(helplines), stale(helplines, today)) if line)
