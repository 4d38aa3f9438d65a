"""The chat in a terminal and in a pipe, as whole transcripts."""

from __future__ import annotations

import codecs
import io
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from scripted import Scripted

from bot.memory import Conversations, Memory
from bot.screen import Pace, Screen
from bot.terminal import Chat, chat, play

SCRIPT = Path(__file__).with_name("scripted.py")
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>78])")

TRANSCRIPT = """\
> how long

I am not sure what you mean. Is it one of these?

1. How fast does the treatment work?
2. How long does it last?
3. None of these

This is general information, not medical advice. Results vary, and no outcome is
guaranteed. Consult a qualified physician or healthcare provider before any
treatment.

In danger? /crisis

> 2

How long does it last?

The article says nothing about this. Something may be known. Ask a physician.

• An official page: how long effects last
  https://example.gov/effects
• Another page
  https://example.gov/other

1. How fast does the treatment work?

This is general information, not medical advice. Results vary, and no outcome is
guaranteed. Consult a qualified physician or healthcare provider before any
treatment.

In danger? /crisis

> 2
There is no 2 here. Type 1, or a question.

> 1

How fast does the treatment work?

The article says that it often helps in hours. Other drugs, it says, take weeks.
[1]

The study that it names had no comparison group. [1][2]

Sources
[1] Doe, J., Roe, R., & Poe, P. (2020). A review of what is known. Journal of
    Examples, 1(2), 3-45.
    Review of earlier studies.
    https://doi.org/10.1000/example.2020.12345
[2] The article, section Where others fall short, paragraph 1.

This is general information, not medical advice. Results vary, and no outcome is
guaranteed. Consult a qualified physician or healthcare provider before any
treatment.

In danger? /crisis

Related questions
1. How does it differ from other drugs?
2. How does it work in the brain, and what is known about why?

>

You said:

> help me

If you may act on this now, call 112.

• You can call or text 988 at any hour, free.

It is good that you said it.

1. I am in danger now

> /CRISIS gb

You said: /crisis gb

> /quit
"""
LINES = "how long\n2\n2\n1\n\nhelp me\n/CRISIS gb\n/quit\nhow fast\n"


def piped(lines: str, *tour: str) -> str:
    """Return what the chat writes into a pipe."""
    out = io.StringIO()
    chat(Scripted(), Conversations(30), io.StringIO(lines), out, tour)
    return out.getvalue()


def test_a_whole_conversation_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe each line is shown above its reply, as plain text, numbers pick, and /quit ends."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert piped(LINES) == TRANSCRIPT


def test_the_tour_in_a_pipe_is_a_conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tour shows what the same lines would, without a pause."""
    monkeypatch.setenv("COLUMNS", "80")
    started = time.monotonic()
    assert piped("", *LINES.splitlines()) == TRANSCRIPT
    assert time.monotonic() - started < 1


def test_what_is_remembered_goes_along() -> None:
    """Each message comes with the memory that the reply before it left."""
    assistant = Scripted()
    conversation = Chat(
        assistant, Screen(io.StringIO(), terminal=False), Conversations(30), clock=lambda: 7.0
    )
    for line in ("how long", "2", "/topics", "12", "and now"):
        assert conversation.handle(line)
    assert assistant.heard == [
        ("how long", Memory()),
        ("gap:duration", Memory(intent="entry:1", intent_at=7.0)),
        ("/topics", Memory(intent="entry:2", intent_at=7.0)),
        ("and now", Memory(intent="entry:3", intent_at=7.0)),
    ]


def test_what_is_remembered_ends() -> None:
    """After the minutes that are set, a message comes without a memory."""
    assistant, times = Scripted(), [0.0]
    conversations = Conversations(30, clock=lambda: times[0])
    conversation = Chat(assistant, Screen(io.StringIO(), terminal=False), conversations)
    conversation.handle("how long")
    times[0] = 30 * 60 + 1
    conversation.handle("and now")
    assert assistant.heard[-1] == ("and now", Memory())


@pytest.mark.parametrize("message", ["911", "988", "1", "112 now", "٣"])
def test_a_number_that_picks_nothing_is_a_message(message: str) -> None:
    """Three digits, digits of other scripts, or a number with nothing to pick, reach the assistant."""
    assistant = Scripted()
    Chat(assistant, Screen(io.StringIO(), terminal=False), Conversations(30)).handle(message)
    assert [heard for heard, _ in assistant.heard] == [message]


@pytest.mark.parametrize("farewell", ["/quit", "/exit", " QUIT ", "exit"])
def test_ways_to_leave(farewell: str) -> None:
    """Leaving is no message."""
    assistant = Scripted()
    assert not Chat(assistant, Screen(io.StringIO(), terminal=False), Conversations(30)).handle(farewell)
    assert assistant.heard == []


def test_a_tour_in_a_terminal_takes_its_time() -> None:
    """There, letters appear one by one, and each reply can be read before the next question."""
    slept: list[float] = []
    screen = Screen(io.StringIO(), terminal=True)
    pace = Pace(letter=0.01, before_reply=0.5, after_reply=2.0, sleep=slept.append)
    play(Chat(Scripted(), screen, Conversations(30)), screen, ["abc", "d"], pace)
    assert slept == [0.01, 0.01, 0.01, 0.5, 2.0, 0.01, 0.5, 2.0]


@dataclass(slots=True)
class Terminal:
    """A chat in a pseudo-terminal."""

    process: subprocess.Popen[bytes]
    master: int
    seen: str = ""
    unread: str = ""
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def until(self, text: str, seconds: float = 10.0) -> str:
        """Read until a text has appeared; return what came before it, without escapes."""
        deadline = time.monotonic() + seconds
        while text not in (shown := ESCAPES.sub("", self.unread).replace("\r", "")):
            left = deadline - time.monotonic()
            assert left > 0, f"no {text!r} in {shown!r}"
            if select.select([self.master], [], [], left)[0]:
                self._read()
        before, _, self.unread = shown.partition(text)
        return before

    def _read(self) -> None:
        fresh = self.decoder.decode(os.read(self.master, 4096))
        self.seen += fresh
        self.unread += fresh

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.master, keys.encode())

    def leave(self, seconds: float = 10.0) -> int:
        """Wait for the end, reading all the while, and return the exit status."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            if select.select([self.master], [], [], 0.05)[0]:
                with suppress(OSError):
                    self._read()
        return self.process.wait(1)


