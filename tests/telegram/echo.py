"""A small assistant that keeps to bot.contract as the real one does, to test the transport on its own."""

from __future__ import annotations

import time
from dataclasses import fields, replace

from bot.contract import Turn
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
    ) -> Turn:
        """Answer a message."""
        del language_code
        if "danger" in text:
            return Turn(Reply(Kind.CRISIS, (Line(HELP_TEXT),)), replace(memory, danger_at=now))
        if "boom" in text:
            raise ValueError(text)
        if "wait" in text:
            time.sleep(0.3)
        if "choices" in text:
            return Turn(_choices(), memory)
        if "unknown" in text:
            return Turn(Reply(Kind.UNKNOWN, (Line("I have no answer to that."),), NOTICE), memory)
        if "epic" in text:
            lines = tuple(Line(f"Paragraph {number}: {'words & more ' * 60}") for number in range(12))
            return Turn(
                Reply(Kind.ANSWER, lines, NOTICE, answers=(Answered("how-fast", ("c",), ()),)), memory
            )
        return Turn(answer(text), replace(memory, intent="entry:how-fast", intent_at=now))

    def press(
        self, action: str, memory: Memory = NOTHING, now: float = 0.0, language_code: str | None = None
    ) -> Turn:
        """Answer a pressed button."""
        del now, language_code
        name, _, rest = action.partition(":")
        if name == "help":
            return Turn(Reply(Kind.CRISIS, (Line(f"{HELP_TEXT} ({rest})"),)), memory)
        if name == "entry" and rest in {"how-fast", "does-it-last"}:
            return Turn(answer(f"Entry {rest}", rest), memory)
        if name in {"topics", "topic"}:
            return Turn(_topics(rest), memory)
        if name == "none":
            return Turn(_topics("", "None fits."), memory)
        return Turn(_topics("", str(self.messages.entry_gone)), memory)

    def command(
        self,
        name: str,
        argument: str = "",
        memory: Memory = NOTHING,
        now: float = 0.0,
        language_code: str | None = None,
    ) -> Turn:
        """Answer a command."""
        if name == "crisis":
            return Turn(Reply(Kind.CRISIS, (Line(CRISIS_TEXT),)), memory)
        if name == "topics":
            return self.press("topics", memory, now, language_code)
        if name == "start" and argument:
            return self.press(f"entry:{argument}", memory, now, language_code)
        texts = {"start": self.messages.greeting, "help": self.messages.help}
        text = str(texts.get(name) or getattr(self.messages, name, self.messages.help))
        return Turn(Reply(Kind.SMALL_TALK, (Line(text),)), memory)


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
