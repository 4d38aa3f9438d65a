"""The fixed texts of help: what is said to somebody in danger, and after."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.fields import Fields, Keys
from bot.knowledge.forms import TEXT
from bot.knowledge.model import Text

VARIANTS_KEYS = Keys(required=("first",), optional=("near",))
TEXTS_KEYS = Keys(
    required=(
        "crisis_self",
        "crisis_other",
        "attempt",
        "attempt_other",
        "unclear",
        "medical",
        "threat",
        "violence",
        "abuse",
        "tell",
        "tell_other",
        "away",
        "away_other",
        "keep",
        "question",
        "question_other",
        "medical_question",
        "bot",
        "now",
        "later",
        "later_medical",
        "other",
        "labels",
        "aftercare",
        "aftercare_medical",
        "footer",
        "sourcing",
        "prescriber_today",
        "advice",
        "numbers_unknown",
        "anywhere",
        "suggested",
        "choose_country",
        "unknown_country",
        "poison",
        "poison_somewhere",
        "command",
        "emergency_unknown",
        "emergency_short",
        "in_danger",
    )
)
LABELS_KEYS = Keys(required=("now", "later", "other", "another_country", "helplines"))
SAID_KEYS = Keys(required=("said", "says"))
AFTERCARE_KEYS = Keys(
    required=("yes", "calling", "no", "unsure", "no_answer", "cannot_call", "thanks", "more")
)


@dataclass(frozen=True, slots=True)
class Variants:
    """Wordings that take turns; ``near`` ones stand in where danger is near, if there are any."""

    first: tuple[Text, ...]
    near: tuple[Text, ...]

    def turn(self, number: int, *, near: bool = False) -> str:
        """Return the wording for the n-th time."""
        wordings = self.near if near and self.near else self.first
        return wordings[number % len(wordings)]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the buttons say."""

    now: Text
    later: Text
    other: Text
    another_country: Text
    helplines: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """A short message that follows help, as it is ``said``, and the wordings that answer it."""

    name: str
    said: frozenset[str]
    says: Variants


@dataclass(frozen=True, slots=True)
class HelpTexts:
    """Every fixed text of help; words in braces stand for facts of the country."""

    crisis_self: Variants
    crisis_other: Variants
    attempt: Variants
    attempt_other: Variants
    unclear: Variants
    medical: Variants
    threat: Variants
    violence: Variants
    abuse: Variants
    tell: Variants
    tell_other: Variants
    away: Text
    away_other: Text
    keep: Text
    question: Text
    question_other: Text
    medical_question: Text
    bot: Text
    now: Variants
    later: Variants
    later_medical: Variants
    other: Variants
    labels: Labels
    aftercare: tuple[Answer, ...]
    aftercare_medical: Variants
    footer: Text
    sourcing: tuple[Text, ...]
    prescriber_today: Text
    advice: tuple[tuple[Text, Text], ...]
    numbers_unknown: tuple[Text, ...]
    anywhere: Text
    suggested: Text
    choose_country: Text
    unknown_country: Text
    poison: Text
    poison_somewhere: Text
    command: Text
    emergency_unknown: Text
    emergency_short: Text
    in_danger: Text


def read_texts(file: Fields) -> HelpTexts:
    """Read the texts; each list of wordings needs three, so that repetition does not feel like a wall."""
    labels = file.inner("labels", LABELS_KEYS)
    after = file.inner("aftercare", AFTERCARE_KEYS)
    return HelpTexts(
        crisis_self=_variants(file, "crisis_self"),
        crisis_other=_variants(file, "crisis_other"),
        attempt=_variants(file, "attempt"),
        attempt_other=_variants(file, "attempt_other"),
        unclear=_variants(file, "unclear"),
        medical=_variants(file, "medical"),
        threat=_variants(file, "threat"),
        violence=_variants(file, "violence"),
        abuse=_variants(file, "abuse"),
        tell=_variants(file, "tell"),
        tell_other=_variants(file, "tell_other"),
        away=file.one("away", TEXT),
        away_other=file.one("away_other", TEXT),
        keep=file.one("keep", TEXT),
        question=file.one("question", TEXT),
        question_other=file.one("question_other", TEXT),
        medical_question=file.one("medical_question", TEXT),
        bot=file.one("bot", TEXT),
        now=_variants(file, "now"),
        later=_variants(file, "later"),
        later_medical=_variants(file, "later_medical"),
        other=_variants(file, "other"),
        labels=Labels(
            now=labels.one("now", TEXT),
            later=labels.one("later", TEXT),
            other=labels.one("other", TEXT),
            another_country=labels.one("another_country", TEXT),
            helplines=labels.one("helplines", TEXT),
        ),
        aftercare=tuple(_answer(after, name) for name in AFTERCARE_KEYS.required),
        aftercare_medical=_list(file, "aftercare_medical"),
        footer=file.one("footer", TEXT),
        sourcing=file.many("sourcing", TEXT, at_least=1),
        prescriber_today=file.one("prescriber_today", TEXT),
        advice=file.named("advice", TEXT),
        numbers_unknown=file.many("numbers_unknown", TEXT, at_least=1),
        anywhere=file.one("anywhere", TEXT),
        suggested=file.one("suggested", TEXT),
        choose_country=file.one("choose_country", TEXT),
        unknown_country=file.one("unknown_country", TEXT),
        poison=file.one("poison", TEXT),
        poison_somewhere=file.one("poison_somewhere", TEXT),
        command=file.one("command", TEXT),
        emergency_short=file.one("emergency_short", TEXT),
        emergency_unknown=file.one("emergency_unknown", TEXT),
        in_danger=file.one("in_danger", TEXT),
    )


def _answer(after: Fields, name: str) -> Answer:
    fields = after.inner(name, SAID_KEYS)
    said = frozenset(str(each) for each in fields.many("said", TEXT))
    return Answer(name, said, Variants(fields.many("says", TEXT, at_least=3), near=()))


def _list(file: Fields, key: str) -> Variants:
    return Variants(file.many(key, TEXT, at_least=1), near=())


def _variants(file: Fields, key: str) -> Variants:
    fields = file.inner(key, VARIANTS_KEYS)
    return Variants(fields.many("first", TEXT, at_least=3), fields.many("near", TEXT))
