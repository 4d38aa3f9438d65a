"""YAML as a tree in which every node knows its place. Nothing else in the project imports yaml.

``read_tree`` turns a file into nodes. Most callers want the typed readers on top::

    from bot.knowledge.fields import Fields, Keys, read
    from bot.knowledge.forms import DAY, ID, TEXT, integer
    from bot.knowledge.problem import Problems

    FILE = Keys(required=("lines",))
    LINE = Keys(required=("id", "name", "seen"), optional=("note", "hours"))


    def read_line(line: Fields) -> Line:
        return Line(
            id=line.one("id", ID),
            name=line.one("name", TEXT),
            seen=line.one("seen", DAY),
            note=line.maybe("note", TEXT, None),
            hours=line.maybe("hours", integer(1, 24), 24),
        )


    problems = Problems()
    top = read(Path("helplines.yaml"), FILE, problems)
    lines = top.each("lines", LINE, read_line, at_least=1)
    for problem in problems.sorted():
        print(problem)  # helplines.yaml:7:5: unknown key 'nmae'; did you mean 'name'? allowed: id, name, …

No reader raises for what stands in a file: each adds to ``problems`` and returns a blank value instead, so
one reading finds everything, and the values are good if and only if ``problems`` is empty.

The files keep to a small part of YAML: one document of keys, lists and text. Anchors, aliases and tags are
refused. A value's type is what its reader asks for; ``no``, ``12:30`` and ``2024`` are texts to a reader of
text, so nothing needs quotes for that reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

from bot.knowledge.model import Location
from bot.knowledge.problem import quoted, start_of
from bot.knowledge.syntax import explain, inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.knowledge.problem import Problems

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TAB_INDENT = re.compile(r"^ *\t\s*(?=\S)")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number or date as it is written; ``plain`` if it stands without quotes and on its own."""

    value: str
    plain: bool
    at: Location

    @property
    def null(self) -> bool:
        """Tell whether nothing is written here."""
        return self.plain and self.value in _NULL


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values in order, a key that stands twice included."""

    pairs: tuple[tuple[Node, Node], ...]
    at: Location


Node: TypeAlias = Scalar | Sequence | Mapping


class _RefusedError(Exception):
    """The file cannot be read past a place."""

    def __init__(self, location: Location, message: str) -> None:
        super().__init__(message)
        self.location = location
        self.message = message


@dataclass(frozen=True, slots=True)
class _Source:
    """A file's name and lines."""

    file: str
    lines: list[str]

    def start(self, event: yaml.Event) -> Location:
        """Return where an event begins; the parser puts the end of the text on a line after the last."""
        mark = event.start_mark
        return start_of(self.file) if mark is None else Location(self.file, *inside(mark, self.lines))


def read_tree(path: Path, problems: Problems) -> Node | None:
    """Return the file's tree, a null scalar if it is empty, or None where a problem ended the reading."""
    file = str(path)
    try:
        return _tree(file, _text(path))
    except _RefusedError as refused:
        problems.add(refused.location, refused.message)
    return None


def _text(path: Path) -> str:
    file = str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _RefusedError(start_of(file), "there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _RefusedError(start_of(file), f"the file cannot be read: {reason}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _LINE_BREAK.split(content[: error.start].decode("utf-8", "replace"))
        at = Location(file, len(before), len(before[-1]) + 1)
        message = f"this is not UTF-8 (byte 0x{content[error.start]:02x}); save the file as UTF-8"
        raise _RefusedError(at, message) from None


def _tree(file: str, text: str) -> Node:
    source = _Source(file, _LINE_BREAK.split(text))
    _refuse_characters(source)
    try:
        root = _build(source, yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        line, column, message = explain(error, source.lines)
        raise _RefusedError(Location(file, line, column), message) from None
    except (yaml.YAMLError, ValueError) as error:
        message = f"this is not YAML: {' '.join(str(error).split())}"
        raise _RefusedError(start_of(file), message) from None
    return Scalar("", plain=True, at=start_of(file)) if root is None else root


def _refuse_characters(source: _Source) -> None:
    """Refuse what YAML refuses, with the place, and tabs in an indentation, which it only sometimes does."""
    tabs = [number for number, line in enumerate(source.lines, 1) if _TAB_INDENT.match(line)]
    if tabs:
        more = f" (and on {len(tabs) - 1} more lines)" if len(tabs) > 1 else ""
        column = source.lines[tabs[0] - 1].index("\t") + 1
        message = f"a tab in the indentation{more}; indent with spaces"
        raise _RefusedError(Location(source.file, tabs[0], column), message)
    for number, line in enumerate(source.lines, 1):
        if (found := _FORBIDDEN.search(line)) is not None:
            message = f"the invisible character U+{ord(found[0]):04X}; delete it"
            raise _RefusedError(Location(source.file, number, found.start() + 1), message)


def _build(source: _Source, events: Iterator[yaml.Event]) -> Node | None:
    """Build the tree without recursion, so that no depth of nesting can exhaust the stack."""
    root: list[Node] = []
    children = root
    above: list[tuple[list[Node], Location]] = []
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and root:
            message = "a second document begins here; a file holds one, so delete the '---'"
            raise _RefusedError(source.start(event), message)
        if isinstance(event, yaml.NodeEvent):
            _refuse_node(source, event)
        if isinstance(event, yaml.ScalarEvent):
            children.append(_scalar(source, event))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(above) == _DEEPEST:
                message = f"nested more than {_DEEPEST} levels deep; is a bracket missing?"
                raise _RefusedError(source.start(event), message)
            above.append((children, source.start(event)))
            children = []
        elif isinstance(event, yaml.CollectionEndEvent):
            within, at = above.pop()
            within.append(_collection(event, children, at))
            children = within
    return root[0] if root else None


def _collection(end: yaml.CollectionEndEvent, children: list[Node], at: Location) -> Node:
    if isinstance(end, yaml.SequenceEndEvent):
        return Sequence(tuple(children), at)
    return Mapping(tuple(zip(children[::2], children[1::2], strict=True)), at)


def _scalar(source: _Source, event: yaml.ScalarEvent) -> Scalar:
    at = source.start(event)
    value: str = event.value
    if event.style == '"' and (found := _FORBIDDEN.search(value)) is not None:
        message = f"an escape for the invisible character U+{ord(found[0]):04X}; delete it"
        raise _RefusedError(at, message)
    plain = not event.style
    if plain and event.end_mark is not None:
        _refuse_swallowed(source, at.line, event.end_mark.line + 1)
    return Scalar(value, plain, at)


def _refuse_swallowed(source: _Source, first: int, last: int) -> None:
    """Refuse a list item that is indented so far that YAML makes it part of the text above."""
    for number, line in enumerate(source.lines[first:last], first + 1):
        item = line.lstrip()
        if item.startswith("- "):
            message = "this '-' continues the text above; indent it like the list that it belongs to"
            raise _RefusedError(Location(source.file, number, len(line) - len(item) + 1), message)


def _refuse_node(source: _Source, event: yaml.NodeEvent) -> None:
    if isinstance(event, yaml.AliasEvent):
        found = f"aliases ({quoted(f'*{event.anchor}')})"
    elif event.anchor is not None:
        found = f"anchors ({quoted(f'&{event.anchor}')})"
    elif (tag := getattr(event, "tag", None)) is not None:
        found = f"tags ({quoted(tag)})"
    else:
        return
    message = f"{found} are not used here; write the text out, or put a text that begins so in quotes"
    raise _RefusedError(source.start(event), message)
