"""The chat in the terminal, or in a pipe: one reply for each line."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from bot.ask import lines_of
from bot.contract import Converses, Turn
from bot.memory import Conversations, Memory
from bot.reply import Button
from bot.screen import Pace, Screen

COMMANDS = ("/topics", "/sources", "/about", "/help", "/privacy", "/disclaimer", "/crisis", "/quit")
WELCOME = "Type a question, or the number of one that is listed. /help says more, /quit leaves."
_HERE = "terminal"
_LEAVE = frozenset({"/quit", "/exit", "quit", "exit"})
_NUMBER = re.compile(r"([0-9]{1,2})[.)]?")
_COMMAND = re.compile(r"/([A-Za-z_]+)(?:\s+(.*))?", re.DOTALL)
TOUR = Pace(letter=0.025, before_reply=0.4, after_reply=2.5)


class Chat:
    """One conversation: what is remembered, and what can be picked by number."""

    def __init__(
        self,
        assistant: Converses,
        screen: Screen,
        conversations: Conversations,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing said."""
        self._assistant = assistant
        self._screen = screen
        self._conversations = conversations
        self._clock = clock
        self._options: tuple[Button, ...] = ()

    def greet(self) -> None:
        """Show the greeting and how this chat is used."""
        self._show(self._assistant.command("start", "", self._recall(), self._clock()))
        self._screen.hint(WELCOME)

    def handle(self, typed: str) -> bool:
        """Reply to a line; False if it asks to leave."""
        line = typed.strip()
        if line.casefold() in _LEAVE:
            return False
        number, command = _NUMBER.fullmatch(line), _COMMAND.fullmatch(line)
        if number and self._options:
            self._pick(int(number[1]))
        elif command:
            name, argument = command[1].casefold(), (command[2] or "").strip()
            self._show(self._assistant.command(name, argument, self._recall(), self._clock()))
        else:
            self._show(self._assistant.respond(typed, self._recall(), self._clock()))
        return True

    def _pick(self, number: int) -> None:
        if 1 <= number <= len(self._options):
            action = self._options[number - 1].action
            self._show(self._assistant.press(action, self._recall(), self._clock()))
        else:
            most = len(self._options)
            allowed = "1" if most == 1 else f"a number from 1 to {most}"
            self._screen.hint(f"There is no {number} here. Type {allowed}, or a question.")

    def _recall(self) -> Memory:
        return self._conversations.recall(_HERE)

    def _show(self, turn: Turn) -> None:
        self._conversations.remember(_HERE, turn.memory)
        self._options = self._screen.reply(turn.reply, self._assistant.messages.related)


def chat(
    assistant: Converses,
    conversations: Conversations,
    stdin: TextIO,
    stdout: TextIO,
    tour: Iterable[str] = (),
) -> None:
    """Hold a conversation, or play the tour if there is one; Ctrl-C and Ctrl-D end it without a word."""
    terminal = stdout.isatty()
    screen = Screen(stdout, terminal=terminal)
    conversation = Chat(assistant, screen, conversations)
    questions = tuple(tour)
    try:
        if questions:
            play(conversation, screen, questions, TOUR if terminal else Pace())
        elif terminal and stdin.isatty():
            conversation.greet()
            for line in prompted():
                if not conversation.handle(line):
                    return
        else:
            converse(conversation, screen, lines_of(stdin))
    except KeyboardInterrupt:
        return


def converse(conversation: Chat, screen: Screen, lines: Iterable[str]) -> None:
    """Answer lines that come from a pipe, each shown above its reply, until they end or ask to leave."""
    for line in lines:
        screen.typed(line)
        if not conversation.handle(line):
            return


def play(conversation: Chat, screen: Screen, tour: Iterable[str], pace: Pace) -> None:
    """Play the questions of a tour as if they were typed, with time to read each reply."""
    for line in tour:
        screen.typed(line, pace)
        pace.sleep(pace.before_reply)
        if not conversation.handle(line):
            return
        pace.sleep(pace.after_reply)


def prompted() -> Iterator[str]:
    """Yield what is typed at the prompt, blank lines left out, until Ctrl-D or Ctrl-C.

    Earlier lines come back with the arrow keys; they are kept in memory only.
    """
    from prompt_toolkit import PromptSession  # noqa: PLC0415 (a third of a second that a pipe need not wait)
    from prompt_toolkit.completion import WordCompleter  # noqa: PLC0415
    from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415
    from prompt_toolkit.history import InMemoryHistory  # noqa: PLC0415
    from prompt_toolkit.shortcuts import CompleteStyle  # noqa: PLC0415

    session: PromptSession[str] = PromptSession(
        history=InMemoryHistory(),
        completer=WordCompleter(COMMANDS, sentence=True),
        complete_while_typing=False,
        complete_style=CompleteStyle.READLINE_LIKE,
        reserve_space_for_menu=0,
    )
    while True:
        try:
            line = session.prompt(FormattedText([("bold", "> ")]))
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip():
            yield line
