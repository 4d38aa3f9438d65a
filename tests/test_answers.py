"""The FAQ's side: a message that is in no danger gets its reply, and buttons get theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replies import check, check_said

from bot.answers import Answers, Kinship, kinship
from bot.assistant import Assistant
from bot.compose import Composer
from bot.knowledge.model import Elsewhere, Entry, Gap, Knowledge, SmallTalk, Statement, Text
from bot.pages import Pages
from bot.reply import Kind, Line, Reply, Style
from bot.understanding.decide import Thresholds
from bot.understanding.reader import Reading
from bot.understanding.text import Message

ANY_TEXT = st.text(st.characters(), max_size=60)
ASKED = [
    "how fast does it work compared to SSRIs",
    "is it addictive",
    "does it help",
    "hello",
    "are you a bot",
    "does zoloft make you gain weight",
    "what is glutamate? how long does a session take?",
    "what's the capital of france",
    "кетамин",
    "",
]


def read(answers: Answers, text: str) -> Reading:
    """Return the reading of a message."""
    return answers.reader.read(Message.of(text))


def questions(reply: Reply) -> list[str]:
    """Return the questions that stand in a reply."""
    return [line.text for line in reply.lines if line.style is Style.QUESTION]


@pytest.mark.parametrize(
    ("asked", "kind", "shown"),
    [
        ("how fast does it work compared to SSRIs", Kind.ANSWER, "entry:how-fast"),
        ("does ketamine help with depression?", Kind.ANSWER, "entry:depression"),
        ("what is the default mode network", Kind.ANSWER, "entry:default-mode-network"),
        ("how does ketamine work in the brain", Kind.ANSWER, "entry:how-it-works"),
        ("is ketamine addictive?", Kind.NOT_COVERED, "gap:addiction"),
        ("is it addictive", Kind.NOT_COVERED, "gap:addiction"),
        ("what does it cost", Kind.NOT_COVERED, "gap:cost"),
        ("what are the side effects", Kind.NOT_COVERED, "gap:side-effects"),
        ("hello", Kind.SMALL_TALK, None),
        ("thank you so much", Kind.SMALL_TALK, None),
        ("are you a real person", Kind.SMALL_TALK, None),
        ("qwzx vbnp", Kind.UNKNOWN, None),
        ("", Kind.UNKNOWN, None),
    ],
)
def test_plain_questions(answers: Answers, asked: str, kind: Kind, shown: str | None) -> None:
    """The plainest form of a question gets the plain reply, and what it shows is told."""
    reply, intent = answers.respond(read(answers, asked))
    check(reply)
    assert (reply.kind, intent) == (kind, shown)
    if shown:
        assert len(questions(reply)) == 1


@pytest.mark.parametrize(
    "asked",
    [
        "is alcohol addictive",
        "does zoloft make you gain weight",
        "how does CBT work",
        "what's the capital of france",
        "I want a pizza",
        "how long does it take to boil an egg",
    ],
)
def test_what_is_not_ours_is_not_answered(answers: Answers, asked: str) -> None:
    """A question about something else gets no answer and no statement that the article is silent."""
    reply, intent = answers.respond(read(answers, asked))
    check(reply)
    assert reply.kind in {Kind.UNKNOWN, Kind.SMALL_TALK, Kind.CHOICES}
    assert intent is None


@pytest.mark.parametrize("asked", ["why?", "how", "what??", "when?", "who", "and?", "does it"])
def test_a_bare_question_word_is_not_answered(answers: Answers, asked: str) -> None:
    """What says nothing of what it asks gets no answer."""
    reply, intent = answers.respond(read(answers, asked))
    check(reply)
    assert reply.kind not in {Kind.ANSWER, Kind.NOT_COVERED}
    assert intent is None


def test_several_questions_get_several_answers(answers: Answers) -> None:
    """Three questions in one message are answered each under its question, with one notice."""
    reply, intent = answers.respond(
        read(answers, "What does glutamate do? What does it cost? Does it help with chronic pain?")
    )
    check(reply)
    assert [answered.entry for answered in reply.answers] == ["what-glutamate-does", "chronic-pain"]
    assert (reply.gaps, len(questions(reply)), intent) == (("cost",), 3, None)


def test_what_went_unanswered_is_named(answers: Answers) -> None:
    """Of three questions the one that nothing fits is named."""
    reply, _ = answers.respond(
        read(
            answers, "What does glutamate do? What is the capital of France? Does it help with chronic pain?"
        )
    )
    assert "what is the capital of france?" in reply.lines[-1].text
    assert reply.lines[-1].text.startswith(answers_text(answers, "unanswered"))


def test_a_question_at_the_end_of_a_story_is_answered(answers: Answers) -> None:
    """What somebody tells before their question does not hide it."""
    story = (
        "My wife and I moved here in the spring. The garden is finally coming on, and the dog likes it. "
        "A neighbour told us about this over the fence. Does ketamine help with chronic pain?"
    )
    _, intent = answers.respond(read(answers, story))
    assert intent == "entry:chronic-pain"


def test_another_language_is_told_so(answers: Answers) -> None:
    """A message in another script gets the text for that, with the way to help."""
    reply, intent = answers.respond(read(answers, "помогает ли кетамин от депрессии?"))
    check(reply)
    assert (reply.kind, intent) == (Kind.UNKNOWN, None)
    assert reply.lines[0].text == answers_text(answers, "other_language")
    assert "/crisis" in reply.lines[0].text


@given(ANY_TEXT | st.lists(st.sampled_from(ASKED), max_size=4).map(". ".join), st.none() | ANY_TEXT)
def test_every_message_gets_a_reply(answers: Answers, raw: str, before: str | None) -> None:
    """Any text, after anything, gets a reply that holds what every reply holds."""
    reply, intent = answers.respond(read(answers, raw), before)
    check(reply)
    assert intent is None or intent.startswith(("entry:", "gap:"))


def test_every_entry_and_gap_can_be_pressed(answers: Answers, knowledge: Knowledge) -> None:
    """The button of an entry or gap shows it, without a score, and tells what is shown."""
    items: list[Entry | Gap] = [*knowledge.entries, *knowledge.gaps]
    for item in items:
        action = f"{'gap' if isinstance(item, Gap) else 'entry'}:{item.id}"
        reply, intent = answers.press(action)
        check(reply)
        assert (questions(reply), intent, reply.score) == ([item.question], action, None)


def test_every_button_leads_somewhere(answers: Answers, knowledge: Knowledge) -> None:
    """Whatever a reply offers is there when pressed, and from the start all entries can be reached."""
    gone = answers_text(answers, "entry_gone")
    todo, seen = ["start"], set()
    while todo:
        action = todo.pop()
        seen.add(action)
        reply, _ = answers.press(action)
        assert reply.lines[0].text != gone, action
        todo += [button.action for button in reply.buttons if button.action not in seen]
    assert {f"entry:{entry.id}" for entry in knowledge.entries} <= seen


@pytest.mark.parametrize(
    "action", ["entry:no-such", "gap:", "topic:none-such", "bogus", "", ":", "entry:how-fast:2"]
)
def test_a_button_of_yesterday_gets_the_topics(answers: Answers, action: str) -> None:
    """A button whose entry has gone leads to the topics."""
    reply, intent = answers.press(action)
    check(reply)
    assert reply.lines[0].text == answers_text(answers, "entry_gone")
    assert intent is None
    assert reply.buttons


@given(st.text(st.characters(), max_size=30) | st.text(st.characters(), max_size=9).map("topic:{}".format))
def test_every_press_gets_a_reply(answers: Answers, action: str) -> None:
    """Any action gets a reply that holds what every reply holds."""
    reply, _ = answers.press(action)
    check(reply)


def test_none_of_these_offers_the_topics(answers: Answers) -> None:
    """Who finds none of the choices fitting is asked to say it otherwise, and may look."""
    reply, intent = answers.press("none")
    check(reply)
    assert (reply.kind, intent) == (Kind.UNKNOWN, None)
    assert reply.lines[0].text == answers_text(answers, "none_of_these_reply")
    assert reply.buttons


def test_personal_advice_is_refused_with_the_nearest_entry_as_a_button(answers: Answers) -> None:
    """Nothing of an entry is said to who asks what to do; the nearest is a button."""
    reply = answers.personal_advice(read(answers, "does ketamine help with chronic pain?"), (Line("First."),))
    check(reply)
    assert reply.kind is Kind.PERSONAL_ADVICE
    assert reply.lines[0] == Line("First.")
    assert [button.action for button in reply.buttons] == ["entry:chronic-pain"]
    assert answers_text(answers, "partly_fits") in [line.text for line in reply.lines]
    assert (reply.sources, reply.answers) == ((), ())
    nothing = answers.personal_advice(read(answers, "qwzx vbnp"), ())
    assert nothing.buttons == ()
    assert answers_text(answers, "partly_fits") not in [line.text for line in nothing.lines]


def test_what_must_not_be_offered_in_danger_is_not(answers: Answers, knowledge: Knowledge) -> None:
    """Entries on the claims that are never offered beside help are never the nearest, however asked."""
    never = set(knowledge.messages.never_in_danger)
    kept_back = [entry for entry in knowledge.entries if never & set(entry.claims)]
    assert kept_back
    for entry in kept_back:
        for text in (entry.question, *entry.also_asked):
            nearest = answers.nearest(read(answers, text))
            assert nearest is None or not never & set(nearest.claims)
            assert answers.offer(read(answers, f"{text}?")) is None or nearest is not None


def test_an_offer_wants_a_question(answers: Answers) -> None:
    """Beside help a button is offered only to who asks something of ours."""
    button = answers.offer(read(answers, "I can't go on. Does ketamine help with chronic pain?"))
    assert button is not None
    assert button.action == "entry:chronic-pain"
    assert answers.offer(read(answers, "ketamine helps with chronic pain")) is None
    assert answers.offer(read(answers, "I can't go on. What is the capital of France?")) is None


def test_sourcing_quotes_the_entry_that_messages_name(answers: Answers, knowledge: Knowledge) -> None:
    """The refusal comes first, then what the article says of where clinics get it."""
    entry = next(each for each in knowledge.entries if each.id == knowledge.messages.sourcing_entry)
    reply = answers.sourcing((Line("No."),))
    check(reply)
    assert reply.kind is Kind.SOURCING
    assert [line.text for line in reply.lines] == ["No.", *(said.says for said in entry.answer)]


def test_kinship_is_a_claim_in_common() -> None:
    """Entries that share a claim serve each other; gaps serve themselves, as does what is not ours."""
    kin = Kinship(
        {"entry:a": frozenset({"x", "y"}), "entry:b": frozenset({"y"}), "entry:c": frozenset({"z"})}
    )
    assert kin("entry:a", "entry:b")
    assert kin("entry:b", "entry:a")
    assert not kin("entry:a", "entry:c")
    assert kin("gap:p", "gap:p")
    assert not kin("gap:p", "gap:q")
    assert not kin("entry:a", "gap:p")
    assert kin("talk:hello", "elsewhere:tea")
    assert not kin("talk:hello", "entry:a")
    assert not kin("gap:p", "elsewhere:tea")


def test_every_intent_serves_itself(knowledge: Knowledge) -> None:
    """On the real knowledge kinship is reflexive and the same both ways."""
    kin = kinship(knowledge)
    names = [f"entry:{entry.id}" for entry in knowledge.entries] + [f"gap:{gap.id}" for gap in knowledge.gaps]
    for one in names:
        assert kin(one, one)
        assert all(kin(one, other) == kin(other, one) for other in names)


TEXTS = st.text(st.characters(), max_size=25).map(Text) | st.sampled_from(["", " ", "\u200b"]).map(Text)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a maintainer and an operator may have written."""

    said: Text
    disclaimer: Text
    referral: Text
    unknown: Text
    limits: Thresholds
    operator: str | None
    address: str | None


