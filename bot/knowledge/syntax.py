"""What a YAML parser's complaint means to somebody who writes sentences, not programs."""

from __future__ import annotations

from typing import Any, Protocol

_QUOTE_UNCLOSED = "a quotation mark opens here and never closes; in single quotes write ' twice"
_HINTS = (
    ("mapping values are not allowed", "a colon and a space make a key; put a text that has them in quotes"),
    ("sequence entries are not allowed", "a '- ' cannot stand here; begin the list on its own line"),
    ("block sequence entries", "a '- ' cannot stand here; begin the list on its own line"),
    ("could not find expected ':'", "a key without its colon, or a line with the wrong indentation"),
    ("unknown escape character", r"a '\' in double quotes begins an escape; use single quotes or none"),
    ("tab character", "a tab; use spaces"),
    ("undefined tag handle", "a '!' begins a tag, and tags are not used here; put the text in quotes"),
    ("',' or ']'", "this '[' is never closed; write [a, b], with quotes around a text that has , or :"),
    ("',' or '}'", "this '{' is never closed; write {key: value}, with quotes around a text that has , or }"),
    ("expected key", "this line's indentation or first character does not fit what stands above it"),
    ("expected '-' indicator", "this line's indentation or first character does not fit the list above it"),
    ("expected <block end>", "this line's indentation or first character does not fit what stands above it"),
)
_AT_THE_OPENING = ("',' or ']'", "',' or '}'")


class Mark(Protocol):
    """A place as the parser gives it, counted from 0."""

    line: int
    column: int


class Complaint(Protocol):
    """What the parser raises."""

    context: Any
    context_mark: Any
    problem: Any
    problem_mark: Any


def explain(error: Complaint, lines: list[str]) -> tuple[int, int, str]:
    """Return line and column, from 1 and inside the text, and the message for it."""
    said = str(error.problem)
    unclosed = "quoted scalar" in str(error.context) and "end of stream" in said
    opening = unclosed or any(sign in said for sign in _AT_THE_OPENING)
    marks = (error.context_mark, error.problem_mark) if opening else (error.problem_mark, error.context_mark)
    mark: Mark | None = marks[0] or marks[1]
    if mark is None:
        return 1, 1, f"this is not YAML: {said}"
    line, column = inside(mark, lines)
    character = lines[line - 1][column - 1 : column]
    return line, column, _QUOTE_UNCLOSED if unclosed else _message(said, character)


def inside(mark: Mark, lines: list[str]) -> tuple[int, int]:
    """Return the mark's line and column; one after the last line moves to that line's end."""
    if mark.line < len(lines):
        return mark.line + 1, mark.column + 1
    return len(lines), len(lines[-1]) + 1


def _message(said: str, character: str) -> str:
    if "cannot start any token" in said:
        if character == "\t":
            return "a tab; use spaces"
        return f"a text cannot begin with {character!r}; put it in quotes"
    for sign, hint in _HINTS:
        if sign in said:
            return hint
    return f"this is not YAML: {said}"
