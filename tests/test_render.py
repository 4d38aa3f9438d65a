"""A reply as Telegram's HTML, as plain text and as JSON."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.layout import clean, visible
from bot.render import MOST_UNITS, html_chunks, json_line, plain_text
from bot.reply import Answered, Button, Choice, Kind, Line, Notice, Reply, Role, Source, Style

NOTICE = Notice("General information, not medical advice.", "Consult a qualified physician.")
TOKEN = re.compile(r"<(/?)(b|i|a)( href=\"([^\"<>]*)\")?>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);|[^<>&]")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}

ANSWER = Reply(
    kind=Kind.ANSWER,
    lines=(
        Line("How fast does it work?", Style.QUESTION),
        Line("The article says that it can help within hours.", marks=(1, 2)),
        Line("It names <one> review & no more.", marks=(1,)),
    ),
    notice=NOTICE,
    sources=(
        Source(
            1,
            "Doe, J. (2020). A title. Journal, 1(2), 3-4.",
            "Review of studies.",
            "https://doi.org/10.1/x?a&b",
        ),
        Source(2, "The article, section Where others fall short, paragraph 1"),
    ),
    closing=("In danger? /crisis",),
    buttons=(Button("What is it?", "entry:what", Role.RELATED),),
    answers=(Answered("how-fast", ("hours-or-days",), ("doe-2020",)),),
    score=0.912345,
)


def read(html: str) -> str:
    """Return the visible text of a chunk, and fail on anything that Telegram would not parse."""
    seen: list[str] = []
    open_tags: list[str] = []
    at = 0
    while at < len(html):
        token = TOKEN.match(html, at)
        assert token, f"no token of Telegram's HTML at {html[at : at + 20]!r}"
        at = token.end()
        closing, tag, attribute, _ = token.groups()
        if tag is None:
            seen.append(ENTITIES.get(token[0], token[0]))
        elif closing:
            assert not attribute
            assert open_tags
            assert open_tags.pop() == tag
        else:
            assert (tag == "a") == bool(attribute)
            open_tags.append(tag)
    assert not open_tags
    return "".join(seen)


def units(text: str) -> int:
    """Return the length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def test_html_of_an_answer() -> None:
    """An answer has its question in bold, marks, linked sources and the notice in italics."""
    (chunk,) = html_chunks(ANSWER)
    assert chunk == (
        "<b>How fast does it work?</b>\n\n"
        "The article says that it can help within hours. [1][2]\n\n"
        "It names &lt;one&gt; review &amp; no more. [1]\n\n"
        "<b>Sources</b>\n"
        '[1] <a href="https://doi.org/10.1/x?a&amp;b">Doe, J. (2020). A title. Journal, 1(2), 3-4.</a>\n'
        "Review of studies.\n"
        "[2] The article, section Where others fall short, paragraph 1\n\n"
        "<i>General information, not medical advice. Consult a qualified physician.</i>\n\n"
        "In danger? /crisis"
    )


def test_plain_text_of_an_answer() -> None:
    """Plain text has the same, with addresses written out."""
    assert plain_text(ANSWER) == (
        "How fast does it work?\n\n"
        "The article says that it can help within hours. [1][2]\n\n"
        "It names <one> review & no more. [1]\n\n"
        "Sources\n"
        "[1] Doe, J. (2020). A title. Journal, 1(2), 3-4.\n"
        "    Review of studies.\n"
        "    https://doi.org/10.1/x?a&b\n"
        "[2] The article, section Where others fall short, paragraph 1\n\n"
        "General information, not medical advice. Consult a qualified physician.\n\n"
        "In danger? /crisis"
    )


def test_plain_text_lists_choices_once() -> None:
    """Choices that stand only on buttons are listed; one that a line already says is not said twice."""
    reply = Reply(
        kind=Kind.CHOICES,
        lines=(Line("Which one?"), Line("What is it?", Style.ITEM)),
        notice=NOTICE,
        buttons=(
            Button("What is it?", "entry:what", Role.CHOICE),
            Button("How fast?", "entry:how-fast", Role.CHOICE),
            Button("None of these", "none", Role.OTHER),
        ),
    )
    assert plain_text(reply).split("\n\n")[:3] == ["Which one?", "• What is it?", "- How fast?"]


def test_json_has_the_shape_of_the_interface() -> None:
    """The keys are those that other programs rely on; the score is rounded to four places."""
    assert json.loads(json_line("how fast", ANSWER)) == {
        "question": "how fast",
        "kind": "answer",
        "answers": [{"entry": "how-fast", "claims": ["hours-or-days"], "references": ["doe-2020"]}],
        "gaps": [],
        "choices": [],
        "score": 0.9123,
        "text": plain_text(ANSWER),
    }


def test_json_of_choices() -> None:
    """A choice names its entry or its gap, never both, and its claims."""
    reply = Reply(
        kind=Kind.CHOICES,
        lines=(Line("Which one?"),),
        notice=NOTICE,
        choices=(
            Choice("What is it?", entry="what", claims=("a",)),
            Choice("How safe is that?", gap="safety"),
        ),
    )
    record = json.loads(json_line("it", reply, explanation="why"))
    assert record["choices"] == [
        {"entry": "what", "question": "What is it?", "claims": ["a"]},
        {"gap": "safety", "question": "How safe is that?", "claims": []},
    ]
    assert record["score"] is None
    assert record["explanation"] == "why"


