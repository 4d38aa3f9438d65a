"""The fixed pages: what stands on them, and topics page by page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replies import check

from bot.answers import Answers
from bot.compose import Composer
from bot.knowledge.model import Knowledge
from bot.pages import NO_CONTACT, PAGE_SIZE, Pages
from bot.reply import Kind, Reply, Role

NAMES = ("start", "help", "about", "privacy", "disclaimer", "topics", "sources")


@pytest.fixture(scope="module")
def pages(knowledge: Knowledge) -> Pages:
    """Give the pages of an operator with a name and a contact."""
    return Pages(Composer(knowledge, "https://article.example"), "The Operator", "mail@operator.example")


def text_of(reply: Reply | None) -> str:
    """Return what a page says."""
    assert reply is not None
    return "\n".join(line.text for line in reply.lines)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_there(pages: Pages, name: str) -> None:
    """Each page says something, needs no notice, and leaves no name in braces."""
    page = pages.page(name)
    assert page is not None
    check(page)
    assert page.kind is Kind.SMALL_TALK
    assert text_of(page).strip()
    assert "{" not in text_of(page)


@given(st.text(st.characters(), max_size=20).filter(lambda name: name not in NAMES))
def test_an_unknown_page_is_none(answers: Answers, name: str) -> None:
    """There is no page of any other name."""
    assert answers.pages.page(name) is None


def test_the_operator_is_named(pages: Pages, knowledge: Knowledge) -> None:
    """About and privacy name who runs the bot, or say that nobody has left an address."""
    assert "The Operator" in text_of(pages.page("about"))
    for name in ("about", "privacy"):
        assert "mail@operator.example" in text_of(pages.page(name))
        assert NO_CONTACT in text_of(Pages(Composer(knowledge)).page(name))


def test_about_names_the_article(pages: Pages, knowledge: Knowledge) -> None:
    """The article's title, author, publisher, date and reviewer are filled in."""
    article = knowledge.article
    about = text_of(pages.page("about"))
    day = f"{article.updated.day} {article.updated:%B %Y}"
    for fact in (article.title, article.author, article.publisher, article.reviewer, day):
        assert fact in about


def test_the_disclaimer_page_says_both_parts(pages: Pages, knowledge: Knowledge) -> None:
    """Disclaimer and referral stand on their page."""
    page = text_of(pages.page("disclaimer"))
    assert knowledge.messages.disclaimer in page
    assert knowledge.messages.referral in page


def test_the_sources_are_all_the_references(pages: Pages, knowledge: Knowledge) -> None:
    """Every reference of the article is listed, in its order, with the article above."""
    page = pages.page("sources")
    assert page is not None
    assert page.lines[0].url == "https://article.example"
    assert len(page.sources) == len(knowledge.article.references)
    for source, reference in zip(page.sources, knowledge.article.references, strict=True):
        assert reference.title in source.text


@pytest.mark.parametrize("name", ["start", "help", "topics"])
def test_topics_are_buttons(pages: Pages, knowledge: Knowledge, name: str) -> None:
    """The greeting, the help and the topics lead to every topic."""
    page = pages.page(name)
    assert page is not None
    assert [button.action for button in page.buttons] == [f"topic:{topic.id}" for topic in knowledge.topics]


def test_a_topic_leads_to_all_of_its_entries(pages: Pages, knowledge: Knowledge) -> None:
    """Following "More" from a topic shows each of its entries once, and ends."""
    for topic in knowledge.topics:
        seen: list[str] = []
        action = f"topic:{topic.id}"
        while action:
            page = pages.topic(action.removeprefix("topic:"))
            assert page is not None
            check(page)
            seen += [button.action for button in page.buttons if button.role is Role.CHOICE]
            more = [button.action for button in page.buttons if button.label == "More"]
            action = more[0] if more else ""
            assert len(seen) <= len(knowledge.entries)
        assert seen == [f"entry:{entry.id}" for entry in knowledge.entries if entry.topic == topic.id]


def test_a_page_holds_only_so_many(knowledge: Knowledge) -> None:
    """A topic with many entries has pages of eight; the last one has no "More"."""
    first = knowledge.topics[0].id
    entries = tuple(replace(entry, topic=first) for entry in knowledge.entries)
    pages = Pages(Composer(replace(knowledge, entries=entries)))
    last = (len(entries) - 1) // PAGE_SIZE + 1
    for number in (1, 2, last):
        page = pages.topic(f"{first}:{number}")
        assert page is not None
        shown = [button for button in page.buttons if button.role is Role.CHOICE]
        assert len(shown) == len(entries[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
        assert ("More" in [button.label for button in page.buttons]) == (number < last)


@given(st.text(st.characters(), max_size=12) | st.integers().map(str))
def test_any_page_number_shows_the_topic(answers: Answers, number: str) -> None:
    """A page that is not there, or is no number, shows entries of the topic all the same."""
    second = answers.pages.composer.knowledge.topics[1]
    page = answers.pages.topic(f"{second.id}:{number}")
    assert page is not None
    check(page)
    assert any(button.role is Role.CHOICE for button in page.buttons)


@pytest.mark.parametrize("number", ["9" * 5000, "0", "-1", "٣", "²"])
def test_odd_page_numbers_show_the_topic(pages: Pages, knowledge: Knowledge, number: str) -> None:
    """Very long, negative and foreign digits raise nothing."""
    assert pages.topic(f"{knowledge.topics[0].id}:{number}") is not None


@given(st.text(st.characters(), max_size=20))
def test_an_unknown_topic_is_none(answers: Answers, name: str) -> None:
    """There is no page of a topic that is not there."""
    topics = {topic.id for topic in answers.pages.composer.knowledge.topics}
    assert (answers.pages.topic(name) is None) == (name.partition(":")[0] not in topics)


def test_what_is_gone_leads_to_the_topics(pages: Pages, knowledge: Knowledge) -> None:
    """A button whose entry is gone says so and offers the topics."""
    gone = pages.gone()
    check(gone)
    assert text_of(gone) == knowledge.messages.entry_gone
    assert len(gone.buttons) == len(knowledge.topics)
