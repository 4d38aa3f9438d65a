"""How a reply looks in a terminal, and as plain text where there is none."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.layout import Face, Paragraph, Part, Span, clean, paragraphs
from bot.render import addresses
from bot.reply import Button, Reply, Role

_WIDEST = 88
_FACES = {Face.PLAIN: Style(), Face.BOLD: Style(bold=True), Face.ITALIC: Style(italic=True)}
_PARTS = {
    Part.QUESTION: Style(bold=True, color="cyan"),
    Part.SMALL: Style(dim=True),
    Part.SOURCE: Style(dim=True),
    Part.NOTICE: Style(dim=True),
}
_MARKER = Style(color="cyan")
_WORD = re.compile(r"\S+\s*")
_BELOW = frozenset({Part.HEADING, Part.SOURCE, Part.NOTICE, Part.CLOSING})


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a demonstration goes, in seconds; without a terminal nothing waits."""

    letter: float = 0.0
    before_reply: float = 0.0
    after_reply: float = 0.0
    sleep: Callable[[float], None] = time.sleep


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the caller; Rich would end the process with status 1."""
        raise BrokenPipeError


class Screen:
    """Sets paragraphs to the width of the terminal and numbers what can be picked."""

    def __init__(self, out: TextIO, *, terminal: bool) -> None:
        """Write to ``out``; without a terminal there is neither colour nor margin."""
        self._console = _Console(
            file=out,
            force_terminal=terminal,
            color_system="auto" if terminal else None,
            highlight=False,
            markup=False,
            emoji=False,
        )
        self._margin = 2 if terminal else 0

    @property
    def width(self) -> int:
        """The columns that text may take, margin included."""
        return max(20, min(self._console.width, _WIDEST))

    def typed(self, text: str, pace: Pace | None = None) -> None:
        """Show what was asked, letter by letter if there is a pace."""
        shown = " ".join(clean(text).split())
        self._console.print(Text("> " if shown else ">", Style(bold=True)), end="")
        for letter in shown if pace and pace.letter else [shown]:
            self._console.print(letter, end="", soft_wrap=True)
            if pace and pace.letter:
                pace.sleep(pace.letter)
        self._console.print()

    def hint(self, text: str) -> None:
        """Show a remark that is about the chat and no reply."""
        self._print(Paragraph(Part.SMALL, (Span(text),)))
        self._console.print()

    def reply(self, reply: Reply, related: str) -> tuple[Button, ...]:
        """Show the reply and return its buttons in the order of their numbers, the first being 1.

        ``related`` is the heading over related questions.
        """
        others = [button for button in reply.buttons if button.role is Role.RELATED]
        mains = [button for button in reply.buttons if button.role is not Role.RELATED]
        every = paragraphs(reply)
        labels = {clean(button.label) for button in reply.buttons}
        body = [p for p in every if p.part not in _BELOW and not (p.part is Part.ITEM and p.text in labels)]
        below = [p for p in every if p.part in _BELOW]
        ordered = (*mains, *others)
        self._console.print()
        self._set([*body, *_options(mains, 1, len(ordered)), *below])
        if others:
            heading = Paragraph(Part.HEADING, (Span(clean(related), Face.BOLD),))
            self._set([heading, *_options(others, len(mains) + 1, len(ordered), tight=True)])
        return ordered

    def _set(self, every: Iterable[Paragraph]) -> None:
        """Print the paragraphs; whatever comes next stands below a blank line."""
        first = True
        for paragraph in every:
            if not first and not paragraph.tight:
                self._console.print()
            self._print(paragraph)
            first = False
        if not first:
            self._console.print()

    def _print(self, paragraph: Paragraph) -> None:
        marker = f"{paragraph.marker} " if paragraph.marker else ""
        room = max(10, self.width - self._margin - len(marker))
        lines = list(self._lines(paragraph, room))
        for position, line in enumerate(lines):
            start = marker if position == 0 else " " * len(marker)
            row = Text(" " * self._margin).append(start, _MARKER).append_text(line)
            self._console.print(row, soft_wrap=True)

    def _lines(self, paragraph: Paragraph, room: int) -> Iterator[Text]:
        """Yield the lines; a word or address wider than the room is left whole, for the terminal to fold."""
        style = _PARTS.get(paragraph.part, Style())
        text = Text()
        for span in paragraph.spans:
            text.append(span.text, style + _FACES[span.face])
        for line in text.split("\n", allow_blank=True):
            for row in line.divide(_breaks(line.plain, room)):
                row.rstrip()
                yield row
        for address in addresses(paragraph):
            if address not in paragraph.text:
                yield Text(address, style + Style(dim=True, link=address))


@contextmanager
def waiting(text: str, out: TextIO) -> Iterator[None]:
    """Show a remark in the terminal for as long as something takes; nothing of it stays."""
    with _Console(file=out).status(Text(text, Style(dim=True))):
        yield


def _breaks(line: str, room: int) -> Iterator[int]:
    """Yield where the rows after the first begin, each at most ``room`` columns wide but for a long word."""
    column = 0
    for word in _WORD.finditer(line):
        wide = cell_len(word[0])
        if column and column + wide - (len(word[0]) - len(word[0].rstrip())) > room:
            yield word.start()
            column = 0
        column += wide


def _options(buttons: list[Button], first: int, last: int, *, tight: bool = False) -> Iterator[Paragraph]:
    wide = len(str(last)) + 1
    for number, button in enumerate(buttons, first):
        marker = f"{number}.".rjust(wide)
        yield Paragraph(Part.ITEM, (Span(clean(button.label)),), marker, tight=tight or number > first)
