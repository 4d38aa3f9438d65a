"""A chat is remembered for minutes, in memory, and only so many chats are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.memory import Conversations, Memory

SHOWN = Memory(intent="entry:how-fast", intent_at=1.0)
MINUTES = 30
SECONDS = MINUTES * 60


class Clock:
    """A clock that a test sets, in seconds."""

    def __init__(self) -> None:
        """Start at some time, as monotonic clocks do."""
        self.now = 5_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def test_nothing_is_remembered_of_a_new_chat() -> None:
    """A chat that was never heard of has an empty memory."""
    assert Conversations(MINUTES, Clock()).recall(1) == Memory()


def test_a_chat_is_remembered_alone() -> None:
    """What is remembered of one chat is not known of another, whatever its id is like."""
    chats = Conversations(MINUTES, Clock())
    chats.remember(1, SHOWN)
    assert (chats.recall(1), chats.recall(2), chats.recall("1")) == (SHOWN, Memory(), Memory())


@pytest.mark.parametrize(("later", "memory"), [(0, SHOWN), (SECONDS, SHOWN), (SECONDS + 0.1, Memory())])
def test_memory_ends_after_its_minutes(later: float, memory: Memory) -> None:
    """Up to the last second it is there, and then it is not."""
    clock = Clock()
    chats = Conversations(MINUTES, clock)
    chats.remember(1, SHOWN)
    clock.now += later
    assert chats.recall(1) == memory


def test_what_is_over_does_not_come_back() -> None:
    """Once a memory has ended, a clock that jumps back does not bring it back."""
    clock = Clock()
    chats = Conversations(MINUTES, clock)
    chats.remember(1, SHOWN)
    clock.now += SECONDS + 1
    chats.recall(1)
    clock.now -= SECONDS
    assert chats.recall(1) == Memory()


def test_each_turn_begins_the_minutes_anew() -> None:
    """A chat that goes on is remembered from its last turn, not from its first."""
    clock = Clock()
    chats = Conversations(MINUTES, clock)
    for _ in range(3):
        chats.remember(1, SHOWN)
        clock.now += SECONDS - 1
    assert chats.recall(1) == SHOWN


def test_reading_does_not_make_it_last() -> None:
    """Looking at a memory does not keep it longer."""
    clock = Clock()
    chats = Conversations(MINUTES, clock)
    chats.remember(1, SHOWN)
    for _ in range(4):
        clock.now += SECONDS / 3
        chats.recall(1)
    assert chats.recall(1) == Memory()


def test_a_chat_can_be_forgotten() -> None:
    """Forgetting takes effect at once, and twice as well as once."""
    chats = Conversations(MINUTES, Clock())
    chats.remember(1, SHOWN)
    chats.forget(1)
    chats.forget(1)
    assert chats.recall(1) == Memory()


def test_of_too_many_chats_the_oldest_goes() -> None:
    """Above the limit the chat that was silent longest is forgotten first."""
    chats = Conversations(MINUTES, Clock(), most=2)
    for chat in (1, 2, 1, 3):
        chats.remember(chat, SHOWN)
    assert [chats.recall(chat) == SHOWN for chat in (1, 2, 3)] == [True, False, True]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.floats(0, 2 * SECONDS), st.booleans()), max_size=40),
    st.integers(1, 4),
)
def test_never_more_or_longer_than_said(turns: list[tuple[int, float, bool]], most: int) -> None:
    """Whatever the turns, only the latest chats are remembered, and none beyond its minutes."""
    clock = Clock()
    chats = Conversations(MINUTES, clock, most)
    last: dict[int, tuple[float, Memory]] = {}
    for chat, wait, forgets in turns:
        clock.now += wait
        if forgets:
            chats.forget(chat)
            last.pop(chat, None)
        else:
            memory = Memory(helped=len(last))
            chats.remember(chat, memory)
            last.pop(chat, None)
            last[chat] = (clock.now, memory)
    latest = list(last)[-most:]
    known = {chat: chats.recall(chat) for chat in range(10)}
    for chat, memory in known.items():
        when, kept = last.get(chat, (0.0, Memory()))
        if clock.now - when > SECONDS:
            assert memory == Memory()
        elif chat in latest:
            assert memory == kept
        else:
            assert memory in {kept, Memory()}
    remembered = [chat for chat in known if last.get(chat, (0.0, None))[1] == known[chat] != Memory()]
    assert len(remembered) <= most
