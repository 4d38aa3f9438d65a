"""The FAQ's side of the assistant: a message that is in no danger → Reply."""

from __future__ import annotations

from bot.compose import ENTRY, GAP, TOPIC, Composer
from bot.knowledge.model import Entry, Gap, Knowledge
from bot.pages import Pages
from bot.reply import Button, Kind, Line, Reply, Role, Style
from bot.understanding.decide import Decision, Thresholds, decide
from bot.understanding.reader import Reader, Reading

NONE_OF_THESE = "none"
ELSEWHERE, TALK = "elsewhere", "talk"


def kinship(knowledge: Knowledge) -> Kinship:
    """Return who serves whom among the knowledge's intents."""
    return Kinship({f"{ENTRY}:{entry.id}": frozenset(entry.claims) for entry in knowledge.entries})


class Kinship:
    """Tells whether one intent serves who asked for another: entries that rest on a claim in common do."""

    def __init__(self, claims: dict[str, frozenset[str]]) -> None:
        """Take the claims that each entry's answer shows."""
        self._claims = claims

    def __call__(self, shown: str, asked: str) -> bool:
        """Return whether ``shown`` answers the question behind ``asked``; not ours serves not ours."""
        if shown == asked:
            return True
        if shown in self._claims and asked in self._claims:
            return bool(self._claims[shown] & self._claims[asked])
        return _is_ours(shown) == _is_ours(asked) is False


def _is_ours(intent: str) -> bool:
    return intent.startswith((f"{ENTRY}:", f"{GAP}:"))


class Answers:
    """Finds what a message asks and says what the FAQ has for it."""

    def __init__(self, composer: Composer, pages: Pages, reader: Reader, thresholds: Thresholds) -> None:
        """Take the parts; ``thresholds`` say from which confidence on to answer and to offer."""
        self._composer = composer
        self.pages = pages
        self.reader = reader
        self.thresholds = thresholds
        knowledge = composer.knowledge
        self._kin = kinship(knowledge)
        self._items: dict[str, Entry | Gap] = {f"{ENTRY}:{entry.id}": entry for entry in knowledge.entries}
        self._items |= {f"{GAP}:{gap.id}": gap for gap in knowledge.gaps}
        self._said = {f"{ELSEWHERE}:{each.id}": each.says for each in knowledge.elsewhere}
        self._said |= {f"{TALK}:{each.id}": each.says for each in knowledge.messages.small_talk}

    def with_threshold(self, answer_from: float) -> Answers:
        """Return the same with another confidence from which on to answer."""
        changed = self.thresholds.answering_from(answer_from)
        return Answers(self._composer, self.pages, self.reader, changed)

    def decide(self, reading: Reading, before: str | None = None) -> Decision:
        """Return what to do with a message; ``before`` is the intent that was shown last."""
        decision = decide(reading, self.thresholds, self._kin)
        item = self._items.get(before or "")
        if item is not None and before is not None and not decision.shown and not reading.foreign:
            intent = self.reader.follow_up(reading.message, item.question, before)
            if intent in self._items:
                return Decision(decision.confidence, shown=(intent,))
        return decision

    def respond(self, reading: Reading, before: str | None = None) -> tuple[Reply, str | None]:
        """Return the reply, and the intent that it shows if it shows just one."""
        decision = self.decide(reading, before)
        messages = self._composer.knowledge.messages
        if decision.shown:
            asked = [self._items[intent] for intent in decision.shown]
            reply = self._composer.answer(asked, decision.confidence, decision.unanswered)
            return reply, decision.shown[0] if len(asked) == 1 else None
        if decision.choices:
            items = [self._items[intent] for intent in decision.choices]
            return self._composer.choices(items, decision.confidence), None
        if reading.foreign:
            return self._composer.unknown(messages.other_language), None
        topics = self._composer.topic_buttons()
        if decision.other is None:
            return self._composer.unknown(messages.unknown, topics, decision.confidence), None
        said = self._said[decision.other]
        if decision.other.startswith(TALK):
            return Reply(Kind.SMALL_TALK, (Line(said),), score=decision.confidence), None
        return self._composer.unknown(said, topics, decision.confidence), None

    def nearest(self, reading: Reading) -> Entry | None:
        """Return the entry that comes nearest to a message which is not answered, if it may be offered."""
        never = frozenset(self._composer.knowledge.messages.never_in_danger)
        decision = self.decide(reading)
        for intent in (*decision.shown, *decision.choices):
            item = self._items[intent]
            if isinstance(item, Entry) and not never & set(item.claims):
                return item
        return None

    def offer(self, reading: Reading) -> Button | None:
        """Return a button to what a message in danger also asks, or None if it asks nothing of ours."""
        entry = self.nearest(reading) if "?" in reading.message.folded else None
        return Button(entry.question, f"{ENTRY}:{entry.id}", Role.RELATED) if entry else None

    def press(self, action: str) -> tuple[Reply, str | None]:
        """Return the reply to a button; one whose entry or topic is gone gets the topics."""
        what, _, name = action.partition(":")
        item = self._items.get(action)
        if item is not None:
            return self._composer.answer([item], None), action
        if action == NONE_OF_THESE:
            return self._none_of_these(), None
        page = self.pages.topic(name) if what == TOPIC else self.pages.page(what)
        return page or self.pages.gone(), None

    def page(self, name: str) -> Reply:
        """Return the page of a command; an unknown one gets the help page."""
        return self.pages.page(name) or self.pages.page("help") or self.pages.gone()

    def sourcing(self, said: tuple[Line, ...]) -> Reply:
        """Refuse a request for the drug, with what the article says of where clinics get it."""
        quoted = self._items.get(f"{ENTRY}:{self._composer.knowledge.messages.sourcing_entry}")
        return self._composer.declined(
            Kind.SOURCING, said, quoted=quoted if isinstance(quoted, Entry) else None
        )

    def personal_advice(self, reading: Reading, first: tuple[Line, ...]) -> Reply:
        """Return that only a clinician can say, what to ask them, and the nearest entry as a button."""
        messages = self._composer.knowledge.messages
        asks = tuple(Line(question, Style.ITEM) for question in messages.personal_advice_ask)
        nearest = self.nearest(reading)
        partly = (Line(messages.partly_fits, Style.SMALL),) if nearest else ()
        lines = (*first, Line(messages.personal_advice), *asks, *partly)
        return self._composer.declined(Kind.PERSONAL_ADVICE, lines, nearest)

    def _none_of_these(self) -> Reply:
        messages = self._composer.knowledge.messages
        return self._composer.unknown(messages.none_of_these_reply, self._composer.topic_buttons())
