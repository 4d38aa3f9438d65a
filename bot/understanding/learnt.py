"""What a matcher has learnt from its examples, as plain arrays that can be kept and read back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.understanding.basis import Basis, Rows
from bot.understanding.confidence import Trials
from bot.understanding.features import Family, Floats, Space
from bot.understanding.lexicon import Lexicon
from bot.understanding.service import Service
from bot.understanding.vectors import Vectors

Kin = Callable[[str, str], bool]
METHOD = (
    *("text", "lexicon", "vectors", "features", "corpus", "basis", "ridge"),
    *("service", "confidence", "trials", "learning", "learnt"),
)
VOICE = "voice:"  # begins the intents that say what kind of person speaks, not what is asked
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


def intents_of(examples: Sequence[Example]) -> tuple[str, ...]:
    """Return the intents of examples, once each, in order of name; the voices come last."""
    return tuple(sorted({example.intent for example in examples}, key=lambda name: (is_voice(name), name)))


def is_voice(intent: str) -> bool:
    """Return whether an intent stands for a kind of person speaking, not for a question."""
    return intent.startswith(VOICE)


def service_of(intents: Sequence[str], kin: Kin) -> Service:
    """Return who serves whom among the intents."""
    count = len(intents)
    pairs = [kin(shown, asked) for shown in intents for asked in intents]
    return Service(np.array(pairs, np.bool_).reshape(count, count))


def fingerprint(examples: Sequence[Example], spelling: Lexicon, vectors: Vectors, related: Service) -> str:
    """Return a name for what would be learnt: it changes with whatever goes into it, the method included."""
    digest = hashlib.sha256()
    for part in (
        *(f"{example.intent}\t{example.text}" for example in examples),
        repr(spelling.language),
        *(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in METHOD),
        np.__version__,
        version("snowballstemmer"),
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
        "basis_starts": basis.starts,
        "basis_columns": basis.columns,
        "basis_values": basis.values,
        "basis_dense": learnt.basis.dense,
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
    dense = arrays["basis_dense"]
    rows = Rows(arrays["basis_starts"], arrays["basis_columns"], arrays["basis_values"], len(dense))
    often = (int(count) for count in arrays["often"])
    return Learnt(
        Counter(dict(zip(_unpacked(arrays["words"]), often, strict=True))),
        frozenset(_unpacked(arrays["alone"])),
        Space(_unpacked(arrays["stems"]), families, vectors),
        Basis(rows, dense),
        arrays["alpha"],
        Trials(arrays["evidence"], arrays["right"], arrays["outside"]),
    )


def _packed(texts: Sequence[str] | Counter[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _unpacked(packed: npt.NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")
