"""The trials by which confidence is fitted: what the knowledge says of questions that were taken out of it.

Each fold takes a third of the intents away altogether, which makes their utterances questions that the FAQ
does not answer, and holds out a fifth of the other utterances. No outside data is needed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.understanding.confidence import Trials, evidence_of, nothing_tried
from bot.understanding.corpus import Corpus
from bot.understanding.features import Floats, Ints
from bot.understanding.ridge import Ridge
from bot.understanding.service import Service

FOLDS = 3
ROW_FOLDS = 5
SEED = 7


def try_out(corpus: Corpus, ridge: Ridge, intents: Ints, service: Service) -> Trials:
    """Run the folds over the questions; the voices, whose numbers are higher, always stay in."""
    random = np.random.default_rng(SEED)
    count = len(service.kin)
    if count == 0:
        return nothing_tried()
    fold_of_intent = np.full(int(intents.max()) + 1, -1)
    fold_of_intent[:count] = random.permutation(count) % FOLDS
    fold_of_row = np.full(len(intents), -1)
    for intent in range(count):
        rows = np.flatnonzero(intents == intent)
        fold_of_row[rows] = (random.permutation(len(rows)) + random.integers(ROW_FOLDS)) % ROW_FOLDS
    evidence: list[Floats] = []
    right: list[npt.NDArray[np.bool_]] = []
    outside: list[npt.NDArray[np.bool_]] = []
    for fold in range(FOLDS):
        gone = fold_of_intent[intents] == fold
        held_out = gone | (fold_of_row == fold)
        stretch = corpus.stretch_without(held_out)
        scores = service.of(ridge.scores(held_out, ridge.fit(~held_out), stretch)[:, :count])
        evidence.append(evidence_of(scores, corpus.coverage_without(held_out), service))
        hit = service.kin[scores.argmax(axis=1), intents[held_out]]
        right.append(hit & ~gone[held_out])
        outside.append(gone[held_out])
    return Trials(np.concatenate(evidence), np.concatenate(right), np.concatenate(outside))
