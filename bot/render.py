"""Reply → Telegram's HTML in chunks, plain text, or one line of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from bot.layout import Face, Paragraph, Part, Span, clean, paragraphs, visible
from bot.reply import Choice, Reply, Role

# https://core.telegram.org/bots/api#sendmessage: 1 to 4,096 characters, in UTF-16 units, without markup.
MOST_UNITS = 4096
# Telegram's library cuts a text, its markup included, at 35,000 bytes.
_MOST_BYTES = 30_000
_LINK = re.compile(r"(?:https?|tg)://[^\s<>\"]{1,2000}")
_TAGS = {Face.PLAIN: "", Face.BOLD: "b", Face.ITALIC: "i"}
_BEFORE_OPTIONS = frozenset({Part.QUESTION, Part.BODY, Part.ITEM, Part.SMALL})
_LISTED = frozenset({Role.CHOICE, Role.NEAREST, Role.TOPIC})


def html_chunks(reply: Reply) -> tuple[str, ...]:
    """Return the reply in Telegram's HTML, one or more messages long; empty if there is nothing to see.

    Every chunk parses on its own and has at most 4,096 UTF-16 units of visible text.
    """
    return tuple("".join(map(_markup, _trimmed(spans))) for spans in _packed(_groups(paragraphs(reply))))


def plain_text(reply: Reply) -> str:
    """Return the reply as plain text: choices and topics as a list, addresses written out."""
    every = paragraphs(reply)
    body = [paragraph for paragraph in every if paragraph.part in _BEFORE_OPTIONS]
    tail = [paragraph for paragraph in every if paragraph.part not in _BEFORE_OPTIONS]
    said = {paragraph.text for paragraph in body}
    labels = [clean(button.label) for button in reply.buttons if button.role in _LISTED]
    options = [
        Paragraph(Part.ITEM, (Span(label),), "-", tight=position > 0)
        for position, label in enumerate(label for label in labels if label and label not in said)
    ]
    parts: list[str] = []
    for paragraph in (*body, *options, *tail):
        if parts:
            parts.append("\n" if paragraph.tight else "\n\n")
        parts.append(plain_paragraph(paragraph))
    return "".join(parts)


def plain_paragraph(paragraph: Paragraph) -> str:
    """Return a paragraph as plain text, what comes after its first line set in below the marker."""
    lines = paragraph.text.split("\n")
    lines += [address for address in addresses(paragraph) if address not in paragraph.text]
    if not paragraph.marker:
        return "\n".join(lines)
    return f"{paragraph.marker} " + f"\n{' ' * (len(paragraph.marker) + 1)}".join(lines)


def addresses(paragraph: Paragraph) -> tuple[str, ...]:
    """Return where the paragraph's spans lead, in order."""
    return tuple(span.url for span in paragraph.spans if span.url)


def json_line(question: str, reply: Reply, explanation: str | None = None) -> str:
    """Return the reply to a question as one line of JSON, in the shape that other programs rely on."""
    record: dict[str, object] = {
        "question": question,
        "kind": reply.kind.value,
        "answers": [
            {"entry": shown.entry, "claims": list(shown.claims), "references": list(shown.references)}
            for shown in reply.answers
        ],
        "gaps": list(reply.gaps),
        "choices": [_choice(choice) for choice in reply.choices],
        "score": None if reply.score is None else round(reply.score, 4),
        "text": plain_text(reply),
    }
    if explanation is not None:
        record["explanation"] = explanation
    return json.dumps(record)


def _choice(choice: Choice) -> dict[str, object]:
    meant = {"entry": choice.entry} if choice.entry is not None else {"gap": choice.gap}
    return {**meant, "question": choice.question, "claims": list(choice.claims)}


@dataclass(frozen=True, slots=True)
class _Group:
    """Paragraphs that stay together where they can, as spans, and what parts them from the group before."""

    gap: str
    spans: tuple[Span, ...]


def _groups(every: Iterable[Paragraph]) -> Iterator[_Group]:
    """Join each heading with the paragraph under it, so that no chunk ends on a heading."""
    held: tuple[Span, ...] = ()
    for paragraph in every:
        marker = (Span(f"{paragraph.marker} "),) if paragraph.marker else ()
        spans = (*marker, *paragraph.spans)
        if paragraph.part is Part.HEADING:
            held = (*spans, Span("\n"))
        else:
            yield _Group("\n" if paragraph.tight and not held else "\n\n", (*held, *spans))
            held = ()


def _packed(groups: Iterable[_Group]) -> Iterator[tuple[Span, ...]]:
    chunk: tuple[Span, ...] = ()
    for group in groups:
        joined = (*chunk, Span(group.gap), *group.spans) if chunk else group.spans
        if _prefix(joined) is None:
            chunk = joined
            continue
        if _seen(chunk):
            yield chunk
        chunk = group.spans
        while (most := _prefix(chunk)) is not None:
            head, chunk = _split(chunk, most)
            if _seen(head):
                yield head
    if _seen(chunk):
        yield chunk


def _seen(spans: tuple[Span, ...]) -> bool:
    return any(visible(span.text) for span in spans)


def _prefix(spans: tuple[Span, ...]) -> int | None:
    """Return how many characters of the spans fit into a message, None if all do."""
    units = size = count = 0
    for span in spans:
        size += len(_markup(Span("x", span.face, span.url)).encode()) - 1
        for character in span.text:
            units += 1 + (character > "\uffff")
            size += len(escape(character, quote=False).encode())
            if units > MOST_UNITS or size > _MOST_BYTES:
                return count
            count += 1
    return None


def _split(spans: tuple[Span, ...], most: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Part the spans after at most so many characters: at a line break, a blank, or else inside a word."""
    text = "".join(span.text for span in spans)
    start = text[: most + 1]
    line = start.rfind("\n")
    blank = next((at for at in range(most, 0, -1) if start[at].isspace()), most)
    at = line if line > most // 2 else blank
    head: list[Span] = []
    tail: list[Span] = []
    for span in spans:
        cut = max(0, min(at, len(span.text)))
        head.append(Span(span.text[:cut], span.face, span.url))
        tail.append(Span(span.text[cut:], span.face, span.url))
        at -= cut
    return tuple(head), _trimmed(tuple(tail))


def _trimmed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans without empty ones and without blanks at either end."""
    texts = [span.text for span in spans]
    for position, text in enumerate(texts):
        texts[position] = text.lstrip()
        if texts[position]:
            break
    for position in reversed(range(len(texts))):
        texts[position] = texts[position].rstrip()
        if texts[position]:
            break
    return tuple(Span(text, span.face, span.url) for text, span in zip(texts, spans, strict=True) if text)


def _markup(span: Span) -> str:
    text = escape(span.text, quote=False)
    if not text.strip():
        return text
    if span.url and _LINK.fullmatch(span.url):
        text = f'<a href="{escape(span.url)}">{text}</a>'
    tag = _TAGS[span.face]
    return f"<{tag}>{text}</{tag}>" if tag else text
