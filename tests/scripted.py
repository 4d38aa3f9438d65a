"""An assistant that says what a test wrote for it; as a script, a chat with it in this terminal."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, fields

from bot.contract import NO_MEMORY, Turn
from bot.knowledge.model import Messages, Text
from bot.memory import Conversations, Memory
from bot.reply import Button, Kind, Line, Notice, Reply, Role, Source, Style

NOTICE = Notice(
    "This is general information, not medical advice. Results vary, and no outcome is guaranteed.",
    "Consult a qualified physician or healthcare provider before any treatment.",
)
DANGER = ("In danger? /crisis",)

ANSWER = Reply(
    kind=Kind.ANSWER,
    lines=(
        Line("How fast does the treatment work?", Style.QUESTION),
        Line("The article says that it often helps in hours. Other drugs, it says, take weeks.", marks=(1,)),
        Line("The study that it names had no comparison group.", marks=(1, 2)),
    ),
    notice=NOTICE,
    sources=(
        Source(
            1,
            "Doe, J., Roe, R., & Poe, P. (2020). A review of what is known. Journal of Examples, 1(2), 3-45.",
            "Review of earlier studies.",
            "https://doi.org/10.1000/example.2020.12345",
        ),
        Source(2, "The article, section Where others fall short, paragraph 1."),
    ),
    closing=DANGER,
    buttons=(
        Button("How does it differ from other drugs?", "entry:differs", Role.RELATED),
        Button("How does it work in the brain, and what is known about why?", "entry:brain", Role.RELATED),
    ),
)
CHOICES = Reply(
    kind=Kind.CHOICES,
    lines=(Line("I am not sure what you mean. Is it one of these?"),),
    notice=NOTICE,
    closing=DANGER,
    buttons=(
        Button("How fast does the treatment work?", "entry:how-fast", Role.CHOICE),
        Button("How long does it last?", "gap:duration", Role.CHOICE),
        Button("None of these", "none", Role.OTHER),
    ),
)
GAP = Reply(
    kind=Kind.NOT_COVERED,
    lines=(
        Line("How long does it last?", Style.QUESTION),
        Line("The article says nothing about this. Something may be known. Ask a physician."),
        Line("An official page: how long effects last", Style.ITEM, url="https://example.gov/effects"),
        Line("Another page", Style.ITEM, url="https://example.gov/other"),
    ),
    notice=NOTICE,
    closing=DANGER,
    buttons=(Button("How fast does the treatment work?", "entry:how-fast", Role.NEAREST),),
)
CRISIS = Reply(
    kind=Kind.CRISIS,
    lines=(
        Line("If you may act on this now, call 112.", Style.STRONG),
        Line("You can call or text 988 at any hour, free.", Style.ITEM),
        Line("It is good that you said it."),
    ),
    buttons=(Button("I am in danger now", "help:now", Role.HELP),),
)
TOPICS = Reply(
    kind=Kind.SMALL_TALK,
    lines=(Line("You can ask me about these topics."),),
    buttons=tuple(Button(f"Topic {number}", f"topic:{number}", Role.TOPIC) for number in range(1, 11)),
)


def said(text: str) -> Reply:
    """Return a small reply."""
    return Reply(Kind.SMALL_TALK, (Line(text),))


@dataclass(slots=True)
class Scripted:
    """Replies by message, action or command; ``heard`` is what it was told, in order."""

    replies: dict[str, Reply] = field(
        default_factory=lambda: {
            "how fast": ANSWER,
            "entry:how-fast": ANSWER,
            "how long": CHOICES,
            "gap:duration": GAP,
            "help me": CRISIS,
            "/topics": TOPICS,
            "/start": said("Hello. I answer questions about one article."),
        }
    )
    heard: list[tuple[str, Memory]] = field(default_factory=list)

    @property
    def messages(self) -> Messages:
        """Every fixed text is its own name, but for the heading over related questions."""
        texts = {name.name: Text(name.name) for name in fields(Messages)}
        texts["related"] = Text("Related questions")
        lists = dict.fromkeys(("personal_advice_ask", "never_in_danger", "tour", "small_talk"), ())
        return Messages(**{**texts, **lists})  # type: ignore[arg-type]

    def respond(
        self, text: str, memory: Memory = NO_MEMORY, now: float = 0.0, language_code: str | None = None
    ) -> Turn:
        """Answer a message."""
        del language_code
        return self._turn(text, memory, now)

    def press(
        self, action: str, memory: Memory = NO_MEMORY, now: float = 0.0, language_code: str | None = None
    ) -> Turn:
        """Answer a picked option."""
        del language_code
        return self._turn(action, memory, now)

    def command(
        self,
        name: str,
        argument: str = "",
        memory: Memory = NO_MEMORY,
        now: float = 0.0,
        language_code: str | None = None,
    ) -> Turn:
        """Answer a command."""
        del language_code
        return self._turn(f"/{name} {argument}".strip(), memory, now)

    def _turn(self, heard: str, memory: Memory, now: float) -> Turn:
        self.heard.append((heard, memory))
        reply = self.replies.get(heard, said(f"You said: {heard}"))
        return Turn(reply, Memory(intent=f"entry:{len(self.heard)}", intent_at=now))


if __name__ == "__main__":
    from bot.terminal import chat

    chat(Scripted(), Conversations(30), sys.stdin, sys.stdout, sys.argv[1:])