@contextmanager
def terminal(*arguments: str, **environment: str) -> Iterator[Terminal]:
    """Start the scripted chat in a pseudo-terminal, 80 columns wide."""
    master, slave = os.openpty()
    surroundings = {
        **{name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}},
        "TERM": "xterm-256color",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "COLUMNS": "80",
        "LINES": "50",
        "PYTHONPATH": str(SCRIPT.parents[1]),
        **environment,
    }
    with subprocess.Popen(  # noqa: S603 (our own script)
        [sys.executable, str(SCRIPT), *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=surroundings,
        start_new_session=True,
    ) as process:
        os.close(slave)
        try:
            yield Terminal(process, master)
        finally:
            if process.poll() is None:
                process.kill()
            os.close(master)


def test_numbers_pick_in_a_terminal() -> None:
    """At the prompt a number picks what is listed, and the arrow key brings back what was typed."""
    with terminal() as session:
        session.until("leaves.")
        session.until(">")
        session.type("how long\r")
        assert "  2. How long does it last?" in session.until("In danger?")
        session.until(">")
        session.type("2\r")
        assert "The article says nothing about this." in session.until("In danger?")
        session.until(">")
        session.type("\x1b[A\x1b[A\r")
        assert "Is it one of these?" in session.until("In danger?")
        session.until(">")
        session.type("\x04")
        assert session.leave() == 0


@pytest.mark.parametrize("keys", ["\x04", "\x03", "half a question\x03", "/quit\r"])
def test_leaving_a_terminal(keys: str) -> None:
    """Ctrl-D, Ctrl-C and /quit end with status 0 and without a word."""
    with terminal() as session:
        session.until("leaves.")
        session.until(">")
        session.type(keys)
        assert session.leave() == 0
        assert "Traceback" not in session.seen
        assert "rror" not in session.seen


def test_a_tour_can_be_interrupted() -> None:
    """Ctrl-C in the middle of a tour ends it quietly."""
    with terminal("how fast", "how long") as session:
        session.until("In danger?")
        session.process.send_signal(signal.SIGINT)
        assert session.leave() == 0
        assert "Traceback" not in session.seen


def test_colour_can_be_switched_off() -> None:
    """NO_COLOR leaves bold and dim text, and no colours."""
    colour = re.compile(r"\x1b\[(?:[0-9]+;)*3[0-7]m")
    with terminal("how fast") as session:
        session.until("In danger?")
        assert colour.search(session.seen)
    with terminal("how fast", NO_COLOR="1") as session:
        session.until("In danger?")
        assert not colour.search(session.seen)
