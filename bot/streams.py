"""The standard streams, in whatever state the process was given them."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def standard_input() -> TextIO:
    """Return standard input, which Python leaves out where it was closed before the start."""
    stream: TextIO | None = sys.stdin
    return io.StringIO() if stream is None else stream


def standard_output() -> TextIO:
    """Return standard output, or nowhere where it was closed."""
    stream: TextIO | None = sys.stdout
    return io.StringIO() if stream is None else stream


def complain(message: str) -> None:
    """Say something on standard error."""
    print(message, file=sys.stderr)  # noqa: T201 (the place for it)


def forgive_encodings() -> None:
    """Replace what cannot be read or written, and end a line of input at a line feed only."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace", newline="\n")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def let_go_of_stdout() -> None:
    """Keep Python from complaining at the end that what is still to be written cannot be."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
