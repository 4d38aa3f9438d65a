"""What a single value may look like: text, id, number, day, flag, one of a few words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.knowledge.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.knowledge.source import Scalar

T = TypeVar("T")

_INTEGER = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """A kind of value.

    ``name`` completes "expected …"; ``parse`` returns the value, or None for one that is refused; ``blank``
    stands in where there is none to return.
    """

    name: str
    parse: Callable[[Scalar], T | None]
    blank: T


def matching(pattern: str, name: str) -> Form[Text]:
    """Return the form of texts that match the whole pattern."""
    compiled = re.compile(pattern)

    def parse(node: Scalar) -> Text | None:
        return Text(node.value, node.at) if compiled.fullmatch(node.value) and not node.null else None

    return Form(name, parse, Text(""))


def integer(low: int, high: int) -> Form[int]:
    """Return the form of whole numbers from ``low`` to ``high``, both included."""

    def parse(node: Scalar) -> int | None:
        value = int(node.value) if node.plain and _INTEGER.fullmatch(node.value) else None
        return value if value is not None and low <= value <= high else None

    return Form(f"a whole number from {low} to {high}", parse, low)


def number(low: float, high: float) -> Form[float]:
    """Return the form of numbers from ``low`` to ``high``, both included."""

    def parse(node: Scalar) -> float | None:
        value = float(node.value) if node.plain and _NUMBER.fullmatch(node.value) else None
        return value if value is not None and low <= value <= high else None

    return Form(f"a number from {low:g} to {high:g}", parse, low)


def one_of(*allowed: str) -> Form[str]:
    """Return the form of a choice among a few words; the blank is the first."""

    def parse(node: Scalar) -> str | None:
        return node.value if node.value in allowed else None

    return Form(f"one of {', '.join(allowed)}", parse, allowed[0])


def _text(node: Scalar) -> Text | None:
    value = node.value.strip()
    return Text(value, node.at) if value and not node.null else None


def _any_text(node: Scalar) -> Text | None:
    return Text(node.value.strip(), node.at)


def _flag(node: Scalar) -> bool | None:
    return {"true": True, "false": False}.get(node.value) if node.plain else None


def _day(node: Scalar) -> date | None:
    if not _DAY.fullmatch(node.value):
        return None
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        return None


TEXT = Form("a text", _text, Text(""))
ANY_TEXT = Form("a text, which may be empty", _any_text, Text(""))
ID = matching(
    rf"(?=.{{1,{LONGEST_ID}}}$)[a-z0-9]+(?:-[a-z0-9]+)*",
    f"an id (lower-case letters, digits and single hyphens, at most {LONGEST_ID} characters)",
)
WEB = matching(r"https://[^\s/]+\S*", "a web address that begins with https://")
FLAG = Form("true or false", _flag, blank=False)
DAY = Form("a day as YYYY-MM-DD", _day, date.min)
