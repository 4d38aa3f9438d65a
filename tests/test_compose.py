"""Replies are made of the maintainers' sentences, with their sources, and never without the notice."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replies import check, check_said

from bot.answers import Answers
from bot.compose import Citations, Composer, source_of
from bot.knowledge.model import Entry, Gap, Knowledge, Messages, Reference, Statement, Text
from bot.layout import visible
from bot.reply import Button, Kind, Line, Notice, Reply, Role, Style

ANY_TEXT = st.text(st.characters(), max_size=40).map(Text)
BLANK = ["", " ", "\n\t", "\u00a0", "\u200b", "\u2800", "\u3164", "\u202e\u200f", "\ufeff", ".", "—"]
MESSAGE_TEXTS = tuple(
    field.name
    for field in fields(Messages)
    if field.name not in {"small_talk", "tour", "personal_advice_ask", "never_in_danger"}
)


@pytest.fixture(scope="module")
def composer(knowledge: Knowledge) -> Composer:
    """Give a composer of the real knowledge, with an address for the article."""
    return Composer(knowledge, "https://article.example/ketamine")


def replies_of(composer: Composer, items: list[Entry | Gap], said: str) -> list[Reply]:
    """Return a reply of each sort that the composer makes."""
    entries = [item for item in items if isinstance(item, Entry)]
    return [
        composer.answer(items, 0.5),
        composer.answer(items, None, [said]),
        composer.choices(items, 0.4),
        composer.declined(Kind.PERSONAL_ADVICE, [Line(said)], *entries[:1]),
        composer.declined(Kind.SOURCING, [Line(said)], None, *entries[:1]),
        composer.unknown(said, composer.topic_buttons(), 0.1),
        composer.unknown(said),
    ]


BAD_TEXT = st.sampled_from(BLANK).map(Text) | ANY_TEXT


@given(
    st.tuples(BAD_TEXT, BAD_TEXT | st.just(Text("Ask a physician."))),
    st.dictionaries(st.sampled_from(MESSAGE_TEXTS), BAD_TEXT),
    st.integers(0, 999),
    st.integers(0, 999),
)
def test_no_messages_leave_the_notice_out(
    answers: Answers, notice: tuple[Text, Text], texts: dict[str, Text], first: int, second: int
) -> None:
    """Whatever messages.yaml says, blank disclaimer and referral included, every reply carries the notice."""
    knowledge = answers.pages.composer.knowledge
    messages = knowledge.messages
    for name, text in {**texts, "disclaimer": notice[0], "referral": notice[1]}.items():
        messages = replace(messages, **{name: text})  # type: ignore[arg-type]
    entry = knowledge.entries[first % len(knowledge.entries)]
    gap = knowledge.gaps[second % len(knowledge.gaps)]
    for reply in replies_of(Composer(replace(knowledge, messages=messages)), [entry, gap], notice[0]):
        check(reply)


@given(text=ANY_TEXT, picks=st.lists(st.integers(0, 999), max_size=4), place=st.integers(0, 999))
def test_no_entry_or_gap_leaves_the_notice_out(
    answers: Answers, text: Text, picks: list[int], place: int
) -> None:
    """Whatever an entry or a gap says, on however many claims, every reply carries the notice."""
    knowledge = answers.pages.composer.knowledge
    claims = knowledge.article.claims
    names = tuple(claims[pick % len(claims)].id for pick in picks)
    entry = knowledge.entries[place % len(knowledge.entries)]
    gap = knowledge.gaps[place % len(knowledge.gaps)]
    composer = Composer(knowledge)
    items: list[Entry | Gap] = [
        replace(entry, question=text, answer=(Statement(text, names),)),
        replace(gap, question=text, says=text),
    ]
    for reply in replies_of(composer, items, text):
        check(reply)
        check_said(reply, knowledge.messages.disclaimer, knowledge.messages.referral)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {"crisis", "emergency", "small_talk"}])
def test_a_medical_reply_cannot_be_made_without_the_notice(kind: Kind) -> None:
    """The type itself refuses every kind but help and small talk without the notice."""
    with pytest.raises(ValueError, match="must carry the notice"):
        Reply(kind, (Line("The article says so."),))


@pytest.mark.parametrize("blank", BLANK)
def test_a_disclaimer_that_says_nothing_is_replaced(knowledge: Knowledge, blank: str) -> None:
    """A disclaimer in which there is nothing to read gives way to the built-in one."""
    messages = replace(knowledge.messages, disclaimer=Text(blank))
    notice = Composer(replace(knowledge, messages=messages)).notice
    assert any(character.isalnum() for character in notice.disclaimer)
    assert "medical advice" in notice.disclaimer


@pytest.mark.parametrize("referral", ["", " ", "Ask your neighbour.", "\u200b"])
def test_a_referral_to_nobody_is_replaced(knowledge: Knowledge, referral: str) -> None:
    """A referral that names no physician gives way to the built-in one."""
    messages = replace(knowledge.messages, referral=Text(referral))
    notice = Composer(replace(knowledge, messages=messages)).notice
    assert "physician" in notice.referral


def test_the_notice_is_the_maintainers_own(knowledge: Knowledge) -> None:
    """Where the texts do, they are used as they are, and the disclaimer says what it must."""
    messages = knowledge.messages
    assert Composer(knowledge).notice == Notice(messages.disclaimer, messages.referral)
    for part in ("vary", "no outcome is guaranteed", "not medical advice"):
        assert part in messages.disclaimer


def test_every_entry_is_answered_with_its_sources(composer: Composer) -> None:
    """Above stands the question; each statement is marked with just the sources that it rests on."""
    article = composer.knowledge.article
    claims = {claim.id: claim for claim in article.claims}
    works = {reference.id: source_of(reference) for reference in article.references}
    for entry in composer.knowledge.entries:
        reply = composer.answer([entry], 0.9)
        check(reply)
        question, *statements = reply.lines
        assert question == Line(entry.question, Style.QUESTION)
        assert [line.text for line in statements] == [statement.says for statement in entry.answer]
        by_number = {source.number: source for source in reply.sources}
        for line, statement in zip(statements, entry.answer, strict=True):
            cited = [by_number[mark].text for mark in line.marks]
            expected: list[str] = []
            for claim in (claims[name] for name in statement.claims):
                expected += [works[name].text for name in claim.references]
                if not claim.references:
                    expected.append(
                        f"{article.author}: “{article.title}”, {article.publisher}. {claim.section}."
                    )
            assert cited == list(dict.fromkeys(expected))
        assert len({source.text for source in reply.sources}) == len(reply.sources)
        (answered,) = reply.answers
        assert (answered.entry, answered.claims) == (entry.id, entry.claims)
        assert set(answered.references) == {
            name for claim in entry.claims for name in claims[claim].references
        }
        assert (reply.kind, reply.score, reply.gaps, reply.choices) == (Kind.ANSWER, 0.9, (), ())


def test_every_gap_says_that_the_article_is_silent(composer: Composer) -> None:
    """Question, what the gap says, official pages, the nearest entry as a button, the line of help."""
    for gap in composer.knowledge.gaps:
        reply = composer.answer([gap], None)
        check(reply)
        assert reply.kind is Kind.NOT_COVERED
        assert reply.lines[:2] == (Line(gap.question, Style.QUESTION), Line(gap.says))
        assert [line.url for line in reply.lines[2:]] == [page.address for page in gap.look]
        assert (reply.gaps, reply.answers, reply.sources) == ((gap.id,), (), ())
        assert [button.action for button in reply.buttons] == (
            [f"entry:{gap.nearest}"] if gap.nearest else []
        )
        assert reply.closing == (composer.knowledge.messages.danger_line,)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=3))
def test_several_answers_share_one_list_of_sources(answers: Answers, picks: list[int]) -> None:
    """Each stands under its question, the numbers run on, and no source is listed twice."""
    composer = answers.pages.composer
    items: list[Entry | Gap] = [*composer.knowledge.entries, *composer.knowledge.gaps]
    asked = list(dict.fromkeys(items[pick % len(items)].id for pick in picks))
    chosen = [next(item for item in items if item.id == name) for name in asked]
    reply = composer.answer(chosen, 0.7, ["and the rest?"])
    check(reply)
    questions = [line.text for line in reply.lines if line.style is Style.QUESTION]
    assert questions == [item.question for item in chosen]
    assert len({(source.text, source.url) for source in reply.sources}) == len(reply.sources)
    assert [answered.entry for answered in reply.answers] == [i.id for i in chosen if isinstance(i, Entry)]
    assert reply.gaps == tuple(i.id for i in chosen if isinstance(i, Gap))
    assert reply.kind is (Kind.ANSWER if reply.answers else Kind.NOT_COVERED)
    assert "“and the rest?”" in reply.lines[-1].text
    assert len(reply.buttons) <= 3
    assert not {button.action.partition(":")[2] for button in reply.buttons} & set(asked)


def test_numbers_follow_the_order_of_use(knowledge: Knowledge) -> None:
    """The first source used is 1 whatever the article's own order, and a source keeps its number."""
    claims = knowledge.article.claims
    with_works = [claim for claim in claims if claim.references]
    without = next(claim for claim in claims if not claim.references)
    last = with_works[-1]
    citations = Citations(knowledge.article, None)
    first = citations.marks([last.id])
    assert first == tuple(range(1, len(last.references) + 1))
    assert citations.marks([without.id]) == (len(first) + 1,)
    assert citations.marks([without.id, last.id]) == (len(first) + 1, *first)
    assert citations.marks([last.id, last.id]) == first
    assert citations.marks([]) == ()
    assert [source.number for source in citations.sources] == list(range(1, len(first) + 2))
    assert citations.references([last.id, without.id, last.id]) == last.references


