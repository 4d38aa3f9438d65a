"""Help for somebody in danger: what is said, with the numbers of their country, as replies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.help_numbers import Numbers
from bot.reply import Button, Kind, Line, Reply, Role, Style
from bot.understanding.text import fold, words

if TYPE_CHECKING:
    from bot.knowledge.help_texts import HelpTexts, Variants
    from bot.knowledge.helplines import Helplines
    from bot.memory import Memory
    from bot.understanding.finding import Finding
    from bot.understanding.text import Message

AFTERCARE_SECONDS = 30 * 60
SHORT_WORDS = 6
SPELT = {
    "im": "i am",
    "cant": "can not",
    "cannot": "can not",
    "wont": "will not",
    "dont": "do not",
    "doesnt": "does not",
    "ill": "i will",
    "its": "it is",
}
QUESTION_WORDS = frozenset(
    {
        "what",
        "how",
        "why",
        "who",
        "when",
        "where",
        "which",
        "does",
        "did",
        "is",
        "are",
        "was",
        "can",
        "could",
        "do",
        "should",
        "would",
        "will",
        "have",
        "has",
        "any",
    }
)
NOW, LATER, OTHER, LIST = "help:now", "help:later", "help:other", "country:list"
_WHERE = re.compile(r"^(?:i am |i live )?(?:in |from )?(?:the )?")
HELP_ACTION, COUNTRY_ACTION = "help:", "country:"


@dataclass(frozen=True, slots=True)
class Help:
    """Composes help from the fixed texts and the helplines.

    Pure: the caller keeps the memory. After each help reply it stores the time as ``danger_at``, what the
    finding ``opens`` as ``danger`` and counts ``helped`` up; after a country button it stores the country.
    ``default_country`` is the operator's, as two letters.
    """

    texts: HelpTexts
    helplines: Helplines
    default_country: str | None = None

    def reply(self, finding: Finding, memory: Memory, language_code: str | None = None) -> Reply:
        """Return the first help for a finding of kind crisis or emergency."""
        numbers = self._numbers(memory, language_code)
        if finding.kind is Kind.EMERGENCY:
            return self._emergency(finding, memory, numbers)
        texts, turn = self.texts, memory.helped
        other = finding.person == "other"
        attempt = finding.opens == "attempt"
        opening = _opening(texts, other=other, attempt=attempt)
        said = opening.turn(turn, near=finding.near).replace("{emergency}", numbers.emergency_short)
        lines = [Line(said), *numbers.lines()]
        if attempt:
            lines += [Line(texts.keep)] if other else []
            lines += [Line(text) for text in numbers.poison()]
            lines.append(Line(texts.medical_question, Style.QUESTION))
        else:
            if finding.near:
                lines.append(Line(texts.away_other if other else texts.away))
            lines.append(Line((texts.tell_other if other else texts.tell).turn(turn)))
            lines.append(Line(texts.question_other if other else texts.question, Style.QUESTION))
        lines.append(Line(texts.bot, Style.SMALL))
        return Reply(
            Kind.CRISIS, tuple(lines), buttons=(*self._safety_buttons(other=other), *numbers.buttons())
        )

    def aftercare(
        self, message: Message, memory: Memory, now: float, language_code: str | None = None
    ) -> Reply | None:
        """Return help that goes on after a short message, None if the message should be answered as usual.

        ``now`` is in seconds of the clock of ``memory.danger_at``; help goes on for half an hour.
        """
        if not self._recent(memory, now):
            return None
        said = " ".join(_spelt(message.words))
        answer = next((each for each in self.texts.aftercare if said in each.said), self.texts.aftercare[-1])
        unnamed = answer is self.texts.aftercare[-1]
        goes_on = memory.danger is not None and len(message.words) <= SHORT_WORDS and not _asks(message)
        if unnamed and not goes_on:
            return None
        if _physical(memory):
            return self._going_on(self.texts.aftercare_medical, memory, language_code, Kind.EMERGENCY)
        return self._going_on(answer.says, memory, language_code, Kind.CRISIS)

    def typed(self, message: Message, memory: Memory, now: float) -> str | None:
        """Return the action of the button whose label or country was typed instead of pressed, if one was."""
        if not self._recent(memory, now):
            return None
        said = " ".join(_spelt(message.words))
        labels = self.texts.labels
        for label, action in ((labels.now, NOW), (labels.later, LATER), (labels.other, OTHER)):
            if said == " ".join(_spelt(words(fold(label)))):
                return action
        code = self.country(_WHERE.sub("", said))
        return f"{COUNTRY_ACTION}{code}" if code else None

    def footer(self, memory: Memory, language_code: str | None = None) -> str:
        """Return the line of help that stands under a normal answer in the half hour after danger."""
        return self._fill(self.texts.footer, self._numbers(memory, language_code))

    def pressed(self, action: str, memory: Memory, language_code: str | None = None) -> Reply:
        """Return what follows a help or country button; an unknown action gets the numbers."""
        if action == NOW:
            return self._going_on(self.texts.now, memory, language_code, _kind(memory))
        if action == LATER:
            later = self.texts.later_medical if _physical(memory) else self.texts.later
            return self._going_on(later, memory, language_code, _kind(memory))
        if action == OTHER:
            return self._going_on(self.texts.other, memory, language_code, _kind(memory))
        if action == LIST:
            return self._countries(self.texts.choose_country)
        return self.command(action.removeprefix(COUNTRY_ACTION), memory, language_code)

    def command(self, argument: str, memory: Memory, language_code: str | None = None) -> Reply:
        """Return the numbers of a country, given as code or name; of the person's own where none is given."""
        named = argument.strip()
        country = self.helplines.find(named) if named else None
        if named and country is None:
            return self._countries(self.texts.unknown_country)
        numbers = self._numbers(memory, language_code)
        if country is not None:
            numbers = Numbers(self.texts, self.helplines, country)
        lines = (
            self._line(self.texts.command, numbers),
            *numbers.lines(every=True),
            Line(self.texts.bot, Style.SMALL),
        )
        return Reply(Kind.CRISIS, lines, buttons=(*self._safety_buttons(other=False), *numbers.buttons()))

    def country(self, name: str) -> str | None:
        """Return the code of a country, given as code or name, None if it is not listed."""
        found = self.helplines.find(name) if name.strip() else None
        return found.code if found is not None else None

    def prescriber_today(self, memory: Memory, language_code: str | None = None) -> str:
        """Return the paragraph that begins a ``personal_advice`` reply whose finding asks for it."""
        return self._fill(self.texts.prescriber_today, self._numbers(memory, language_code))

    def sourcing(self, memory: Memory, language_code: str | None = None) -> tuple[str, ...]:
        """Return the paragraphs that decline to help with getting the drug, and a treatment line if known."""
        treatment = self._numbers(memory, language_code).treatment()
        return (*self.texts.sourcing, *([treatment] if treatment else []))

    def advice_lead(self, category: str) -> str | None:
        """Return the sentence for a category of personal advice, None if it has none of its own."""
        return next((text for name, text in self.texts.advice if name == category), None)

    def _emergency(self, finding: Finding, memory: Memory, numbers: Numbers) -> Reply:
        texts, turn = self.texts, memory.helped
        physical = finding.opens == "medical"
        wordings = {
            "medical": texts.medical,
            "threat": texts.threat,
            "violence": texts.violence,
            "abuse": texts.abuse,
        }.get(finding.opens, texts.unclear)
        lines = [self._line(wordings.turn(turn), numbers), *numbers.lines(emergency_only=physical)]
        if physical:
            if finding.person == "other":
                lines.append(Line(texts.keep))
            lines += [Line(text) for text in numbers.poison()]
            lines.append(Line(texts.medical_question, Style.QUESTION))
        else:
            lines.append(Line(texts.tell.turn(turn)))
            lines.append(Line(texts.question, Style.QUESTION))
        lines.append(Line(texts.bot, Style.SMALL))
        buttons = (*self._safety_buttons(other=physical and finding.person == "other"), *numbers.buttons())
        return Reply(Kind.EMERGENCY, tuple(lines), buttons=buttons)

    def _going_on(self, wordings: Variants, memory: Memory, language_code: str | None, kind: Kind) -> Reply:
        numbers = self._numbers(memory, language_code)
        lines = [self._line(wordings.turn(memory.helped), numbers)]
        lines += numbers.lines(emergency_only=kind is Kind.EMERGENCY)
        lines.append(Line(self.texts.bot, Style.SMALL))
        return Reply(kind, tuple(lines), buttons=(*self._safety_buttons(other=False), *numbers.buttons()))

    def _countries(self, text: str) -> Reply:
        numbers = Numbers(self.texts, self.helplines, None)
        buttons = tuple(
            Button(country.name, f"{COUNTRY_ACTION}{country.code}", Role.COUNTRY)
            for country in self.helplines.countries
        )
        return Reply(Kind.CRISIS, (Line(text), *numbers.lines()), buttons=buttons)

    def _numbers(self, memory: Memory, language_code: str | None) -> Numbers:
        for code in (memory.country, self.default_country):
            if code and (country := self.helplines.find(code)) is not None:
                return Numbers(self.texts, self.helplines, country)
        suggested = self.helplines.suggest(language_code)
        return Numbers(self.texts, self.helplines, suggested, suggested=suggested is not None)

    def _safety_buttons(self, *, other: bool) -> tuple[Button, ...]:
        labels = self.texts.labels
        buttons = (Button(labels.now, NOW, Role.HELP), Button(labels.later, LATER, Role.HELP))
        return buttons if other else (*buttons, Button(labels.other, OTHER, Role.HELP))

    def _line(self, text: str, numbers: Numbers) -> Line:
        return Line(self._fill(text, numbers))

    @staticmethod
    def _fill(text: str, numbers: Numbers) -> str:
        return text.replace("{emergency}", numbers.emergency)

    @staticmethod
    def _recent(memory: Memory, now: float) -> bool:
        return memory.danger_at is not None and 0 <= now - memory.danger_at <= AFTERCARE_SECONDS


def _opening(texts: HelpTexts, *, other: bool, attempt: bool) -> Variants:
    if attempt:
        return texts.attempt_other if other else texts.attempt
    return texts.crisis_other if other else texts.crisis_self


def _physical(memory: Memory) -> bool:
    return memory.danger == "medical"


def _kind(memory: Memory) -> Kind:
    return Kind.EMERGENCY if _physical(memory) else Kind.CRISIS


def _asks(message: Message) -> bool:
    return bool(message.words) and ("?" in message.folded or message.words[0] in QUESTION_WORDS)


def _spelt(words: tuple[str, ...]) -> list[str]:
    """Return the words with their contractions written out, as the lists of what is said have them."""
    return [SPELT.get(word.replace("'", ""), word.replace("'", "")) for word in words]
