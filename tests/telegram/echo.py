"""A small assistant that keeps to the contract of the real one, to test the transport on its own."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields, replace

from bot.knowledge.model import Messages, SmallTalk, Text
from bot.memory import Memory
from bot.reply import Answered, Button, Choice, Kind, Line, Notice, Reply, Role, Style

NOTICE = Notice("Results vary. This is no medical advice.", "Please ask a physician.")
NOTHING = Memory()
HELP_TEXT = "Please call 988 now. You are not alone."
CRISIS_TEXT = "If you or someone else may be in danger: call 988."


def messages() -> Messages:
    """Return fixed texts that name what they are."""
    texts: dict[str, object] = {option.name: Text(f"Text of {option.name}.") for option in fields(Messages)}
    texts["help"] = Text("Ask me.\n\n/topics \u2013 what I can answer\n/crisis \u2013 help in danger")
    texts["greeting"] = Text("Hello. I am a bot.")
    texts["send_to_editors"] = Text("Send to the editors")
    texts["small_talk"] = (SmallTalk(Text("hello"), Text("Hello."), ()),)
    texts["personal_advice_ask"] = (Text("Ask."),)
    return Messages(**texts)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class EchoTurn:
    """A reply and what to remember."""

    reply: Reply
    memory: Memory


def answer(text: str, entry: str = "how-fast") -> Reply:
    """Return an answer that repeats the question, with a related entry."""
    return Reply(
        Kind.ANSWER,
        (Line(text, Style.QUESTION), Line(f"The article says <this> & that about {text}.")),
        NOTICE,
        buttons=(Button("You could also ask", "entry:does-it-last", Role.RELATED),),
        answers=(Answered(entry, ("a-claim",), ()),),
        score=0.9,
    )


class Echo:
    """Answers by a word in the message: danger, boom, choices, unknown, epic, wait; repeats anything else."""

    def __init__(self) -> None:
        """Make the fixed texts once."""
        self.messages = messages()

    def respond(
        self, text: str, memory: Memory = NOTHING, now: float = 0.0, language_code: str | None = None
    ) -> EchoTurn:
        """Answer a message."""
        del language_code
        if "danger" in text:
            return EchoTurn(Reply(Kind.CRISIS, (Line(HELP_TEXT),)), replace(memory, danger_at=now))
        if "boom" in text:
            raise ValueError(text)
        if "wait" in text:
            time.sleep(0.3)
        if "choices" in text:
            return EchoTurn(_choices(), memory)
        if "unknown" in text:
            return EchoTurn(Reply(Kind.UNKNOWN, (Line("I have no answer to that."),), NOTICE), memory)
        if "epic" in text:
            lines = tuple(Line(f"Paragraph {number}: {'words & more ' * 60}") for number in range(12))
            return EchoTurn(
                Reply(Kind.ANSWER, lines, NOTICE, answers=(Answered("how-fast", ("c",), ()),)), memory
            )
        return EchoTurn(answer(text), replace(memory, intent="entry:how-fast", intent_at=now))

    def press(
        self, action: str, memory: Memory = NOTHING, now: float = 0.0, language_code: str | None = None
    ) -> EchoTurn:
        """Answer a pressed button."""
        del now, language_code
        name, _, rest = action.partition(":")
        if name == "help":
            return EchoTurn(Reply(Kind.CRISIS, (Line(f"{HELP_TEXT} ({rest})"),)), memory)
        if name == "entry" and rest in {"how-fast", "does-it-last"}:
            return EchoTurn(answer(f"Entry {rest}", rest), memory)
        if name in {"topics", "topic"}:
            return EchoTurn(_topics(rest), memory)
        if name == "none":
            return EchoTurn(_topics("", "None fits."), memory)
        return EchoTurn(_topics("", str(self.messages.entry_gone)), memory)

    def command(
        self,
        name: str,
        argument: str = "",
        memory: Memory = NOTHING,
        now: float = 0.0,
        language_code: str | None = None,
    ) -> EchoTurn:
        """Answer a command."""
        if name == "crisis":
            return EchoTurn(Reply(Kind.CRISIS, (Line(CRISIS_TEXT),)), memory)
        if name == "topics":
            return self.press("topics", memory, now, language_code)
        if name == "start" and argument:
            return self.press(f"entry:{argument}", memory, now, language_code)
        texts = {"start": self.messages.greeting, "help": self.messages.help}
        text = str(texts.get(name) or getattr(self.messages, name, self.messages.help))
        return EchoTurn(Reply(Kind.SMALL_TALK, (Line(text),)), memory)


def _choices() -> Reply:
    choices = (Choice("How fast?", entry="how-fast"), Choice("How long?", entry="does-it-last"))
    buttons = (
        Button("How fast?", "entry:how-fast", Role.CHOICE),
        Button("How long?", "entry:does-it-last", Role.CHOICE),
        Button("None of these", "none", Role.OTHER),
    )
    return Reply(Kind.CHOICES, (Line("Which do you mean?"),), NOTICE, buttons=buttons, choices=choices)


def _topics(page: str, said: str = "Topics") -> Reply:
    buttons = (
        Button("Effects", "topic:effects", Role.TOPIC),
        Button("How fast?", "entry:how-fast", Role.TOPIC),
        Button("More", "topics:2", Role.OTHER),
    )
    return Reply(Kind.SMALL_TALK, (Line(f"{said} {page}".strip()),), buttons=buttons)


class Memories:
    """Memories of chats, without an end."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[int | str, Memory] = {}

    def recall(self, chat: int | str) -> Memory:
        """Return what is remembered."""
        return self._kept.get(chat, Memory())

    def remember(self, chat: int | str, memory: Memory) -> None:
        """Remember it."""
        self._kept[chat] = memory

    def forget(self, chat: int | str) -> None:
        """Forget it."""
        self._kept.pop(chat, None)