@given(question=st.text(), said=st.text())
def test_json_is_one_line_of_ascii(question: str, said: str) -> None:
    """Whatever was asked and said, the object stands on one line, and the question comes back unchanged."""
    line = json_line(question, Reply(Kind.SMALL_TALK, (Line(said),)))
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["question"] == question


def test_a_heading_stays_with_what_it_heads() -> None:
    """A chunk never ends on the heading of the sources."""
    lines = (Line("word " * 815),)
    reply = Reply(Kind.ANSWER, lines, NOTICE, sources=(Source(1, "A long source " * 3),))
    first, second = html_chunks(reply)
    assert "Sources" not in first
    assert second.startswith("<b>Sources</b>\n[1] A long source")


@pytest.mark.parametrize("letter", ["x", "&", "😀", "é", "<"])
def test_a_word_longer_than_a_message_is_cut(letter: str) -> None:
    """A word without an end is cut into full messages, none of its letters lost, no pair parted."""
    chunks = html_chunks(Reply(Kind.SMALL_TALK, (Line(letter * 10_000, Style.STRONG),)))
    texts = [read(chunk) for chunk in chunks]
    assert "".join(texts) == letter * 10_000
    assert all(units(text) == MOST_UNITS for text in texts[:-1])


def test_only_links_that_telegram_takes_become_links() -> None:
    """Another scheme, or a blank in the address, leaves the text without a link."""
    for url in ("javascript:alert(1)", "tel:988", "https://a b", 'https://a"onclick="'):
        reply = Reply(Kind.SMALL_TALK, (Line("here", url=url),))
        assert html_chunks(reply) == ("here",)


def test_nothing_to_see_is_no_message() -> None:
    """A reply of blanks and invisible characters makes no message at all."""
    reply = Reply(Kind.SMALL_TALK, (Line(" \u200b\n"), Line("\u2800"), Line("")))
    assert html_chunks(reply) == ()


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="<>&\"' \n\r\t\u2028ab[]/", max_size=40),
    st.sampled_from(["</b>", "<a href=x>", "&amp;", "&lt", "\ud800", "\u202e", "\x00", "a\u0301", "👩‍👩‍👧"]),
    st.builds(lambda part, times: part * times, st.text(min_size=1, max_size=12), st.integers(1, 900)),
)
URLS = st.none() | TEXTS | st.builds(lambda rest: f"https://example.org/{rest}", TEXTS)
LINES = st.builds(Line, TEXTS, st.sampled_from(Style), st.tuples(st.integers(1, 9)), URLS)
SOURCES = st.builds(Source, st.integers(1, 99), TEXTS, st.none() | TEXTS, URLS)
REPLIES = st.builds(
    Reply,
    kind=st.sampled_from(Kind),
    lines=st.lists(LINES, max_size=5).map(tuple),
    notice=st.builds(Notice.of, TEXTS, TEXTS.map("physician {}".format)),
    sources=st.lists(SOURCES, max_size=4).map(tuple),
    sources_title=TEXTS,
    closing=st.lists(TEXTS, max_size=2).map(tuple),
)


def letters(text: str) -> str:
    """Return what can be seen of a text, blanks left out."""
    return "".join(character for character in clean(text) if not character.isspace() and visible(character))


@given(REPLIES)
def test_any_reply_is_html_that_telegram_takes(reply: Reply) -> None:
    """Whatever stands in any field, every chunk parses strictly, is short enough and shows something."""
    chunks = html_chunks(reply)
    for text in map(read, chunks):
        assert units(text) <= MOST_UNITS
        assert visible(text)
        assert text == text.strip()
        assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" for c in text)
    assert all(len(chunk.encode()) < 35_000 for chunk in chunks)


@given(REPLIES)
def test_plain_text_loses_nothing(reply: Reply) -> None:
    """Every text that is set stands in the plain text, in order."""
    together = letters(plain_text(reply))
    at = 0
    lines, sources = (line.text for line in reply.lines), (source.text for source in reply.sources)
    for text in (*lines, *sources, *reply.closing):
        if visible(clean(text)):
            found = together.find(letters(text), at)
            assert found >= 0
            at = found + len(letters(text))


@given(REPLIES)
def test_html_and_plain_text_say_the_same_words(reply: Reply) -> None:
    """Where no address is written out, the words of both forms are the same, in the same order."""
    bare = Reply(
        kind=reply.kind,
        lines=tuple(Line(line.text, line.style, line.marks) for line in reply.lines),
        notice=reply.notice,
        sources=tuple(Source(source.number, source.text, source.detail) for source in reply.sources),
        closing=reply.closing,
    )
    seen, plain = [read(chunk) for chunk in html_chunks(bare)], plain_text(bare)
    assert letters("".join(seen)) == letters(plain)
    if max(map(units, plain.split()), default=0) < MOST_UNITS:
        whole = [word for word in plain.split() if visible(word)]
        assert [word for word in " ".join(seen).split() if visible(word)] == whole
