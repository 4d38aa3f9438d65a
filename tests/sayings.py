"""A handful of utterances about tea, for tests of what compares them."""

from __future__ import annotations

import numpy as np

from bot.knowledge.model import Language
from bot.understanding.corpus import Corpus
from bot.understanding.features import Ints
from bot.understanding.lexicon import Lexicon, Utterance
from bot.understanding.text import fold, words
from bot.understanding.vectors import packaged

LEXICON = Lexicon(Language((), (), (), ()))
ASKED = (
    ("price", "how much does the tea cost"),
    ("price", "what is the price of a cup"),
    ("price", "is tea expensive these days"),
    ("price", "how many coins for a pot of tea"),
    ("price", "do you take coins or cards for tea"),
    ("sleep", "will tea keep me awake at night"),
    ("sleep", "can I sleep after a late cup"),
    ("sleep", "does green tea disturb the sleep of people"),
    ("sleep", "how late is too late for a cup of tea"),
    ("sleep", "is a cup in the evening bad for sleep"),
    ("origin", "which country does the tea come from"),
    ("origin", "where do the leaves grow"),
    ("origin", "who first grew tea leaves"),
    ("origin", "in which hills are the leaves picked"),
    ("origin", "what land grows most of the tea"),
)
INTENTS: Ints = np.unique([intent for intent, _ in ASKED], return_inverse=True)[1].astype(np.int64)


def utterance(text: str) -> Utterance:
    """Return a text as it is compared."""
    return LEXICON.read(LEXICON.spell_out(words(fold(text))))


UTTERANCES = tuple(utterance(text) for _, text in ASKED)


def corpus() -> Corpus:
    """Return what is asked here in the space that it spans, with the packaged vectors."""
    return Corpus(UTTERANCES, packaged())
