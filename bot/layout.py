"""A reply as paragraphs in reading order, for every transport to set in its own way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.reply import Line, Reply, Source, Style

# Directional overrides can make a text read as another one; Telegram drops most of them itself.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS = frozenset("\n\r\u0085\u2028\u2029")
# Letters and symbols by their category, and yet there is nothing to see.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class Face(StrEnum):
    """How letters look."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"


class Part(StrEnum):
    """What a paragraph is there for."""

    QUESTION = "question"
    BODY = "body"
    ITEM = "item"
    SMALL = "small"
    HEADING = "heading"
    SOURCE = "source"
    NOTICE = "notice"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one face; ``url`` is where it leads."""

    text: str
    face: Face = Face.PLAIN
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Spans in order, after a marker (``[1]``); a ``tight`` one stands right below the one before it."""

    part: Part
    spans: tuple[Span, ...]
    marker: str = ""
    tight: bool = False

    @property
    def text(self) -> str:
        """The text without its marker."""
        return "".join(span.text for span in self.spans)


_FACES = {Style.QUESTION: Face.BOLD, Style.STRONG: Face.BOLD, Style.SMALL: Face.ITALIC}
_PARTS = {Style.QUESTION: Part.QUESTION, Style.ITEM: Part.ITEM, Style.SMALL: Part.SMALL}


def paragraphs(reply: Reply) -> tuple[Paragraph, ...]:
    """Return the whole reply but its buttons: lines, sources, the notice, the closing lines."""
    return (*_lines(reply), *_sources(reply), *_notice(reply), *_closing(reply))


def clean(text: str) -> str:
    """Return the text without what no transport can show; line breaks stay, blanks at the ends do not."""
    return "".join(_kept(character) for character in text.replace("\r\n", "\n")).strip()


def visible(text: str) -> bool:
    """Tell whether there is anything to see; Telegram refuses a message without."""
    return any(unicodedata.category(character)[0] in "LNPS" and character not in _BLANK for character in text)


def _kept(character: str) -> str:
    if character in _BREAKS:
        return "\n"
    if character in _OVERRIDES:
        return ""
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return " " if category == "Cc" else character


def _lines(reply: Reply) -> Iterator[Paragraph]:
    before: Line | None = None
    for line in reply.lines:
        text = clean(line.text)
        if not visible(text):
            continue
        marks = "".join(f"[{number}]" for number in line.marks)
        spans = [Span(text, _FACES.get(line.style, Face.PLAIN), _address(line.url))]
        if marks:
            spans.append(Span(f" {marks}"))
        item = line.style is Style.ITEM
        yield Paragraph(
            part=_PARTS.get(line.style, Part.BODY),
            spans=tuple(spans),
            marker="•" if item else "",
            tight=item and before is not None and before.style is Style.ITEM,
        )
        before = line


def _sources(reply: Reply) -> Iterator[Paragraph]:
    shown = [source for source in reply.sources if visible(clean(source.text))]
    title = clean(reply.sources_title)
    titled = bool(shown) and visible(title)
    if titled:
        yield Paragraph(Part.HEADING, (Span(title, Face.BOLD),))
    for position, source in enumerate(shown):
        yield _source(source, tight=titled or position > 0)


def _source(source: Source, *, tight: bool) -> Paragraph:
    spans = [Span(clean(source.text), url=_address(source.url))]
    detail = clean(source.detail or "")
    if visible(detail):
        spans.append(Span(f"\n{detail}"))
    return Paragraph(Part.SOURCE, tuple(spans), f"[{source.number}]", tight=tight)


def _notice(reply: Reply) -> Iterator[Paragraph]:
    if reply.notice is not None:
        texts = (clean(reply.notice.disclaimer), clean(reply.notice.referral))
        yield Paragraph(Part.NOTICE, (Span(" ".join(filter(None, texts)), Face.ITALIC),))


def _closing(reply: Reply) -> Iterator[Paragraph]:
    shown = [text for text in map(clean, reply.closing) if visible(text)]
    for position, text in enumerate(shown):
        yield Paragraph(Part.CLOSING, (Span(text),), tight=position > 0)


def _address(url: str | None) -> str | None:
    address = clean(url or "")
    return address or None
