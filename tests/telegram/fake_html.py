"""Telegram's HTML, read and refused as the Bot API does it (tdlib, parse_html)."""

from __future__ import annotations

import re
from html import unescape

_TAGS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "u": "u",
    "ins": "u",
    "s": "s",
    "strike": "s",
    "del": "s",
    "span": "span",
    "tg-spoiler": "tg-spoiler",
    "a": "a",
    "tg-emoji": "tg-emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z-]*)(?P<rest>[^<>]*)>|(?P<open><)|(?P<entity>&[^;\s]{1,8};)"
)
_KNOWN = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


class HtmlError(Exception):
    """Telegram would refuse the text; the message is Telegram's."""


def visible(html: str) -> str:
    """Return the text that people see.

    Raises:
        HtmlError: a tag is unknown, unclosed or closed out of turn.
    """
    open_tags: list[str] = []
    seen: list[str] = []
    at = 0
    for found in _TOKEN.finditer(html):
        seen.append(html[at : found.start()])
        at = found.end()
        offset = len(html[: found.start()].encode())
        if found["entity"] is not None:
            entity = found["entity"]
            seen.append(unescape(entity) if _KNOWN.fullmatch(entity) else entity)
            continue
        name = (found["name"] or "").lower()
        if found["open"] is not None or name not in _TAGS:
            msg = f'Unsupported start tag "{name}" at byte offset {offset}'
            raise HtmlError(msg)
        if not found["close"]:
            open_tags.append(name)
        elif not open_tags:
            msg = f"Unexpected end tag at byte offset {offset}"
            raise HtmlError(msg)
        elif open_tags.pop() != name:
            msg = f'Unmatched end tag at byte offset {offset}, expected "</{name}>", found "</{name}>"'
            raise HtmlError(msg)
    if open_tags:
        msg = f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"'
        raise HtmlError(msg)
    return "".join([*seen, html[at:]])
