"""Who sounds like somebody in danger: what no rule foresaw, by its likeness to what people wrote.

The same regression as the matcher's, over the messages of voices.yaml. A message is as like a kind of reply
as the scores of that kind's voices add up to; from the likeness that voices.yaml sets, it counts as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.safety import Category
from bot.knowledge.voices import Voices
from bot.reply import HELP, Kind
from bot.understanding.finding import Finding
from bot.understanding.matcher import Matcher, Ranking
from bot.understanding.text import Message

NEAREST = 1
FEWEST_WORDS = 2  # a single word is like too much; the rules know those that matter
TOPIC_FACTOR = 1.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """Finds the voice that a message sounds like; ``categories`` are safety.yaml's by id."""

    voices: Voices
    categories: Mapping[str, Category]
    matcher: Matcher

    def find(self, message: Message, *, spoken_of: bool = False) -> Finding | None:
        """Return the most urgent finding that the message is like enough to, None if it sounds calm.

        ``spoken_of`` says that danger is a topic or past in it, so that more likeness is asked for.
        """
        if len(message.words) < FEWEST_WORDS:
            return None
        ranking = self.matcher.rank(message.words, most=len(self.voices.voices))
        scores = {match.intent: match.score for match in ranking.matches}
        likeness: defaultdict[Kind, float] = defaultdict(float)
        for voice in self.voices.voices:
            if voice.category is not None:
                likeness[Kind(self.categories[voice.category].kind)] += scores.get(voice.id, 0.0)
        help_from = self.voices.help_from * (TOPIC_FACTOR if spoken_of else 1)
        if sum(likeness[kind] for kind in HELP) >= max(help_from, likeness[Kind.PERSONAL_ADVICE]):
            return self._finding(max(HELP, key=lambda kind: (likeness[kind], kind)), scores, ranking)
        if likeness[Kind.SOURCING] >= self.voices.sourcing_from:
            return self._finding(Kind.SOURCING, scores, ranking)
        if likeness[Kind.PERSONAL_ADVICE] >= self.voices.advice_from:
            return self._finding(Kind.PERSONAL_ADVICE, scores, ranking)
        return None

    def _finding(self, kind: Kind, scores: Mapping[str, float], ranking: Ranking) -> Finding:
        heard = [
            (scores.get(voice.id, 0.0), voice.id, voice.person, self.categories[voice.category])
            for voice in self.voices.voices
            if voice.category is not None and self.categories[voice.category].kind == kind
        ]
        _, name, person, category = max(heard, key=lambda each: each[:2])
        nearest = self.matcher.carriers(ranking.utterance, name, NEAREST)
        return Finding(
            kind=kind,
            category=category.id,
            near=category.near,
            person=person,
            prescriber_today=category.prescriber_today,
            rule=f"sounds like {name}: {nearest[0].text}" if nearest else f"sounds like {name}",
            words=ranking.utterance.words,
        )
