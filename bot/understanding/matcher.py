"""Ranks what a message may mean: from words to intents with a confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from bot.understanding import confidence
from bot.understanding.features import Floats, Point
from bot.understanding.learnt import (
    VOICE,
    Example,
    Kin,
    Learnt,
    fingerprint,
    from_arrays,
    intents_of,
    is_voice,
    service_of,
    to_arrays,
)
from bot.understanding.lexicon import ALONE, Lexicon, Utterance
from bot.understanding.service import Service, shares
from bot.understanding.shelf import Shelf
from bot.understanding.spelling import Speller
from bot.understanding.text import fold, words
from bot.understanding.vectors import Vectors

MOST_GAINED = 5
OFF_SUBJECT = 0.25  # of its score is left to an intent that does not fit the subject


@dataclass(frozen=True, slots=True)
class Match:
    """An intent that may be meant; its score is 0 for nothing, near 1 for one of its examples."""

    intent: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best questions for an utterance, best first, and who it sounds like.

    ``confidence`` is the probability that the first is right, ``scope`` that any question fits at all.
    ``voices`` says by the name of each voice how much of all likeness is likeness to it, 0 to 1.
    """

    utterance: Utterance
    matches: tuple[Match, ...]
    confidence: float
    scope: float
    voices: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Carrier:
    """An example that carried an intent: how much it added to the score, and the stems that it shares."""

    text: str
    share: float
    stems: tuple[str, ...]


def say_nothing(examples: int) -> None:
    """Take notice of nothing."""
    del examples


@dataclass(frozen=True, slots=True)
class Tools:
    """What matchers share: word vectors, ordinary English words, and a shelf for what was learnt, if any.

    ``tell`` is called with the number of examples before they are learnt, which may take a while.
    """

    vectors: Vectors
    ordinary: AbstractSet[str]
    shelf: Shelf | None = None
    tell: Callable[[int], None] = say_nothing