def test_a_claim_without_a_reference_cites_the_article() -> None:
    """The article stands in the list once per section, with its address if the operator has set one."""
    work = Reference(
        id=Text("leaf-2019"),
        authors=Text("Leaf, L."),
        year=2019,
        title=Text("On tea"),
        journal=Text("Tea Letters, 1(1), 1-2"),
        doi=Text("10.1000/tea"),
        kind=Text("survey"),
        note=Text("24 drinkers."),
        cited=True,
    )
    source = source_of(work, 3)
    assert source.text == "Leaf, L. (2019). On tea. Tea Letters, 1(1), 1-2."
    assert (source.number, source.detail, source.url) == (
        3,
        "Survey. 24 drinkers.",
        "https://doi.org/10.1000/tea",
    )
    bare = source_of(replace(work, doi=None, note=None))
    assert (bare.detail, bare.url) == ("Survey.", None)


def test_the_article_is_linked_where_it_can_be_read(composer: Composer, knowledge: Knowledge) -> None:
    """With an address the article's sections link to it, without one they do not."""
    silent = next(claim for claim in knowledge.article.claims if not claim.references)
    for address in (composer.address, None):
        citations = Citations(knowledge.article, address)
        citations.marks([silent.id])
        assert [source.url for source in citations.sources] == [address]


