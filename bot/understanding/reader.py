"""From message to reading: what each part of a message asks, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.knowledge.model import Language
from bot.understanding.matcher import Matcher, Ranking
from bot.understanding.text import Message, fold, words

MOST_PARTS = 8
SHORT_FOLLOW_UP = 8
LEAST_GAIN = 0.04
FEWEST_FOREIGN = 2
SHORTEST = 4
_ASKS = re.compile(
    r"\?|^(?:and |but |so |also |then )?(?:what|whats|how|hows|why|when|where|who|which|does|do|is|are|can|"
    r"could|will|would|should|has|have|did|any|tell me|explain)\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message and what it may mean; ``asks`` is whether it has the form of a question."""

    text: str
    asks: bool
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message may mean: as a whole, and part by part where it has several."""

    message: Message
    whole: Part
    parts: tuple[Part, ...]
    foreign: bool

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
        texts = [text for text in message.sentences if len(words(text)) > 1][-MOST_PARTS:]
        parts = tuple(self._part(text, words(text)) for text in texts) if len(texts) > 1 else ()
        return Reading(message, whole, parts, self._is_foreign(message))

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

    def _part(self, text: str, typed: tuple[str, ...]) -> Part:
        return Part(text, bool(_ASKS.search(text)), self.matcher.rank(typed))

    def _is_foreign(self, message: Message) -> bool:
        """Tell whether a message is in another script, or has more foreign words than English ones.

        A word that neither ordinary English nor the knowledge has counts as foreign if it is long enough not
        to be an abbreviation, and if no repair makes an English word of it.
        """
        letters = [letter for letter in message.folded if letter.isalpha()]
        if letters and sum(letter.isascii() for letter in letters) < len(letters) / 2:
            return True
        foreign = english = 0
        for word in message.words:
            if word in self._foreign:
                foreign += 1
            elif word in self._english:
                english += 1
            elif len(word) >= SHORTEST and word.isalpha() and not self.matcher.is_subject(word):
                known = word in self._ordinary or self.matcher.knows(word)
                english, foreign = english + known, foreign + (not known)
        return foreign >= FEWEST_FOREIGN and foreign > english
