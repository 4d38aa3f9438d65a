"""Message to reply: help comes first, nothing raises, and no medical reply goes without the notice."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import small_knowledge
from hypothesis import given
from hypothesis import strategies as st
from replies import check, check_said

from bot.answers import Answers
from bot.assistant import FOLLOW_UP_SECONDS, Assistant
from bot.build import assistant_from
from bot.config import Config, Matching
from bot.contract import Turn
from bot.help import AFTERCARE_SECONDS, Help
from bot.knowledge.load import KnowledgeError, default_folder
from bot.knowledge.model import Knowledge, Messages
from bot.memory import Memory
from bot.reply import HELP, Kind, Reply, Role
from bot.understanding.lookout import Lookout
from bot.understanding.matcher import Matcher, Ranking
from bot.understanding.reader import Reader

DANGER = [
    "I want to kill myself",
    "i no longer want to be alive",
    "my brother says he is going to hang himself tonight",
    "I took all my pills an hour ago",
    "she is not breathing after ketamine",
    "quiero morir",
]
SAID = [
    *DANGER,
    "where can I buy ketamine without a prescription",
    "should I stop my lexapro before it",
    "how fast does it work compared to SSRIs",
    "and for OCD?",
    "does it help",
    "is it addictive",
    "hello",
    "thanks",
    "what is the capital of france",
    "помогает ли кетамин",
    "yes",
    "no",
]
ANY_TEXT = st.text(st.characters(), max_size=80)
MESSAGES = ANY_TEXT | st.lists(st.sampled_from(SAID) | ANY_TEXT, max_size=4).map(". ".join)
NAMES = st.sampled_from(["start", "help", "about", "privacy", "disclaimer", "topics", "sources", "crisis"])
ACTIONS = st.one_of(
    ANY_TEXT,
    NAMES,
    st.just("none"),
    st.tuples(
        st.sampled_from(["entry", "gap", "topic", "help", "country", "none"]),
        st.sampled_from(
            ["how-fast", "cost", "effects", "effects:2", "now", "later", "other", "list", "US", "XX", ""]
        )
        | st.text(st.characters(), max_size=9),
    ).map(":".join),
)
MEMORIES = st.builds(
    Memory,
    intent=st.none() | st.sampled_from(["entry:how-fast", "entry:anxiety", "gap:cost", "entry:gone", ""]),
    intent_at=st.floats(0, 4000),
    danger_at=st.none() | st.floats(0, 4000),
    danger=st.none() | st.sampled_from(["C1", "C2", "M1", "no such", ""]),
    helped=st.integers(0, 50),
    country=st.none() | st.sampled_from(["US", "GB", "DE", "XX", ""]),
)
NOW = st.floats(0, 8000)
CODES = st.none() | st.sampled_from(["en", "en-US", "de", "pt-br", "", "-", "xx-XX-yy"]) | st.text(max_size=5)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a message may come with: the chat's memory, the time and the client's language."""

    memory: Memory
    now: float
    code: str | None


SITUATIONS = st.builds(Situation, MEMORIES, NOW, CODES)


class Failing(Matcher):
    """A matcher that cannot match."""

    def rank(self, typed: Iterable[str], most: int = 5) -> Ranking:
        """Fail with a word of the message, as a careless error would."""
        msg = f"cannot rank the first {most} of {' '.join(typed)}"
        raise RuntimeError(msg)


@pytest.fixture(scope="module")
def failing(lookout: Lookout, desk: Help, answers: Answers, knowledge: Knowledge) -> Assistant:
    """Give the assistant with a matcher that raises on every message."""
    broken = object.__new__(Failing)
    reader = Reader(broken, knowledge.language, frozenset())
    pages = answers.pages
    return Assistant(
        lookout, desk, Answers(pages.composer, pages, reader, answers.thresholds), knowledge.messages
    )


@pytest.fixture(scope="module")
def helpless(lookout: Lookout, desk: Help, knowledge: Knowledge) -> Assistant:
    """Give the assistant that has no FAQ at all."""
    return Assistant(lookout, desk, None, knowledge.messages)


