"""Help replies hold what they must: numbers, two people to tell, a question, and no notice in front."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.help import Help
from bot.knowledge.safety import safety_or_packaged
from bot.memory import Memory
from bot.reply import Kind, Reply, Role
from bot.understanding.finding import Finding
from bot.understanding.text import Message

SAFETY, HELPLINES, PROBLEMS = safety_or_packaged(Path(__file__).parent.parent / "knowledge")
HELP = Help(SAFETY.texts, HELPLINES)
COUNTRIES: list[str | None] = [None, *[str(country.code) for country in HELPLINES.countries]]
CATEGORIES = [category for category in SAFETY.categories if category.kind in {"crisis", "emergency"}]


def finding(category: str, *, near: bool = True, person: str = "self") -> Finding:
    """Make a finding of a category."""
    kind, opens = next((Kind(each.kind), each.opens) for each in SAFETY.categories if each.id == category)
    return Finding(kind, category, opens, near, person, prescriber_today=False, rule="", words=())


def text_of(reply: Reply) -> str:
    """Return the lines of a reply as one text."""
    return "\n".join(line.text for line in reply.lines)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("category", [str(category.id) for category in CATEGORIES])
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_first_reply_has_what_it_must(category: str, country: str | None, turn: int) -> None:
    """A number to call, a direct question, three ways to answer, that it is a bot, and nothing in front."""
    reply = HELP.reply(finding(category), Memory(country=country, helped=turn))
    text = text_of(reply)
    assert reply.notice is None
    assert re.search(r"\d{3}", text)
    assert text.count("?") >= 1
    assert "I am a bot" in text
    assert {button.action for button in reply.buttons} >= {"help:now", "help:later"}
    assert any(button.action == "country:list" for button in reply.buttons)
    assert not re.search(r"\{|promise|contract|commit", text)


@pytest.mark.parametrize("person", ["self", "other"])
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_crisis_names_a_professional_and_a_trusted_person(person: str, turn: int) -> None:
    """Both are named, since one alone is not enough."""
    text = text_of(HELP.reply(finding("C2", person=person), Memory(country="GB", helped=turn)))
    assert re.search(r"doctor|therapist|nurse", text)
    assert re.search(r"trust|friend|family", text)
    assert "116 123" in text
    assert "999" in text


def test_unknown_country_has_numbers_at_once() -> None:
    """Before any country is known there are numbers for several, and the finder."""
    text = text_of(HELP.reply(finding("C1", near=False), Memory()))
    assert all(number in text for number in ("988", "116 123", "112", "findahelpline.com"))


def test_wordings_take_turns() -> None:
    """Three times in danger are three wordings."""
    assert (
        len({text_of(HELP.reply(finding("C9", near=False), Memory(helped=turn))) for turn in range(3)}) == 3
    )


def test_poison_line_only_where_confirmed() -> None:
    """The poison line stands in an emergency in the United States, named so where the country is open."""
    assert "1-800-222-1222" in text_of(HELP.reply(finding("M1"), Memory(country="US")))
    assert "1-800-222-1222" not in text_of(HELP.reply(finding("M1"), Memory(country="GB")))
    assert "in the United States, once 911" in text_of(HELP.reply(finding("M1"), Memory()))
    attempt = HELP.reply(finding("C7-done"), Memory(country="US"))
    assert "1-800-222-1222" in text_of(attempt)


@pytest.mark.parametrize(
    "said",
    ["yes", "no", "idk", "they won't pick up", "I can't call", "thanks", "still here", "please help", "..."],
)
@pytest.mark.parametrize("danger", ["C2", "M1", "C13"])
def test_short_messages_go_on_with_help(said: str, danger: str) -> None:
    """In the half hour after danger a short message is answered with help."""
    memory = Memory(danger_at=100.0, danger=danger, helped=1, country="US")
    reply = HELP.aftercare(Message.of(said), memory, 200.0)
    assert reply is not None
    assert reply.kind in {Kind.CRISIS, Kind.EMERGENCY}
    assert "911" in text_of(reply)


def test_aftercare_ends_and_lets_questions_through() -> None:
    """After half an hour, without danger and for a question of its own, the message is answered as usual."""
    memory = Memory(danger_at=100.0, danger="C2", helped=1)
    assert HELP.aftercare(Message.of("yes"), memory, 100.0 + 1801) is None
    assert HELP.aftercare(Message.of("yes"), Memory(), 100.0) is None
    assert HELP.aftercare(Message.of("how fast does ketamine work?"), memory, 200.0) is None
    assert "/crisis" in HELP.footer(memory)


@pytest.mark.parametrize("action", ["help:now", "help:later", "help:other", "country:GB", "country:list"])
def test_buttons_are_answered(action: str) -> None:
    """Every help button leads to help with numbers."""
    reply = HELP.pressed(action, Memory(danger="C2", helped=1))
    assert reply.kind is Kind.CRISIS
    assert re.search(r"\d{3}", text_of(reply))


def test_country_list_offers_all() -> None:
    """The list of countries has a button for each."""
    buttons = HELP.pressed("country:list", Memory()).buttons
    assert len([button for button in buttons if button.role is Role.COUNTRY]) == len(HELPLINES.countries)


def test_command_takes_code_name_and_nothing() -> None:
    """The command knows codes and names, and helps with neither."""
    assert "13 11 14" in text_of(HELP.command("au", Memory()))
    assert "13 11 14" in text_of(HELP.command("Australia", Memory()))
    assert "988" in text_of(HELP.command("", Memory()))
    assert "no checked numbers" in text_of(HELP.command("Atlantis", Memory()))


def test_country_order() -> None:
    """The person's choice goes before the operator's default, and the language only suggests."""
    default = Help(SAFETY.texts, HELPLINES, "GB")
    assert "999" in text_of(default.command("", Memory(), "de"))
    assert "000" in text_of(default.command("", Memory(country="AU"), "de"))
    suggested = text_of(HELP.command("", Memory(), "de"))
    assert "112" in suggested
    assert "Another country" in suggested


def test_sourcing_has_the_treatment_line_where_confirmed() -> None:
    """The treatment line is named for the United States only."""
    assert any("1-800-662-4357" in text for text in HELP.sourcing(Memory(country="US")))
    assert not any("1-800-662-4357" in text for text in HELP.sourcing(Memory(country="GB")))


def test_advice_leads() -> None:
    """Each category of advice has a sentence of its own, and prescriber-today names the emergency number."""
    names = [category.id for category in SAFETY.categories if category.id.startswith("advice")]
    assert all(HELP.advice_lead(name) for name in names)
    assert "911" in HELP.prescriber_today(Memory(country="US"))