def test_choices_offer_the_questions_and_a_way_out(composer: Composer) -> None:
    """Each choice is a button and an object, the last button is the way out."""
    entry, gap = composer.knowledge.entries[0], composer.knowledge.gaps[0]
    reply = composer.choices([entry, gap], 0.4)
    check(reply)
    assert [(button.label, button.action) for button in reply.buttons] == [
        (entry.question, f"entry:{entry.id}"),
        (gap.question, f"gap:{gap.id}"),
        (composer.knowledge.messages.none_of_these, "none"),
    ]
    first, second = reply.choices
    assert (first.entry, first.gap, first.claims) == (entry.id, None, entry.claims)
    assert (second.entry, second.gap, second.claims) == (None, gap.id, ())
    assert (reply.kind, reply.score, reply.answers, reply.gaps) == (Kind.CHOICES, 0.4, (), ())


def test_a_refusal_offers_the_nearest_entry_but_never_its_statements(composer: Composer) -> None:
    """Beside personal advice the nearest entry is a button, and nothing of it is said."""
    entry = composer.knowledge.entries[0]
    reply = composer.declined(Kind.PERSONAL_ADVICE, [Line("Ask a clinician.")], entry)
    check(reply)
    assert reply.lines == (Line("Ask a clinician."),)
    assert reply.buttons == (Button(entry.question, f"entry:{entry.id}", Role.NEAREST),)
    assert (reply.sources, reply.answers) == ((), ())


def test_a_quoted_entry_stands_below_the_refusal_with_its_sources(composer: Composer) -> None:
    """Where an entry is quoted its statements follow, marked, and their sources are listed."""
    entry = composer.knowledge.entries[0]
    reply = composer.declined(Kind.SOURCING, [Line("No.")], quoted=entry)
    check(reply)
    assert [line.text for line in reply.lines] == ["No.", *(statement.says for statement in entry.answer)]
    assert reply.sources


@pytest.mark.parametrize("kind", ["unknown", "choices", "not_covered", "personal_advice"])
def test_the_line_of_help_stands_under_what_is_no_answer(composer: Composer, kind: str) -> None:
    """Unknown, choices, gaps and personal advice end with the way to help."""
    entry, gap = composer.knowledge.entries[0], composer.knowledge.gaps[0]
    made = {
        "unknown": composer.unknown("?"),
        "choices": composer.choices([entry, gap], 0.4),
        "not_covered": composer.answer([gap], None),
        "personal_advice": composer.declined(Kind.PERSONAL_ADVICE, [Line("Ask.")]),
    }[kind]
    assert made.kind == kind
    assert made.closing[-1:] == ("In danger? /crisis",)


def test_what_is_blank_is_told_from_what_is_not() -> None:
    """The texts that the tests above take for blank have nothing to see in them, but for two bare signs."""
    assert [text for text in BLANK if visible(text)] == [".", "—"]
