"""What a matcher learns from its examples, as plain arrays that can be kept and read back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.understanding import confidence, features, lexicon, ridge, service, text
from bot.understanding.confidence import Trials
from bot.understanding.features import Corpus, Family, Floats, Space
from bot.understanding.lexicon import ALONE, Lexicon
from bot.understanding.ridge import Basis, Ridge
from bot.understanding.service import Service
from bot.understanding.text import fold, words
from bot.understanding.vectors import Vectors

Kin = Callable[[str, str], bool]
METHOD = tuple(module.__file__ or "" for module in (text, lexicon, features, ridge, service, confidence))
OFTEN = 0.1  # of an intent's examples make it a way to ask, fewer a slip
Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance as somebody wrote it down, and the intent that it stands for."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt: how often each word occurs, the space, the basis with its weights, and the trials.

    ``alone`` names, as "intent mark", the other subjects that an intent is asked about without ours beside
    them.
    """

    counts: Counter[str]
    alone: frozenset[str]
    space: Space
    basis: Basis
    alpha: Floats
    trials: Trials


def learn(examples: Sequence[Example], spelling: Lexicon, vectors: Vectors, related: Service) -> Learnt:
    """Learn from examples; ``related`` says which of their intents, in order of name, serve which."""
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
    trials = confidence.try_out(corpus, regression, labels, related)
    return Learnt(counts, alone, corpus.space, regression.basis, regression.fit(), trials)


def intents_of(examples: Sequence[Example]) -> tuple[str, ...]:
    """Return the intents of examples, once each, in order of name."""
    return tuple(sorted({example.intent for example in examples}))


def service_of(intents: Sequence[str], kin: Kin) -> Service:
    """Return who serves whom among the intents."""
    return Service(np.array([[kin(shown, asked) for asked in intents] for shown in intents]))


def fingerprint(examples: Sequence[Example], spelling: Lexicon, vectors: Vectors, related: Service) -> str:
    """Return a name for what would be learnt: it changes with whatever goes into it, the method included."""
    digest = hashlib.sha256()
    for part in (
        *(f"{example.intent}\t{example.text}" for example in examples),
        repr(spelling.language),
        *(Path(file).read_text(encoding="utf-8") for file in (__file__, *METHOD)),
        np.__version__,
    ):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\n")
    digest.update(related.kin.tobytes())
    digest.update(vectors.fingerprint)
    return digest.hexdigest()


def to_arrays(learnt: Learnt) -> Arrays:
    """Return everything that was learnt as arrays without objects."""
    families = learnt.space.families
    basis = learnt.basis.features
    return {
        "words": _packed(learnt.counts),
        "alone": _packed(sorted(learnt.alone)),
        "often": np.array(list(learnt.counts.values())),
        "stems": _packed(learnt.space.stems),
        "sizes": np.array([len(family.keys) for family in families]),
        "keys": np.concatenate([family.keys for family in families]),
        "idf": np.concatenate([family.idf for family in families]),
        "unknown_idf": np.array([family.unknown_idf for family in families]),
        "basis_starts": basis.indptr,
        "basis_places": basis.indices,
        "basis_values": basis.data,
        "basis_dense": learnt.basis.dense,
        "basis_utterances": learnt.basis.utterances,
        "alpha": learnt.alpha,
        "evidence": learnt.trials.evidence,
        "right": learnt.trials.right,
        "outside": learnt.trials.outside,
    }


def from_arrays(arrays: Arrays, vectors: Vectors) -> Learnt:
    """Return what was learnt from its arrays.

    Raises:
        KeyError, ValueError: the arrays are not those of :func:`to_arrays`.
    """
    ends = np.cumsum(arrays["sizes"])[:-1].astype(int)
    parts = zip(
        np.split(arrays["keys"], ends), np.split(arrays["idf"], ends), arrays["unknown_idf"], strict=True
    )
    families = [Family(keys, idf, float(unknown)) for keys, idf, unknown in parts]
    shape = (sum(len(family.keys) for family in families), len(arrays["basis_utterances"]))
    held = (arrays["basis_values"], arrays["basis_places"], arrays["basis_starts"])
    often = (int(count) for count in arrays["often"])
    return Learnt(
        Counter(dict(zip(_unpacked(arrays["words"]), often, strict=True))),
        frozenset(_unpacked(arrays["alone"])),
        Space(_unpacked(arrays["stems"]), families, vectors),
        Basis(sp.csr_array(held, shape), arrays["basis_dense"], arrays["basis_utterances"]),
        arrays["alpha"],
        Trials(arrays["evidence"], arrays["right"], arrays["outside"]),
    )


def _packed(texts: Sequence[str] | Counter[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _unpacked(packed: npt.NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")
