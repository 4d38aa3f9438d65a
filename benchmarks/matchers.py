"""The matchers that are compared, each behind the same two steps: learn the phrasings, name the best intent.

Every peer is used as its own documentation shows it; phrasings are prepared once, not for every question.
Libraries are imported when a matcher is made, so that its memory holds nothing of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.knowledge.model import Knowledge
    from bot.understanding.triage import Triage

Phrasings = Sequence[tuple[str, str]]


class Peer(Protocol):
    """What has learnt phrasings; for the best intent, a higher score means surer."""

    def best(self, question: str) -> tuple[str, float]:
        """Return the best intent and its score; an empty intent where nothing is alike."""


class Difflib:
    """The phrasing with the highest ``SequenceMatcher.ratio``, passing over those that cannot reach it."""

    def __init__(self, phrasings: Phrasings) -> None:
        """Take the phrasings."""
        self._phrasings = [(text.lower(), intent) for text, intent in phrasings]

    def best(self, question: str) -> tuple[str, float]:
        """Compare with each phrasing."""
        compared = SequenceMatcher(None, "", question.lower(), autojunk=False)
        best, intent = 0.0, ""
        for text, its in self._phrasings:
            compared.set_seq1(text)
            if compared.real_quick_ratio() > best and compared.quick_ratio() > best:
                ratio = compared.ratio()
                if ratio > best:
                    best, intent = ratio, its
        return intent, best


class Fuzzy:
    """The phrasing that one of rapidfuzz's whole-string scorers finds nearest."""

    def __init__(self, phrasings: Phrasings, scorer: str) -> None:
        """Take the phrasings and the name of the scorer."""
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415

        self._extract, self._prepare = process.extractOne, utils.default_process
        self._scorer = getattr(fuzz, scorer)
        self._texts = [utils.default_process(text) for text, _ in phrasings]
        self._intents = [intent for _, intent in phrasings]

    def best(self, question: str) -> tuple[str, float]:
        """Compare with each phrasing."""
        found = self._extract(self._prepare(question), self._texts, scorer=self._scorer)
        return (self._intents[found[2]], found[1]) if found else ("", 0.0)


class Bm25:
    """The phrasing that BM25 ranks first (bm25s, stop words kept: questions consist of them)."""

    def __init__(self, phrasings: Phrasings) -> None:
        """Index the phrasings."""
        import bm25s  # noqa: PLC0415

        self._tokenize = bm25s.tokenize
        self._index = bm25s.BM25()
        texts = [text for text, _ in phrasings]
        self._index.index(bm25s.tokenize(texts, stopwords=[], show_progress=False), show_progress=False)
        self._intents = [intent for _, intent in phrasings]

    def best(self, question: str) -> tuple[str, float]:
        """Search the index."""
        words = self._tokenize([question], stopwords=[], return_ids=False, show_progress=False)
        found, scores = self._index.retrieve(words, k=1, show_progress=False)
        return self._intents[int(found[0, 0])], float(scores[0, 0])


class Logistic:
    """Logistic regression over TF-IDF of words, word pairs and pieces of words (scikit-learn)."""

    def __init__(self, phrasings: Phrasings) -> None:
        """Fit it."""
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
        from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415

        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+")  # noqa: S106
        pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
        self._model = make_pipeline(make_union(words, pieces), LogisticRegression(C=30, max_iter=1000))
        self._model.fit([text for text, _ in phrasings], [intent for _, intent in phrasings])

    def best(self, question: str) -> tuple[str, float]:
        """Return the most probable intent."""
        chances = self._model.predict_proba([question])[0]
        place = int(chances.argmax())
        return str(self._model.classes_[place]), float(chances[place])


class Ours:
    """The matcher of this bot; the score is its probability that the question is in scope at all."""

    def __init__(self, phrasings: Phrasings, knowledge: Path, *, own: bool, vectors: bool) -> None:
        """Learn the phrasings.

        Slang is taken from the knowledge; its synonyms, its subject and which entries serve whom only where
        the phrasings are its ``own``.
        """
        from bot.answers import kinship  # noqa: PLC0415
        from bot.knowledge.model import Language  # noqa: PLC0415
        from bot.understanding import vectors as tables  # noqa: PLC0415
        from bot.understanding.learnt import Example  # noqa: PLC0415
        from bot.understanding.lexicon import Lexicon  # noqa: PLC0415
        from bot.understanding.matcher import Matcher, Tools  # noqa: PLC0415
        from bot.understanding.text import Message  # noqa: PLC0415

        known = _knowledge(knowledge)
        self._matcher = Matcher(
            [Example(text, intent) for text, intent in phrasings],
            Lexicon(known.language if own else Language(known.language.slang, (), (), ())),
            Tools(tables.packaged() if vectors else tables.none(), _ordinary()),
            kinship(known) if own else str.__eq__,
        )
        self._message = Message.of

    def best(self, question: str) -> tuple[str, float]:
        """Normalise and rank."""
        ranking = self._matcher.rank(self._message(question).words)
        return (ranking.matches[0].intent, ranking.scope) if ranking.matches else ("", 0.0)


class OursWithTriage(Ours):
    """What a message costs in this bot before there is a reply: the rules of the triage and the matcher."""

    def __init__(self, phrasings: Phrasings, knowledge: Path, *, own: bool) -> None:
        """Compile the rules of the triage, too."""
        super().__init__(phrasings, knowledge, own=own, vectors=True)
        self._triage = _triage(knowledge)

    def best(self, question: str) -> tuple[str, float]:
        """Normalise, look for danger and rank."""
        message = self._message(question)
        self._triage.assess(message)
        ranking = self._matcher.rank(message.words)
        return (ranking.matches[0].intent, ranking.scope) if ranking.matches else ("", 0.0)


@cache
def _knowledge(folder: Path) -> Knowledge:
    """Read the files once: how long YAML takes to read is no matter of the matcher's."""
    from bot.knowledge.load import load_or_raise  # noqa: PLC0415

    return load_or_raise(folder)


@cache
def _ordinary() -> frozenset[str]:
    from bot.build import ordinary_words  # noqa: PLC0415

    return ordinary_words()


@cache
def _triage(folder: Path) -> Triage:
    """Make it once: it is the same whatever the phrasings."""
    from bot.knowledge.safety import safety_or_packaged  # noqa: PLC0415
    from bot.understanding.triage import Triage  # noqa: PLC0415

    return Triage(safety_or_packaged(folder)[0])


PEERS = ("WRatio", "token_set_ratio", "difflib", "BM25", "TF-IDF + LR")
OURS = ("this bot", "this bot, no vectors", "this bot, with triage")
SLOW = ("difflib",)


def make(name: str, phrasings: Phrasings, knowledge: Path, *, own: bool) -> Peer:
    """Return a matcher by its name, having learnt the phrasings."""
    match name:
        case "WRatio" | "token_set_ratio":
            return Fuzzy(phrasings, name)
        case "difflib":
            return Difflib(phrasings)
        case "BM25":
            return Bm25(phrasings)
        case "TF-IDF + LR":
            return Logistic(phrasings)
        case "this bot, with triage":
            return OursWithTriage(phrasings, knowledge, own=own)
        case "this bot" | "this bot, no vectors":
            return Ours(phrasings, knowledge, own=own, vectors=name == "this bot")
        case _:
            message = f"there is no matcher {name!r}; there are: {', '.join((*OURS, *PEERS))}"
            raise SystemExit(message)
