"""Buttons under a message: a reply's own, thumbs, a link to share, and the way to the editors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.reply import Button, Kind, Reply, Role

_MOST_BYTES = 64
_MENU = "m:"
_IN_PAIRS = frozenset({Role.COUNTRY, Role.OTHER})
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
UP, DOWN = "up", "down"
_SIGNS = {UP: "👍", DOWN: "👎"}
_SHARE = "🔗"

Rows = list[list[InlineKeyboardButton]]


@dataclass(frozen=True, slots=True)
class Vote:
    """A thumb: what is pressed now, and what the keyboard showed as pressed before."""

    entry: str
    now: str
    before: str

    @property
    def action(self) -> str:
        """The button's data."""
        return f"v:{self.now[0]}{self.before[:1] or '-'}:{self.entry}"

    @classmethod
    def of(cls, action: str) -> Vote | None:
        """Read the button's data, None if it is no thumb's."""
        found = re.fullmatch(r"v:([ud])([ud-]):(.+)", action)
        if found is None:
            return None
        names = {"u": UP, "d": DOWN, "-": ""}
        return cls(found[3], names[found[1]], names[found[2]])


def menu_action(action: str) -> tuple[str, bool]:
    """Return the assistant's action, and whether the button stands in a menu that changes in place."""
    return action.removeprefix(_MENU), action.startswith(_MENU)


def keyboard(
    reply: Reply,
    username: str | None,
    *,
    menu: bool = False,
    rated: bool = True,
    extra: Iterable[Button] = (),
) -> Rows:
    """Return the rows of buttons for a reply.

    ``username`` is the bot's, for links, None for none; ``rated`` puts thumbs under an answer.
    """
    rows: Rows = []
    pair: list[InlineKeyboardButton] = []
    for button in (*reply.buttons, *extra):
        action = f"{_MENU}{button.action}" if menu else button.action
        if len(action.encode()) > _MOST_BYTES:
            continue
        shown = InlineKeyboardButton(button.label, callback_data=action)
        if button.role not in _IN_PAIRS:
            rows.append([shown])
        elif pair:
            pair.append(shown)
            pair = []
        else:
            pair = [shown]
            rows.append(pair)
    entry = reply.answers[0].entry if reply.kind is Kind.ANSWER and len(reply.answers) == 1 else None
    if entry is not None:
        below = [*(thumbs(entry, "") if rated else ()), *(_share(entry, username) if username else ())]
        rows += [below] if below else []
    return rows


def thumbs(entry: str, chosen: str) -> list[InlineKeyboardButton]:
    """Return the two thumbs, the chosen one marked; the state is in the buttons and nowhere else."""
    return [
        InlineKeyboardButton(
            f"{_SIGNS[name]} ✓" if name == chosen else _SIGNS[name],
            callback_data=Vote(entry, name, chosen).action,
        )
        for name in (UP, DOWN)
        if len(Vote(entry, name, chosen).action.encode()) <= _MOST_BYTES
    ]


def voted(markup: InlineKeyboardMarkup, vote: Vote) -> Rows:
    """Return the keyboard with this vote's thumbs in the place of the earlier ones."""
    rows: Rows = []
    for row in markup.inline_keyboard:
        is_vote = [isinstance(button.callback_data, str) and Vote.of(button.callback_data) for button in row]
        rest = [button for button, thumb in zip(row, is_vote, strict=True) if not thumb]
        rows.append([*thumbs(vote.entry, vote.now), *rest] if any(is_vote) else rest)
    return rows


def link(username: str, entry: str) -> str:
    """Return the address that opens the bot on an entry."""
    return f"https://t.me/{username}?start={entry}"


def _share(entry: str, username: str) -> list[InlineKeyboardButton]:
    if not _START.fullmatch(entry):
        return []
    return [
        InlineKeyboardButton(
            _SHARE, url=f"https://t.me/share/url?url={quote(link(username, entry), safe='')}"
        )
    ]
