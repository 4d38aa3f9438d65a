"""What follows help in a chat: typed buttons, countries and short words go on with it."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.memory import Memory
from bot.reply import HELP, Kind

AFTER = Memory(danger_at=0.0, danger="C2", helped=1)


def said(assistant: Assistant, text: str, memory: Memory = AFTER) -> str:
    """Return what the reply to a message says, in one line."""
    return " ".join(line.text for line in assistant.respond(text, memory, 60.0).reply.lines)


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("In danger now", "help:now"),
        ("not right now", "help:later"),
        ("asking for someone else!", "help:other"),
    ],
)
def test_a_typed_label_is_its_button(assistant: Assistant, typed: str, action: str) -> None:
    """Who types what stands on a button gets what it gives."""
    assert assistant.respond(typed, AFTER, 60.0) == assistant.press(action, AFTER, 60.0)


@pytest.mark.parametrize("typed", ["germany", "im in Germany", "I live in germany", "DE"])
def test_a_typed_country_is_taken(assistant: Assistant, typed: str) -> None:
    """After help a country that is typed gives its numbers, and is remembered."""
    turn = assistant.respond(typed, AFTER, 60.0)
    assert turn.memory.country == "DE"
    assert "0800 111 0 111" in " ".join(line.text for line in turn.reply.lines)


def test_yes_may_mean_danger(assistant: Assistant) -> None:
    """The question was whether there is danger, so "yes" is taken as that and gets the emergency number."""
    for helped in range(3):
        text = said(assistant, "yes", Memory(danger_at=0.0, danger="C2", helped=helped))
        assert "emergency number" in text.split(".")[0] + text.split(".")[1]
        assert "Good" not in text


@pytest.mark.parametrize("typed", ["no", "idk", "they wont pick up", "ok", "thanks", "i dont have a phone"])
def test_short_words_go_on_with_help(assistant: Assistant, typed: str) -> None:
    """For half an hour a short message is never unknown and never small talk."""
    assert assistant.respond(typed, AFTER, 60.0).reply.kind in HELP


def test_without_danger_a_country_is_just_a_word(assistant: Assistant) -> None:
    """Nothing of this happens where nobody was in danger."""
    assert assistant.respond("germany").reply.kind not in HELP
    assert assistant.respond("yes").reply.kind in {Kind.SMALL_TALK, Kind.UNKNOWN}