LIMIT = st.sampled_from([0.0, 0.2, 0.5, 1.0])
NAME = st.none() | st.text(max_size=9)
EDITS = st.builds(
    Edit,
    TEXTS,
    TEXTS,
    TEXTS | st.just(Text("Ask a physician.")),
    TEXTS,
    st.builds(Thresholds, LIMIT, LIMIT, LIMIT, LIMIT),
    NAME,
    NAME,
)


@settings(max_examples=40)
@given(EDITS, st.lists(st.sampled_from(ASKED), min_size=1, max_size=3).map(". ".join) | ANY_TEXT)
def test_no_configuration_or_content_leaves_the_notice_out(answers: Answers, edit: Edit, raw: str) -> None:
    """Whatever the texts, the thresholds and the message, no reply goes without the notice."""
    changed = edited(answers.pages.composer.knowledge, edit)
    pages = Pages(Composer(changed, edit.address), edit.operator, edit.operator)
    other = Answers(pages.composer, pages, answers.reader, edit.limits)
    for reply in all_replies(other, raw, changed):
        check(reply)
        notice = pages.composer.notice
        if notice.disclaimer.isprintable():
            check_said(reply, notice.disclaimer, notice.referral)


def edited(knowledge: Knowledge, edit: Edit) -> Knowledge:
    """Return the knowledge with its texts replaced, under the same ids."""
    said = edit.said
    messages = replace(
        knowledge.messages,
        disclaimer=edit.disclaimer,
        referral=edit.referral,
        unknown=edit.unknown,
        danger_line=said,
        personal_advice_ask=(said,),
        small_talk=tuple(SmallTalk(each.id, said, each.asked) for each in knowledge.messages.small_talk),
    )
    return replace(
        knowledge,
        messages=messages,
        entries=tuple(
            replace(each, answer=tuple(Statement(said, part.claims) for part in each.answer), related=())
            for each in knowledge.entries
        ),
        gaps=tuple(replace(each, says=said, look=(), nearest=None) for each in knowledge.gaps),
        elsewhere=tuple(Elsewhere(each.id, said, each.asked) for each in knowledge.elsewhere),
    )


def all_replies(answers: Answers, raw: str, knowledge: Knowledge) -> Iterator[Reply]:
    """Yield a reply of each way in."""
    first: Entry = knowledge.entries[0]
    reading = read(answers, raw)
    yield answers.respond(reading)[0]
    yield answers.respond(reading, f"entry:{first.id}")[0]
    yield answers.personal_advice(reading, ())
    yield answers.sourcing(())
    yield answers.page(raw)
    for action in (f"entry:{first.id}", f"gap:{knowledge.gaps[0].id}", "none", "topics", raw):
        yield answers.press(action)[0]


def answers_text(answers: Answers, name: str) -> str:
    """Return one of the fixed texts behind some answers."""
    return str(getattr(answers.pages.composer.knowledge.messages, name))


def test_each_question_reaches_its_own_answer(assistant: Assistant, knowledge: Knowledge) -> None:
    """The question over an entry or a gap, as it stands on buttons and in the greeting, shows that one."""
    lost = []
    items: list[Entry | Gap] = [*knowledge.entries, *knowledge.gaps]
    for item in items:
        reply = assistant.respond(item.question).reply
        if item.id not in {*reply.gaps, *(shown.entry for shown in reply.answers)}:
            lost.append((item.question, reply.kind))
    assert lost == []
