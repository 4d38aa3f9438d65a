"""Questions in, replies out: as plain text, as JSON, or with an explanation."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from bot.contract import Explains
from bot.render import json_line, plain_text

_NARROWEST = 20
_START = re.compile(r" *(?:(?:\[[0-9]+\]|[-•]) )?")


@dataclass(frozen=True, slots=True)
class Form:
    """What is written for a question: the reply as JSON or text, the explanation beside or instead of it."""

    as_json: bool = False
    explained: bool = False
    named: bool = False


def ask(assistant: Explains, questions: Iterable[str], out: TextIO, form: Form) -> None:
    """Answer each question on its own, at once; ``form.named`` puts it above its reply."""
    columns = shutil.get_terminal_size().columns if out.isatty() else None
    for question in questions:
        explanation = assistant.explain(question) if form.explained else None
        if form.as_json:
            print(json_line(question, assistant.respond(question).reply, explanation), file=out, flush=True)
            continue
        said = plain_text(assistant.respond(question).reply) if explanation is None else explanation
        if form.named:
            said = f"> {question}".rstrip() + f"\n\n{said.rstrip()}\n"
        print(said if columns is None else _wrapped(said, columns), file=out, flush=True)


def questions_of(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the arguments; a byte that is no UTF-8 becomes a replacement character."""
    for argument in arguments:
        yield os.fsencode(argument).decode("utf-8", "replace")


def lines_of(stream: TextIO) -> Iterator[str]:
    """Yield the lines of a stream as they come, blank ones too, without their ends or a mark at the start."""
    first = True
    for line in iter(stream.readline, ""):
        question = line.removesuffix("\n").removesuffix("\r")
        yield question.removeprefix("\ufeff") if first else question
        first = False


def _wrapped(text: str, columns: int) -> str:
    """Return the text in lines that fit, the rest of a line set in as far as its start."""
    rows: list[str] = []
    for line in text.split("\n"):
        start = _START.match(line)
        indent = " " * len(start[0] if start else "")
        rows += textwrap.wrap(
            line,
            max(columns, _NARROWEST),
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(rows)
