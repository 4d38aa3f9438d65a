"""Emergency numbers and crisis lines by country, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.knowledge.fields import Fields, Keys, read
from bot.knowledge.forms import ANY_TEXT, DAY, TEXT, matching
from bot.knowledge.model import Text
from bot.knowledge.problem import Problem, Problems

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "helplines.yaml"
CODE = matching(r"[A-Z]{2}", "a country as two capital letters")
NUMBER = matching(r"[0-9][0-9 -]{1,18}[0-9]", "a telephone number of digits, spaces and hyphens")
SITE = matching(r"[a-z0-9.-]+\.[a-z]{2,}(/\S*)?", "a site such as samaritans.org, without https://")
SOURCE = matching(r"https?://\S+", "a web address")

_FILE = Keys(required=("countries",))
_COUNTRY = Keys(
    required=("code", "name", "emergency", "lines", "verified"),
    optional=("also", "languages", "poison", "treatment"),
)
_LINE = Keys(
    required=("name", "source", "seen"), optional=("call", "text", "hours", "cost", "site", "language")
)
_VERIFIED = Keys(optional=("by", "on"))


@dataclass(frozen=True, slots=True)
class Helpline:
    """A line to call; ``hours`` is empty where they were not confirmed, ``text`` says how to write to it."""

    name: Text
    call: Text
    text: Text
    hours: Text
    cost: Text
    site: Text
    language: Text
    source: Text
    seen: date


@dataclass(frozen=True, slots=True)
class Country:
    """What somebody in a country can call; ``verified_on`` is None until the operator has checked it."""

    code: Text
    name: Text
    also: tuple[Text, ...]
    languages: tuple[Text, ...]
    emergency: Text
    lines: tuple[Helpline, ...]
    poison: Helpline | None
    treatment: Helpline | None
    verified_by: str
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class Helplines:
    """All countries, in the order in which they are offered."""

    countries: tuple[Country, ...]

    def find(self, name: str) -> Country | None:
        """Return the country with this code or name, whatever the case; None if it is not listed."""
        wanted = " ".join(name.casefold().split())
        for country in self.countries:
            if wanted in {country.code.casefold(), country.name.casefold(), *map(str.casefold, country.also)}:
                return country
        return None

    def suggest(self, language_code: str | None) -> Country | None:
        """Return the country that a client's language suggests, None if there is none."""
        if not language_code:
            return None
        language, _, region = language_code.replace("_", "-").partition("-")
        if len(region) == 2 and (found := self.find(region)) is not None:
            return found
        lower = language.casefold()
        return next((country for country in self.countries if lower in country.languages), None)

    def stale(self, today: date, days: int) -> tuple[Country, ...]:
        """Return the countries with a line that was last seen or verified more than so many days ago."""
        return tuple(country for country in self.countries if (today - _last_seen(country)).days > days)

    def unverified(self) -> tuple[Country, ...]:
        """Return the countries whose numbers nobody here has verified."""
        return tuple(each for each in self.countries if not each.verified_by or each.verified_on is None)


def load_helplines(folder: Path) -> tuple[Helplines | None, tuple[Problem, ...]]:
    """Return what helplines.yaml in the folder says, or None and what is wrong with it."""
    problems = Problems()
    file = read(folder / FILE_NAME, _FILE, problems)
    countries = file.each("countries", _COUNTRY, _country, at_least=1)
    seen: set[str] = set()
    for country in countries:
        if country.code in seen and country.code.at is not None:
            problems.add(country.code.at, f"the country '{country.code}' is here twice; keep one")
        seen.add(country.code)
    return (None if problems else Helplines(countries)), problems.sorted()


def _last_seen(country: Country) -> date:
    oldest = min(line.seen for line in country.lines)
    return oldest if country.verified_on is None else max(oldest, country.verified_on)


def _country(fields: Fields) -> Country:
    verified = fields.inner("verified", _VERIFIED)
    treatment = fields.each("treatment", _LINE, _line)
    poison = fields.each("poison", _LINE, _line)
    return Country(
        code=fields.one("code", CODE),
        name=fields.one("name", TEXT),
        also=fields.many("also", TEXT),
        languages=fields.many("languages", TEXT),
        emergency=fields.one("emergency", TEXT),
        lines=fields.each("lines", _LINE, _line, at_least=1),
        poison=poison[0] if poison else None,
        treatment=treatment[0] if treatment else None,
        verified_by=verified.maybe("by", ANY_TEXT, Text("")),
        verified_on=verified.maybe("on", DAY, None),
    )


def _line(fields: Fields) -> Helpline:
    return Helpline(
        name=fields.one("name", TEXT),
        call=fields.maybe("call", NUMBER, Text("")),
        text=fields.maybe("text", TEXT, Text("")),
        hours=fields.maybe("hours", TEXT, Text("")),
        cost=fields.maybe("cost", TEXT, Text("")),
        site=fields.maybe("site", SITE, Text("")),
        language=fields.maybe("language", TEXT, Text("")),
        source=fields.one("source", SOURCE),
        seen=fields.one("seen", DAY),
    )
