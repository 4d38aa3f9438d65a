"""From message to reading: what each part of a message asks, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.knowledge.model import Language
from bot.understanding.matcher import Matcher, Ranking
from bot.understanding.text import Message, fold, words

MOST_PARTS = 4
MOST_WORDS = 60  # of a part; the end of a longer one says what it asks
MOST_HEARD = 150  # words from the beginning, where danger is looked for as well as at the end
CLEAR = 0.5  # the confidence of a clear question
ENOUGH_WORDS = 40  # to tell the language by
SHORT_FOLLOW_UP = 8
LEAST_GAIN = 0.04
FEWEST_FOREIGN = 2
SHORTEST = 4
_ASKING = (
    "what|whats|how|hows|why|when|where|who|which|does|do|is|are|can|could|will|would|should|has|have|did"
)
_ASKS = re.compile(rf"\?|^(?:and |but |so |also |then )?(?:{_ASKING}|any|tell me|explain)\b")
_CLAUSE_END = re.compile(rf",?\s+(?=(?:and|but|or|also|plus) (?:also )?(?:{_ASKING})\b)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message and what it may mean."""

    text: str
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message may mean: as a whole, and by each of its clauses that asks, where it has several.

    ``heard`` is what danger is looked for in: the whole, and whatever a clear question could drown out.
    """

    message: Message
    whole: Part
    parts: tuple[Part, ...]
    foreign: bool
    heard: tuple[Ranking, ...]

    @property
    def all(self) -> tuple[Part, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)


class Reader:
    """Reads messages with a matcher."""

    def __init__(self, matcher: Matcher, language: Language, ordinary: AbstractSet[str]) -> None:
        """Take the matcher, the common words of English and of others, and ordinary English words."""
        self.matcher = matcher
        self._ordinary = ordinary
        self._english = frozenset(language.english)
        self._foreign = frozenset(language.foreign)

    def read(self, message: Message) -> Reading:
        """Return the reading of a message that stands alone."""
        whole = self._part(message.folded, message.words)
        clauses = [clause for sentence in message.sentences for clause in _CLAUSE_END.split(sentence)]
        longer = [clause for clause in clauses if len(words(clause)) > 1]
        asking = [clause for clause in longer if _ASKS.search(clause)] if len(longer) > 1 else []
        parts = tuple(self._part(clause, words(clause)) for clause in asking[-MOST_PARTS:])
        heard = (whole.ranking, *self._drowned(message, longer, parts))
        return Reading(message, whole, parts, self._is_foreign(message), heard)

    def follow_up(self, message: Message, before: str, shown: str) -> str | None:
        """Return the intent that a short message asks for after a question, None if it adds too little.

        What counts is what its words add to the score of each intent beyond the question ``before`` alone,
        whose own intent ``shown`` is left out: asking that again would be no follow-up.
        """
        if not message.words or len(message.words) > SHORT_FOLLOW_UP:
            return None
        gained = self.matcher.gained(words(fold(before)), message.words)
        best = next((match for match in gained if match.intent != shown), None)
        return best.intent if best is not None and best.score >= LEAST_GAIN else None

    def _drowned(self, message: Message, clauses: Sequence[str], parts: Sequence[Part]) -> Iterator[Ranking]:
        """Yield the rankings of what the ranking of the whole may not show.

        That is the beginning of a long message, and what is said beside questions that the FAQ knows well.
        """
        if len(message.words) > MOST_WORDS:
            yield self.matcher.rank(message.words[:MOST_HEARD])
        clear = {part.text for part in parts if part.ranking.confidence >= CLEAR}
        beside = [word for clause in clauses if clause not in clear for word in words(clause)]
        if clear and beside:
            yield self.matcher.rank(beside[-MOST_WORDS:])

    def _part(self, text: str, typed: tuple[str, ...]) -> Part:
        return Part(text, self.matcher.rank(typed[-MOST_WORDS:]))

    def _is_foreign(self, message: Message) -> bool:
        """Tell whether a message is in another script, or has more foreign words than English ones.

        A word that neither ordinary English nor the knowledge has counts as foreign if it is long enough not
        to be an abbreviation, and if no repair makes an English word of it.
        """
        letters = [letter for letter in message.folded if letter.isalpha()]
        if letters and sum(letter.isascii() for letter in letters) < len(letters) / 2:
            return True
        foreign = english = 0
        for word in message.words[:ENOUGH_WORDS]:
            if word in self._foreign:
                foreign += 1
            elif word in self._english:
                english += 1
            elif len(word) >= SHORTEST and word.isalpha() and not self.matcher.is_subject(word):
                known = word in self._ordinary or self.matcher.knows(word)
                english, foreign = english + known, foreign + (not known)
        return foreign >= FEWEST_FOREIGN and foreign > english
