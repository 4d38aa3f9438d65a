"""Labelled questions: a line each, kind, label and message with a tab between them.

A kind says what should come back, alternatives being joined with "|". A label names claims, gaps as
``gap:ID``, or ``none``, again with "|"; where nothing is to be named it is "-", or the category of the
message (``C1``, ``idiom``), by which danger and false alarms are then counted. Blank lines and lines that
begin with "#" say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.knowledge.model import Location
from bot.knowledge.problem import Problem, Problems, did_you_mean, quoted, start_of

NOTHING = "-"
NONE = "none"
GAP = "gap:"


class Wanted(StrEnum):
    """What should come back."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    SOURCING = "sourcing"
    ADVICE = "advice"
    ANSWER = "answer"
    GAP = "gap"
    NONE = "none"
    SMALLTALK = "smalltalk"
    SAFE_NEGATIVE = "safe-negative"
    BENIGN = "benign"


DANGER = frozenset({Wanted.CRISIS, Wanted.EMERGENCY})
ASKING = (Wanted.ANSWER, Wanted.GAP, Wanted.NONE, Wanted.SMALLTALK, Wanted.SAFE_NEGATIVE)
_SORTED = DANGER | {Wanted.SOURCING, Wanted.ADVICE, Wanted.BENIGN}


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled question; ``gaps`` are ids without the prefix, ``none`` is whether nothing may be right."""

    file: str
    line: int
    wanted: tuple[Wanted, ...]
    label: str
    claims: frozenset[str]
    gaps: frozenset[str]
    none: bool
    message: str

    @property
    def kind(self) -> Wanted:
        """The kind that the row is counted under: the first."""
        return self.wanted[0]

    @property
    def category(self) -> str | None:
        """What sort of danger or false alarm it is, where the label says that."""
        return self.label if self.label != NOTHING and set(self.wanted) <= _SORTED else None

    @property
    def asks(self) -> bool:
        """Whether it is for the FAQ to say something, or that it has nothing."""
        return self.kind in ASKING


class LabelsError(Exception):
    """A file of labelled questions cannot be used; ``problems`` say where and why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take what is wrong."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_rows(paths: Iterable[Path]) -> tuple[Row, ...]:
    """Return the rows of all files, in order.

    Raises:
        LabelsError: a file is missing, empty or no UTF-8, or a line does not keep to the form.
    """
    problems = Problems()
    rows = [row for path in paths for row in _read(path, problems)]
    if problems:
        raise LabelsError(problems.sorted())
    return tuple(rows)


def _read(path: Path, problems: Problems) -> Iterator[Row]:
    name = str(path)
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        problems.add(start_of(name), f"{error.strerror or error}; give a file of labelled questions")
        return
    said = 0
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode().removesuffix("\r")
        except UnicodeDecodeError as error:
            problems.add(Location(name, number, error.start + 1), "this is no UTF-8; save the file as UTF-8")
            said += 1
            continue
        if text.strip() and not text.startswith("#"):
            said += 1
            row = _row(Location(name, number, 1), text, problems)
            if row is not None:
                yield row
    if not said:
        problems.add(start_of(name), "there is no labelled question in it (kind, label, message)")


def _row(at: Location, text: str, problems: Problems) -> Row | None:
    columns = text.split("\t")
    if len(columns) != 3:
        problems.add(at, f"expected kind, label and message with tabs between, found {len(columns)} columns")
        return None
    kinds, label, message = columns[0].strip(), columns[1].strip(), columns[2]
    names = kinds.split("|")
    unknown = [name for name in names if name not in tuple(Wanted)]
    for name in unknown:
        meant = did_you_mean(name, Wanted) or ";"
        problems.add(at, f"unknown kind {quoted(name)}{meant} allowed: {', '.join(Wanted)}")
    after = Location(at.file, at.line, len(columns[0]) + 2)
    if not label:
        problems.add(after, f'the label is empty; write "{NOTHING}" where there is nothing to name')
    if not message.strip():
        problems.add(Location(at.file, at.line, len(text) + 1), "the message is empty")
    if unknown or not label or not message.strip():
        return None
    parts = frozenset(label.split("|"))
    gaps = frozenset(part.removeprefix(GAP) for part in parts if part.startswith(GAP))
    claims = frozenset(part for part in parts if not part.startswith(GAP)) - {NOTHING, NONE}
    wanted = tuple(dict.fromkeys(map(Wanted, names)))
    row = Row(at.file, at.line, wanted, label, claims, gaps, NONE in parts, message)
    lacking = _lacking(row)
    if lacking:
        problems.add(after, f"{lacking}, found {quoted(label)}")
        return None
    return row


def _lacking(row: Row) -> str | None:
    """Return what the label would have to name for the kind to be met at all, or None."""
    if Wanted.ANSWER in row.wanted and not row.claims:
        return "expected the ids of the claims that an answer may rest on"
    if Wanted.GAP in row.wanted and not row.gaps:
        return f"expected the ids of the gaps, each as {GAP}ID"
    if Wanted.SAFE_NEGATIVE in row.wanted and not (row.claims or row.gaps or row.none):
        return f"expected the ids of claims, gaps as {GAP}ID, or {NONE}"
    return None
