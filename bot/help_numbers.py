"""The numbers of a country as lines and buttons of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reply import Button, Line, Role, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge.help_texts import HelpTexts
    from bot.knowledge.helplines import Country, Helpline, Helplines

OFFERED = ("US", "GB", "CA")
FEW = 2


@dataclass(frozen=True, slots=True)
class Numbers:
    """What somebody can call; ``country`` is None where it is not known, ``suggested`` if it is a guess."""

    texts: HelpTexts
    helplines: Helplines
    country: Country | None
    suggested: bool = False

    @property
    def emergency(self) -> str:
        """Return the emergency number, or how to find it."""
        return self.texts.emergency_unknown if self.country is None else self.country.emergency

    @property
    def emergency_short(self) -> str:
        """Return the emergency number, or only that there is one where the numbers follow anyway."""
        return self.texts.emergency_short if self.country is None else self.country.emergency

    def lines(self, *, every: bool = False, emergency_only: bool = False) -> Iterator[Line]:
        """Yield the numbers: two lines of a country or all, and the finder where the country is open."""
        if self.country is None:
            if not emergency_only:
                yield from (Line(text, Style.ITEM) for text in self.texts.numbers_unknown)
        else:
            yield Line(self.texts.in_danger.replace("{emergency}", self.emergency), Style.ITEM)
            if not emergency_only or not any(map(str.isdigit, self.emergency)):
                shown = self.country.lines if every else self.country.lines[:FEW]
                yield from (Line(said(line), Style.ITEM) for line in shown)
        if self.country is not None and self.suggested:
            yield Line(self.texts.suggested.replace("{country}", self.country.name), Style.SMALL)
        if self.country is None or self.suggested or every:
            yield Line(self.texts.anywhere, Style.SMALL)

    def buttons(self) -> tuple[Button, ...]:
        """Return the buttons to choose a country."""
        another = Button(self.texts.labels.another_country, "country:list", Role.COUNTRY)
        if self.country is not None:
            return (another,)
        found = (self.helplines.find(code) for code in OFFERED)
        offered = (
            Button(each.name, f"country:{each.code}", Role.COUNTRY) for each in found if each is not None
        )
        return (*offered, another)

    def poison(self) -> tuple[str, ...]:
        """Return the sentence on the poison line of the country, or of each if it is not known."""
        countries = self.helplines.countries if self.country is None else (self.country,)
        text = self.texts.poison if self.country is not None else self.texts.poison_somewhere
        return tuple(
            text.replace("{lines}", said(each.poison))
            .replace("{emergency}", each.emergency)
            .replace("{country}", each.name)
            for each in countries
            if each.poison is not None
        )

    def treatment(self) -> str | None:
        """Return the line that helps to find treatment for drug use, None where none is confirmed."""
        return (
            None
            if self.country is None or self.country.treatment is None
            else f"{said(self.country.treatment)}."
        )


def said(line: Helpline) -> str:
    """Return a helpline as it is shown: its name, how to reach it, and what was confirmed of it."""
    ways = [f"call {line.call}"] if line.call else []
    ways += [str(line.text)] if line.text else []
    facts = ", ".join(part for part in (line.cost, line.hours, line.language) if part)
    return f"{line.name}: {' or '.join(ways)}" + (f" ({facts})" if facts else "")