@pytest.fixture(scope="module")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Give the assistant of a small knowledge about tea, wired as a run wires it."""
    return assistant_from(Config(), with_safety(tmp_path_factory.mktemp("tea")))


def with_safety(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Write the small knowledge with the project's own safety files."""
    for name in ("safety.yaml", "helplines.yaml", "voices.yaml"):
        (folder / name).write_bytes((default_folder() / name).read_bytes())
    return small_knowledge.write(folder, *changes)


@pytest.fixture(scope="module", autouse=True)
def _shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is learnt in a folder of this run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def fully(turn: Turn, messages: Messages) -> Reply:
    """Check the reply of a turn, its notice as it is read included, and return it."""
    check(turn.reply)
    check_said(turn.reply, messages.disclaimer, messages.referral)
    return turn.reply


@given(MESSAGES, SITUATIONS)
def test_no_message_raises_or_goes_without_the_notice(
    assistant: Assistant, text: str, its: Situation
) -> None:
    """Any message, with any memory, at any time, in any client language, gets a whole reply."""
    fully(assistant.respond(text, its.memory, its.now, its.code), assistant.messages)


@given(ACTIONS, SITUATIONS)
def test_no_press_raises_or_goes_without_the_notice(
    assistant: Assistant, action: str, its: Situation
) -> None:
    """Any action gets a whole reply."""
    fully(assistant.press(action, its.memory, its.now, its.code), assistant.messages)


@given(NAMES | ANY_TEXT, ACTIONS, SITUATIONS)
def test_no_command_raises_or_goes_without_the_notice(
    assistant: Assistant,
    name: str,
    argument: str,
    its: Situation,
) -> None:
    """Any command with any argument gets a whole reply."""
    fully(assistant.command(name, argument, its.memory, its.now, its.code), assistant.messages)


@given(text=MESSAGES, action=ACTIONS, without=st.booleans())
def test_without_the_faq_nothing_raises_either(
    failing: Assistant, helpless: Assistant, text: str, action: str, *, without: bool
) -> None:
    """With an FAQ that raises, or none, any message, press and command gets help or a whole reply."""
    broken = helpless if without else failing
    for turn in (
        broken.respond(text),
        broken.press(action),
        broken.command(text, action),
        broken.command("crisis"),
    ):
        fully(turn, broken.messages)


@pytest.mark.parametrize(
    "text", ["a" * 4096, "help " * 819, "?" * 4096, "😀" * 4096, "i want to die " * 290, "\n" * 4096]
)
def test_the_longest_messages_raise_nothing(assistant: Assistant, text: str) -> None:
    """Four thousand characters of anything get a whole reply."""
    fully(assistant.respond(text), assistant.messages)


@given(st.lists(st.tuples(st.sampled_from(SAID) | ANY_TEXT, st.floats(0, 900)), max_size=6))
def test_a_whole_chat_holds_together(assistant: Assistant, turns: list[tuple[str, float]]) -> None:
    """Turn after turn with what each remembers, every reply is whole and every button works."""
    memory, now = Memory(), 0.0
    for text, wait in turns:
        now += wait
        turn = assistant.respond(text, memory, now)
        reply = fully(turn, assistant.messages)
        memory = turn.memory
        for button in reply.buttons:
            fully(assistant.press(button.action, memory, now), assistant.messages)


@pytest.mark.parametrize("text", DANGER)
@pytest.mark.parametrize(
    "shape", ["{}", "hi. {}. how fast does it work?", "{} \U0001f62d\U0001f62d", "{}!!!\n\nthanks"]
)
def test_danger_is_seen_before_anything_else(assistant: Assistant, text: str, shape: str) -> None:
    """Wherever in the message it stands, danger gets help at once, and the chat remembers that."""
    turn = assistant.respond(shape.format(text), Memory(), 100.0)
    assert turn.reply.kind in HELP
    assert turn.memory.danger_at == 100.0
    assert turn.memory.helped == 1