class Matcher:
    """Compares what somebody typed with the examples of all intents."""

    def __init__(
        self,
        examples: Sequence[Example],
        lexicon: Lexicon,
        tools: Tools,
        kin: Kin = str.__eq__,
    ) -> None:
        """Learn the examples, or take what was learnt from the shelf.

        ``kin(shown, asked)`` says that one question serves who asked for another.
        """
        self._lexicon = lexicon
        self._texts = tuple(example.text for example in examples)
        everything = intents_of(examples)
        self.intents = tuple(intent for intent in everything if not is_voice(intent))
        self._voices = tuple(intent.removeprefix(VOICE) for intent in everything if is_voice(intent))
        self._columns = {intent: column for column, intent in enumerate(everything)}
        self._service = service_of(self.intents, kin)
        learnt = _learnt(examples, lexicon, tools, self._service)
        self._counts = learnt.counts
        self._speller = Speller(learnt.counts, tools.ordinary)
        self._space = learnt.space
        self._basis = learnt.basis
        self._alone = learnt.alone
        self._alpha = learnt.alpha
        self.trials = learnt.trials
        self.confidence = confidence.Confidence(learnt.trials)

    def rank(self, typed: Iterable[str], most: int = 5) -> Ranking:
        """Return the questions that the words may mean; none where no feature is known."""
        utterance = self.read(typed)
        point = self._space.place(utterance)
        asked = self._basis.kernel(point) @ self._alpha
        heard = dict(zip(self._voices, shares(asked)[len(self.intents) :].tolist(), strict=True))
        scores = self._served(utterance, asked)
        best: list[int] = np.argsort(-scores, kind="stable")[:most].tolist()
        matches = tuple(Match(self.intents[number], float(scores[number])) for number in best)
        if not matches or matches[0].score <= 0:
            return Ranking(utterance, (), 0.0, 0.0, heard)
        rival = float(scores[self._service.strangers[best[0]]].max(initial=0))
        right, scope = self.confidence.of_one(matches[0].score, rival, point.coverage)
        return Ranking(utterance, matches, right, scope, heard)

    def gained(self, before: Sequence[str], typed: Sequence[str]) -> tuple[Match, ...]:
        """Return the intents by how much the words add to their score when they follow others, best first."""
        first, both = self.read(before), self.read((*before, *typed))
        gain = self._scores(both, self._space.place(both)) - self._scores(first, self._space.place(first))
        best = np.argsort(-gain, kind="stable")[:MOST_GAINED]
        return tuple(Match(self.intents[number], float(gain[number])) for number in best)

    def _scores(self, utterance: Utterance, point: Point) -> Floats:
        """Return the score of showing the answer to each question."""
        return self._served(utterance, self._basis.kernel(point) @ self._alpha)

    def _served(self, utterance: Utterance, asked: Floats) -> Floats:
        """Return from the scores of what is asked those of what to show."""
        questions = asked[: len(self.intents)]
        return np.asarray(self._service.of(questions[None])[0] * self._fitting(utterance), np.float32)

    def _fitting(self, utterance: Utterance) -> Floats:
        """Return a factor for each intent: less for one that is never asked about these other subjects alone.

        "Is alcohol addictive" shares its words with a question about ours, but is about something else.
        """
        alone = [mark for mark in utterance.marks if mark.endswith(ALONE) and mark != ALONE]
        if not alone:
            return np.ones(len(self.intents), np.float32)
        factors = [
            1.0 if all(f"{intent} {mark}" in self._alone for mark in alone) else OFF_SUBJECT
            for intent in self.intents
        ]
        return np.array(factors, np.float32)

    def read(self, typed: Iterable[str]) -> Utterance:
        """Return the utterance of words as they were typed, repaired."""
        return self._lexicon.read(self._speller.mend(self._lexicon.spell_out(typed)))

    def knows(self, word: str) -> bool:
        """Return whether a word, as typed or after repair, is one that the knowledge uses."""
        spelled = self._lexicon.spell_out((word,))
        return all(part in self._counts for each in spelled for part in self._speller.repair(each))

    def is_subject(self, word: str) -> bool:
        """Return whether a word names what the knowledge is about; it does so in any language."""
        return word in self._lexicon.names

    def repairs(self, typed: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the words that were repaired, each with what it was taken for."""
        spelled = self._lexicon.spell_out(typed)
        return tuple(
            (word, " ".join(to)) for word in spelled if (to := self._speller.repair(word)) != (word,)
        )

    def carriers(self, utterance: Utterance, intent: str, most: int = 3) -> tuple[Carrier, ...]:
        """Return the examples that added most to the score of a question or, named so, of a voice."""
        column = self._columns[intent]
        added = self._basis.kernel(self._space.place(utterance)) * self._alpha[:, column]
        top = np.argsort(-added, kind="stable")[:most]
        found = []
        for place in top[added[top] > 0]:
            text = self._texts[place]
            theirs = self._lexicon.read(self._lexicon.spell_out(words(fold(text)))).stems
            common = tuple(stem for stem in dict.fromkeys(utterance.stems) if stem in theirs)
            found.append(Carrier(text, float(added[place]), common))
        return tuple(found)


def _learnt(examples: Sequence[Example], lexicon: Lexicon, tools: Tools, related: Service) -> Learnt:
    if tools.shelf is None:
        return _learn(examples, lexicon, tools, related)
    name = fingerprint(examples, lexicon, tools.vectors, related)
    kept = tools.shelf.get(name)
    if kept is not None:
        try:
            return from_arrays(kept, tools.vectors)
        except (KeyError, ValueError):
            pass  # written by another version: learnt anew below
    learnt = _learn(examples, lexicon, tools, related)
    tools.shelf.put(name, to_arrays(learnt))
    return learnt


def _learn(examples: Sequence[Example], lexicon: Lexicon, tools: Tools, related: Service) -> Learnt:
    from bot.understanding.learning import learn  # noqa: PLC0415 - scipy is large, and only learning needs it

    tools.tell(len(examples))
    return learn(examples, lexicon, tools.vectors, related)
