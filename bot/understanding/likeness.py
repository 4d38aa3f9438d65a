"""Who sounds like somebody in danger: what no rule foresaw, by its likeness to what people wrote.

The messages of voices.yaml stand in the matcher beside the questions of the FAQ. What counts is the share
of one kind's voices in all that a message is like: a question that the FAQ knows well leaves little of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.safety import Category
from bot.knowledge.voices import Voices
from bot.reply import HELP, Kind
from bot.understanding.finding import Finding
from bot.understanding.learnt import VOICE
from bot.understanding.matcher import Matcher, Ranking
from bot.understanding.text import Message

NEAREST = 1
FEWEST_WORDS = 2  # a single word is like too much; the rules know those that matter
TOPIC_FACTOR = 1.5
CALM_FACTOR = 0.5  # danger needs at least this share of the likeness to what only sounds like it
PART_FACTOR = 1.5  # a part alone is easily mistaken
URGENCY = (Kind.EMERGENCY, Kind.CRISIS, Kind.SOURCING, Kind.PERSONAL_ADVICE)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Finds the voice that a message sounds like; ``categories`` are safety.yaml's by id."""

    voices: Voices
    categories: Mapping[str, Category]
    matcher: Matcher

    def find(
        self, message: Message, heard: Sequence[Ranking] = (), *, spoken_of: bool = False
    ) -> Finding | None:
        """Return the most urgent finding that the message is like enough to, None if it sounds calm.

        ``heard`` are the rankings of the message and of its parts, where they are known already.
        ``spoken_of`` says that danger is a topic or past in it, so that more likeness is asked for.
        """
        whole, *parts = heard or (self.matcher.rank(message.words),)
        factor = TOPIC_FACTOR if spoken_of else 1
        found = [self._judged(whole, factor), *(self._judged(part, factor * PART_FACTOR) for part in parts)]
        return min(filter(None, found), key=lambda finding: URGENCY.index(finding.kind), default=None)

    def _judged(self, ranking: Ranking, factor: float) -> Finding | None:
        if len(ranking.utterance.words) < FEWEST_WORDS:
            return None
        likeness: defaultdict[Kind, float] = defaultdict(float)
        calm = 0.0
        for voice in self.voices.voices:
            if voice.category is None:
                calm += ranking.voices[voice.id]
            else:
                likeness[Kind(self.categories[voice.category].kind)] += ranking.voices[voice.id]
        least = max(self.voices.help_from * factor, likeness[Kind.PERSONAL_ADVICE], calm * CALM_FACTOR)
        if sum(likeness[kind] for kind in HELP) >= least:
            return self._finding(max(HELP, key=lambda kind: (likeness[kind], kind)), ranking)
        if likeness[Kind.SOURCING] >= self.voices.sourcing_from * factor:
            return self._finding(Kind.SOURCING, ranking)
        if likeness[Kind.PERSONAL_ADVICE] >= self.voices.advice_from * factor:
            return self._finding(Kind.PERSONAL_ADVICE, ranking)
        return None

    def _finding(self, kind: Kind, heard: Ranking) -> Finding:
        likest = [
            (heard.voices[voice.id], voice.id, voice.person, self.categories[voice.category])
            for voice in self.voices.voices
            if voice.category is not None and self.categories[voice.category].kind == kind
        ]
        _, name, person, category = max(likest, key=lambda each: each[:2])
        nearest = self.matcher.carriers(heard.utterance, VOICE + name, NEAREST)
        return Finding(
            kind=kind,
            category=category.id,
            opens=category.opens,
            near=category.near,
            person=person,
            prescriber_today=category.prescriber_today,
            rule=f"sounds like {name}: {nearest[0].text}" if nearest else f"sounds like {name}",
            words=heard.utterance.words,
        )
