"""Message → Reply: danger first, then the FAQ. The same way for every transport."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.answers import Answers
from bot.contract import NO_MEMORY, Turn
from bot.explain import explanation
from bot.help import AFTERCARE_SECONDS, COUNTRY_ACTION, HELP_ACTION, Help
from bot.knowledge.model import Messages
from bot.memory import Memory
from bot.reply import HELP, Kind, Line, Notice, Reply
from bot.understanding.decide import ANSWERABLE
from bot.understanding.finding import Assessment
from bot.understanding.lookout import Lookout
from bot.understanding.reader import Reading
from bot.understanding.text import Message

FOLLOW_UP_SECONDS = 10 * 60
IN_OUR_WORDS = 0.95  # the confidence of a question that stands in the FAQ almost as it was typed

log = logging.getLogger(__name__)


class Assistant:
    """Replies to messages, buttons and commands; none of them raises.

    ``answers`` is None where the FAQ is broken: then there is help, and nothing else.
    """

    def __init__(self, lookout: Lookout, desk: Help, answers: Answers | None, messages: Messages) -> None:
        """Take the parts; ``desk`` gives help to people in danger."""
        self._lookout = lookout
        self._desk = desk
        self._answers = answers
        self.messages = messages

    @property
    def threshold(self) -> float | None:
        """The confidence, 0 to 1, from which on a question is answered; None without a FAQ."""
        return self._answers.thresholds.answer if self._answers is not None else None

    def with_threshold(self, answer_from: float) -> Assistant:
        """Return the same assistant with another threshold."""
        answers = self._answers.with_threshold(answer_from) if self._answers is not None else None
        return Assistant(self._lookout, self._desk, answers, self.messages)

    def respond(
        self, text: str, memory: Memory = NO_MEMORY, now: float = 0.0, language_code: str | None = None
    ) -> Turn:
        """Answer a message."""
        message = Message.of(text)
        action = self._desk.typed(message, memory, now)
        if action is not None:
            return self.press(action, memory, now, language_code)
        reading = self._read(message)
        assessment = self._assess(message, reading)
        cared = self._desk.aftercare(message, memory, now, language_code)
        urgent = assessment.finding is not None and assessment.finding.kind in HELP and not assessment.faint
        if cared is not None and not urgent:
            return Turn(cared, _after_help(memory, memory.danger, now))
        helped = self._help(reading, assessment, memory, now, language_code)
        if helped is not None:
            return helped
        turn = self._guarded(
            lambda answers: self._answered(answers, reading, assessment, memory, now), memory
        )
        return self._footed(turn, memory, assessment, now, language_code)

    def press(
        self, action: str, memory: Memory = NO_MEMORY, now: float = 0.0, language_code: str | None = None
    ) -> Turn:
        """Answer a pressed button."""
        if action.startswith((HELP_ACTION, COUNTRY_ACTION)):
            reply = self._desk.pressed(action, memory, language_code)
            after = self._after_choice(action.removeprefix(COUNTRY_ACTION), memory, now)
            return Turn(
                reply,
                replace(after, danger=after.danger or action) if action.startswith(HELP_ACTION) else after,
            )
        return self._guarded(lambda answers: _shown(answers.press(action), memory, now), memory)

    def command(
        self,
        name: str,
        argument: str = "",
        memory: Memory = NO_MEMORY,
        now: float = 0.0,
        language_code: str | None = None,
    ) -> Turn:
        """Answer a command, its name without the slash; an unknown one gets the help page."""
        if name == "crisis" or (name, argument) == ("start", "crisis"):
            argument = argument if name == "crisis" else ""
            reply = self._desk.command(argument, memory, language_code)
            return Turn(reply, self._after_choice(argument, memory, now))
        message = Message.of(f"{name} {argument}")
        reading = self._read(message)
        helped = self._help(reading, self._assess(message, reading), memory, now, language_code)
        if helped is not None:
            return helped
        if name == "start" and argument:
            return self.press(
                argument if ":" in argument else f"entry:{argument}", memory, now, language_code
            )
        return self._guarded(lambda answers: Turn(answers.page(name), memory), memory)

    def explain(self, text: str) -> str:
        """Say how a message is understood, in lines."""
        message = Message.of(text)
        reading = self._read(message)
        return "\n".join(explanation(self._assess(message, reading), reading, self._answers))

    def _help(
        self,
        reading: Reading | None,
        assessment: Assessment,
        memory: Memory,
        now: float,
        language_code: str | None,
    ) -> Turn | None:
        """Return help where somebody is in danger, with a button to what the message also asks."""
        finding = assessment.finding
        if finding is None or finding.kind not in HELP:
            return None
        reply = self._desk.reply(finding, memory, language_code)
        return Turn(self._with_offer(reply, reading), _after_help(memory, finding.opens, now))

    def _read(self, message: Message) -> Reading | None:
        """Return the reading of a message, None without a FAQ or where the reader raises."""
        try:
            return self._answers.reader.read(message) if self._answers is not None else None
        except Exception as error:  # noqa: BLE001 - whatever breaks in the reader, danger is looked for
            log.error("the message could not be read: %s", type(error).__name__)  # noqa: TRY400 - no message text
            return None

    def _assess(self, message: Message, reading: Reading | None) -> Assessment:
        """Return whether somebody is in danger, or asks for what no bot may give.

        A question in a maintainer's own words outweighs such a request; nothing outweighs danger.
        """
        assessment = self._lookout.assess(message, reading.heard if reading is not None else ())
        if assessment.finding is None or assessment.finding.kind in HELP:
            return assessment
        return replace(assessment, finding=None) if _is_in_our_words(reading) else assessment

    def _answered(
        self, answers: Answers, reading: Reading | None, assessment: Assessment, memory: Memory, now: float
    ) -> Turn:
        """Return what the FAQ's side says to a message in no danger."""
        if reading is None:
            return self._help_alone(memory)
        finding = assessment.finding
        if finding is not None and finding.kind is Kind.SOURCING:
            return Turn(answers.sourcing(_lines(self._desk.sourcing(memory))), memory)
        if finding is not None:
            today = (self._desk.prescriber_today(memory),) if finding.prescriber_today else ()
            lead = self._desk.advice_lead(finding.category)
            return Turn(answers.personal_advice(reading, _lines((*today, lead) if lead else today)), memory)
        recent = memory.intent if now - memory.intent_at <= FOLLOW_UP_SECONDS else None
        return _shown(answers.respond(reading, recent), memory, now)

    def _guarded(self, answer: Callable[[Answers], Turn], memory: Memory) -> Turn:
        """Return what the FAQ gives, or only the way to help where it is broken or raises."""
        if self._answers is not None:
            try:
                return answer(self._answers)
            except Exception as error:  # noqa: BLE001 - whatever breaks in the FAQ, the way to help stays
                log.error("the FAQ could not answer: %s", type(error).__name__)  # noqa: TRY400 - no message text
        return self._help_alone(memory)

    def _help_alone(self, memory: Memory) -> Turn:
        """Return the way to help, where nothing else can be said."""
        notice = Notice.of(self.messages.disclaimer, self.messages.referral)
        closing = (self.messages.danger_line,)
        return Turn(Reply(Kind.UNKNOWN, (Line(self.messages.help_only),), notice, closing=closing), memory)

    def _footed(
        self, turn: Turn, memory: Memory, assessment: Assessment, now: float, language_code: str | None
    ) -> Turn:
        """Return the turn with one calm line of help, where the subject or the last half hour asks it."""
        lately = memory.danger_at is not None and now - memory.danger_at <= AFTERCARE_SECONDS
        if not (assessment.touches_danger or lately):
            return turn
        footer = self._desk.footer(memory, language_code)
        closing = tuple(dict.fromkeys((*turn.reply.closing, footer)))
        return replace(turn, reply=replace(turn.reply, closing=closing))

    def _with_offer(self, reply: Reply, reading: Reading | None) -> Reply:
        """Return help with a button to the answer to what the message also asks, if it does."""
        try:
            button = (
                self._answers.offer(reading) if self._answers is not None and reading is not None else None
            )
        except Exception as error:  # noqa: BLE001 - help goes out whatever happens in the FAQ
            log.error("no answer could be offered: %s", type(error).__name__)  # noqa: TRY400 - no message text
            return reply
        return replace(reply, buttons=(*reply.buttons, button)) if button else reply

    def _after_choice(self, country: str, memory: Memory, now: float) -> Memory:
        """Return the memory after the numbers were shown: help goes on, with the country if one was named."""
        chosen = self._desk.country(country)
        return replace(memory, danger_at=now, helped=memory.helped + 1, country=chosen or memory.country)


def _is_in_our_words(reading: Reading | None) -> bool:
    """Tell whether a message is one question that stands in the FAQ almost as it was typed."""
    if reading is None or reading.parts:
        return False
    ranking = reading.whole.ranking
    return ranking.confidence >= IN_OUR_WORDS and ranking.matches[0].intent.startswith(ANSWERABLE)


def _lines(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts)


def _shown(shown: tuple[Reply, str | None], memory: Memory, now: float) -> Turn:
    reply, intent = shown
    return Turn(reply, replace(memory, intent=intent, intent_at=now) if intent else memory)


def _after_help(memory: Memory, danger: str | None, now: float) -> Memory:
    return replace(memory, danger_at=now, danger=danger, helped=memory.helped + 1, intent=None)
