"""Learning from examples. Only this needs scipy: what was learnt before is read back without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np

from bot.understanding.corpus import Corpus
from bot.understanding.learnt import Example, Learnt, intents_of
from bot.understanding.lexicon import ALONE, Lexicon
from bot.understanding.ridge import Ridge
from bot.understanding.service import Service
from bot.understanding.text import fold, words
from bot.understanding.trials import try_out
from bot.understanding.vectors import Vectors

OFTEN = 0.1  # of an intent's examples make it a way to ask, fewer a slip


def learn(examples: Sequence[Example], spelling: Lexicon, vectors: Vectors, related: Service) -> Learnt:
    """Learn from examples; ``related`` says which of their questions, in order of name, serve which."""
    spelled = [spelling.spell_out(words(fold(example.text))) for example in examples]
    counts = Counter(dict.fromkeys(spelling.terms | spelling.names, 1))
    counts.update(chain.from_iterable(spelled))
    utterances = [spelling.read(each) for each in spelled]
    marked = Counter(
        f"{example.intent} {mark}"
        for example, utterance in zip(examples, utterances, strict=True)
        for mark in utterance.marks
        if mark.endswith(ALONE)
    )
    asked = Counter(example.intent for example in examples)
    alone = frozenset(name for name, often in marked.items() if often >= OFTEN * asked[name.split(" ")[0]])
    corpus = Corpus(utterances, vectors)
    numbers = {intent: number for number, intent in enumerate(intents_of(examples))}
    labels = np.array([numbers[example.intent] for example in examples])
    regression = Ridge(corpus, labels)
    trials = try_out(corpus, regression, labels, related)
    return Learnt(counts, alone, corpus.space, regression.basis, regression.finish(), trials)
