"""Danger first: does a message call for help, for the drug, or for advice that only a clinician can give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.reply import HELP, Kind
from bot.understanding.danger_text import DangerText, Undisguise
from bot.understanding.finding import Assessment, Finding
from bot.understanding.phrase_match import by_anchor, longest, matches, present
from bot.understanding.phrases import BREAK, QUESTION, Lexicon, Match, Pattern, Places
from bot.understanding.plain import PlainStatements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.knowledge.safety import Category, Rule, Safety
    from bot.understanding.text import Message

NEGATIONS = "NOT"
SPEAKER = "I"
OTHERS = "PERSON"
PLAIN_CATEGORY = "C2"
CONTRASTS = frozenset({"but", "though", "although", "yet", "because", "and"})
BEFORE_MATCH = 4
SPEAKER_WITHIN = 25


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    category: Category
    rank: int
    pattern: Pattern
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class _Calm:
    says: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


class Triage:
    """Assesses messages by the rules of safety.yaml. Pure; the same message always gets the same answer."""

    def __init__(self, safety: Safety) -> None:
        """Compile the rules.

        Raises:
            PatternError: a pattern cannot be read; ``load_safety`` has checked that before.
        """
        negations = next((members for name, members in safety.classes if name == NEGATIONS), ())
        lexicon = Lexicon(safety.classes, negations)
        self._lexicon = lexicon
        self._not = lexicon.words_of(NEGATIONS)
        self._open = lexicon.words_of("OPEN")
        self._speaker = lexicon.words_of(SPEAKER)
        self._person = lexicon.words_of(OTHERS)
        self._self = lexicon.words_of("MYSELF")
        self._other_self = lexicon.words_of("THEMSELF")
        order = {str(category.id): rank for rank, category in enumerate(safety.categories)}
        category_of = {str(category.id): category for category in safety.categories}
        self._benign = by_anchor((lexicon.compile(each), lexicon.compile(each)) for each in safety.benign)
        self._topics = tuple(lexicon.compile(each) for each in safety.topics)
        self._calm = {
            str(calm.name): _Calm(
                tuple(lexicon.compile(each) for each in calm.says),
                tuple(lexicon.compile(each) for each in calm.unless),
            )
            for calm in safety.calm
        }
        self._rules = by_anchor(
            (pattern, _Compiled(rule, category_of[rule.category], order[rule.category], pattern, unless))
            for rule in safety.rules
            for unless in [tuple(lexicon.compile(each) for each in rule.unless)]
            for pattern in map(lexicon.compile, rule.says)
        )
        self._plain = PlainStatements(safety.plain)
        self._plain_category = category_of[PLAIN_CATEGORY]
        self._undisguise = Undisguise(safety, lexicon.words, lexicon.beginnings)

    def assess(self, message: Message) -> Assessment:
        """Return the most urgent finding in the whole message."""
        text = self._undisguise.read(message)
        places, bare = self._places(text)
        candidates = sorted(self._candidates(bare), key=lambda each: (each.rank, each.rule.id))
        calmed = False
        finding: Finding | None = None
        near = False
        calm_now: dict[str, bool] = {}
        for each in candidates:
            kind = Kind(each.category.kind)
            if finding is not None and (kind not in HELP or finding.kind not in HELP or near):
                break
            found = self._fit(each, text, bare)
            if found is None:
                continue
            match, person = found
            names = each.category.calm if each.rule.calm is None else each.rule.calm
            if any(self._is_calm(name, places, calm_now) for name in names):
                calmed = calmed or kind in HELP
                continue
            found_near = each.category.near if each.rule.near is None else each.rule.near
            near = near or (found_near and kind in HELP)
            if finding is None:
                finding = Finding(
                    kind=kind,
                    category=(person == "other" and each.category.for_other) or each.category.id,
                    opens=each.category.opens,
                    near=near,
                    person=person,
                    prescriber_today=each.category.prescriber_today,
                    rule=each.rule.id,
                    words=_shown(text.words[match.start : match.end]),
                )
        if finding is not None and finding.kind in HELP and near:
            finding = replace(finding, near=True)
        plain = None if finding is not None and finding.kind in HELP else self._plain.find(message)
        if plain is not None:
            finding = Finding(
                kind=Kind(self._plain_category.kind),
                category=self._plain_category.id,
                opens=self._plain_category.opens,
                near=self._plain_category.near,
                person="self",
                prescriber_today=False,
                rule=f"plain-{plain.language}",
                words=tuple(plain.words.split()),
            )
        touches = calmed or any(matches(topic, places) for topic in self._topics)
        return Assessment(finding, touches_danger=touches)

    def _places(self, text: DangerText) -> tuple[Places, Places]:
        """Return where words stand, and the same without the idioms."""
        places = self._lexicon.places(text.words)
        hidden = 0
        for pattern, _ in present(self._benign, places):
            for match in matches(pattern, places):
                end = longest(pattern, match, places).end
                hidden |= (1 << end) - (1 << match.start)
        hidden &= places.inside
        return places, self._lexicon.places(text.words, hidden) if hidden else places

    def _candidates(self, places: Places) -> Iterator[_Compiled]:
        for _, each in present(self._rules, places):
            yield each

    def _fit(self, each: _Compiled, text: DangerText, places: Places) -> tuple[Match, str] | None:
        found = matches(each.pattern, places)
        if not found or any(matches(pattern, places) for pattern in each.unless):
            return None
        for match in found:
            if each.pattern.negates or not each.rule.negation or not self._negated(match, text, places):
                fixed = each.rule.person
                return match, self._who(match, places) if fixed == "auto" else fixed
        return None

    def _negated(self, match: Match, text: DangerText, places: Places) -> bool:
        """Tell whether a "not" stands in the match or shortly before, and not one as in "can't help it"."""
        start = max(0, match.start - BEFORE_MATCH)
        for place in range(match.start, start, -1):
            before = place - 1
            if text.commas >> place & 1 or not places.inside >> before & 1 or text.words[before] in CONTRASTS:
                start = place
                break
        window = (1 << match.end) - (1 << start)
        found = places.bits(self._not) & window
        return bool(found & ~(places.bits(self._open) >> 1))

    def _who(self, match: Match, places: Places) -> str:
        inside = (1 << match.end) - (1 << match.start)
        if places.bits(self._other_self) & inside:
            return "other"
        if places.bits(self._self) & inside:
            return "self"
        low = max(0, match.start - SPEAKER_WITHIN)
        before = (1 << match.end) - (1 << low)
        speaker = places.bits(self._speaker) & before
        person = places.bits(self._person) & before
        if speaker or person:
            return "self" if speaker > person else "other"
        everywhere = places.bits(self._person) and not places.bits(self._speaker)
        return "other" if everywhere else "self"

    def _is_calm(self, name: str, places: Places, known: dict[str, bool]) -> bool:
        if name not in known:
            calm = self._calm[name]
            known[name] = any(matches(each, places) for each in calm.says) and not any(
                matches(each, places) for each in calm.unless
            )
        return known[name]


def _shown(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in {BREAK, QUESTION})