@pytest.mark.parametrize("text", DANGER)
def test_help_is_given_when_the_matcher_raises(failing: Assistant, helpless: Assistant, text: str) -> None:
    """Whatever breaks in the FAQ, somebody in danger gets the same help as ever."""
    for broken in (failing, helpless):
        reply = broken.respond(f"{text}. does ketamine help with that?").reply
        assert reply.kind in HELP
        assert any(button.role is Role.HELP for button in reply.buttons)
        assert broken.command("crisis").reply.kind is Kind.CRISIS


def test_an_faq_that_raises_leaves_the_way_to_help(
    failing: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    """Who asks the FAQ is told that it is out of order, with the notice; the log has no text of it."""
    with caplog.at_level(logging.ERROR):
        turn = failing.respond("does zebrafish therapy work", Memory(helped=2), 5.0)
    reply = fully(turn, failing.messages)
    assert (reply.kind, reply.lines[0].text) == (Kind.UNKNOWN, failing.messages.help_only)
    assert turn.memory == Memory(helped=2)
    assert "RuntimeError" in caplog.text
    assert "zebrafish" not in caplog.text


def test_the_text_of_a_message_is_never_logged(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    """At the chattiest level no word of a message reaches the log, in danger or not."""
    with caplog.at_level(logging.DEBUG):
        for text in (*SAID, "xylophone quetzal"):
            assistant.respond(text)
            assistant.press(text)
            assistant.command(text, text)
    assert "xylophone" not in caplog.text
    assert "kill" not in caplog.text


def test_in_danger_what_is_asked_too_is_a_button(assistant: Assistant) -> None:
    """The answer to what a message in danger also asks is offered last, and not said."""
    reply = assistant.respond("I want to die. Does ketamine help with chronic pain?").reply
    assert reply.kind is Kind.CRISIS
    assert reply.buttons[-1].action == "entry:chronic-pain"
    assert not reply.answers


def test_sourcing_and_advice_are_refused(assistant: Assistant) -> None:
    """Who wants the drug itself, or advice for one person, gets neither, and is referred to a physician."""
    sourcing = fully(assistant.respond("where can I buy ketamine without a prescription"), assistant.messages)
    advice = fully(assistant.respond("should I stop my lexapro before it"), assistant.messages)
    assert (sourcing.kind, advice.kind) == (Kind.SOURCING, Kind.PERSONAL_ADVICE)
    assert not advice.sources


def test_a_shown_answer_is_remembered(assistant: Assistant) -> None:
    """An answer and a pressed button are remembered with their time; a greeting leaves that as it was."""
    turn = assistant.respond("how fast does it work compared to SSRIs", Memory(), 10.0)
    assert (turn.memory.intent, turn.memory.intent_at) == ("entry:how-fast", 10.0)
    assert assistant.respond("hello", turn.memory, 20.0).memory == turn.memory
    pressed = assistant.press("gap:cost", turn.memory, 30.0)
    assert (pressed.memory.intent, pressed.memory.intent_at) == ("gap:cost", 30.0)


def test_a_follow_up_is_read_in_the_light_of_what_was_shown(assistant: Assistant) -> None:
    """Within some minutes a short message may go on from the last answer, and after them it stands alone."""
    before = Memory(intent="gap:number-of-sessions", intent_at=0.0)
    alone = assistant.respond("and how long is each?", Memory(), 5.0).reply
    inside = assistant.respond("and how long is each?", before, FOLLOW_UP_SECONDS).reply
    late = assistant.respond("and how long is each?", before, FOLLOW_UP_SECONDS + 1).reply
    assert late == alone
    assert inside.gaps == ("session-length",)


def test_help_ends_a_follow_up(assistant: Assistant) -> None:
    """After help no message is read in the light of what was shown before."""
    turn = assistant.respond("I want to die", Memory(intent="entry:anxiety", intent_at=0.0), 5.0)
    assert turn.memory.intent is None


@pytest.mark.parametrize(
    ("later", "footed"), [(60.0, True), (AFTERCARE_SECONDS, True), (AFTERCARE_SECONDS + 1, False)]
)
def test_after_help_a_line_of_help_stands_under_answers(
    assistant: Assistant, desk: Help, later: float, *, footed: bool
) -> None:
    """For half an hour every answer ends with one line of help."""
    memory = Memory(danger_at=0.0, danger="C1", helped=1)
    reply = assistant.respond("what is the default mode network in the brain?", memory, later).reply
    assert reply.kind is Kind.ANSWER
    assert (desk.footer(memory) in reply.closing) == footed


def test_the_subject_of_suicide_gets_the_line_too(assistant: Assistant, desk: Help) -> None:
    """A question about suicide as a subject is answered, with the line of help under it."""
    reply = assistant.respond("how common is suicide among people with depression?").reply
    assert reply.kind not in HELP
    assert desk.footer(Memory()) in reply.closing


def test_help_is_given_for_the_country_that_was_chosen(assistant: Assistant) -> None:
    """A pressed or named country is remembered, and its numbers are given from then on."""
    pressed = assistant.press("country:GB", Memory(), 5.0)
    named = assistant.command("crisis", "United Kingdom", Memory(), 5.0)
    for turn in (pressed, named):
        assert turn.reply.kind is Kind.CRISIS
        assert (turn.memory.country, turn.memory.danger_at) == ("GB", 5.0)
        said = "\n".join(
            line.text for line in assistant.respond("I want to die", turn.memory, 9.0).reply.lines
        )
        assert "116 123" in said


def test_a_start_with_an_argument_shows_the_entry(assistant: Assistant) -> None:
    """A deep link leads to its entry, and one to nowhere says so."""
    turn = assistant.command("start", "how-fast", Memory(), 3.0)
    assert [answered.entry for answered in turn.reply.answers] == ["how-fast"]
    assert turn.memory.intent == "entry:how-fast"
    gone = assistant.command("start", "no-such-entry").reply
    assert gone.lines[0].text == assistant.messages.entry_gone


def test_an_unknown_command_gets_the_help_page(assistant: Assistant) -> None:
    """What is no command of ours is answered with what is."""
    assert assistant.command("bogus").reply == assistant.command("help").reply


def test_danger_in_a_command_is_seen(assistant: Assistant) -> None:
    """Who writes their need behind a slash gets help as well."""
    assert assistant.command("help", "I want to kill myself").reply.kind is Kind.CRISIS
    assert assistant.command("start", "i want to die").reply.kind is Kind.CRISIS


def test_the_same_message_gets_the_same_reply(assistant: Assistant) -> None:
    """Nothing is drawn by lot."""
    for text in SAID:
        assert assistant.respond(text) == assistant.respond(text)


def test_another_knowledge_makes_another_assistant(tea: Assistant) -> None:
    """A folder about tea answers about tea, with the same help, and of nothing else."""
    reply = tea.press("entry:does-it-calm").reply
    check(reply)
    assert [answered.entry for answered in reply.answers] == ["does-it-calm"]
    assert tea.respond("I want to kill myself").reply.kind is Kind.CRISIS
    pages = " ".join(
        line.text for name in ("start", "about", "help", "sources") for line in tea.command(name).reply.lines
    )
    assert "ketamine" not in pages.casefold()
    assert "Tea and Sleep" in pages


def test_the_thresholds_can_be_set(tmp_path: Path) -> None:
    """With a threshold that nothing reaches nothing is answered, and gaps aren't either."""
    strict = assistant_from(
        Config(matching=Matching(answer_from=1.0, choices_from=1.0)), with_safety(tmp_path)
    )
    for text in ("Does tea calm?", "What does tea cost?", "Does tea calm? What does tea cost?"):
        assert strict.respond(text).reply.kind not in {Kind.ANSWER, Kind.NOT_COVERED, Kind.CHOICES}


def test_a_broken_faq_is_told(tmp_path: Path) -> None:
    """Where the FAQ cannot be read there is an error that names the place."""
    folder = with_safety(tmp_path, ("faq.yaml", "also_asked", "also_aksed"))
    with pytest.raises(KnowledgeError, match=r"faq\.yaml:\d+:\d+"):
        assistant_from(Config(), folder)
