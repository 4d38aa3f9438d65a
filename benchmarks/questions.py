"""The questions that matchers are compared on: the project's own, CLINC150 and HINT3, clean and mistyped."""

from __future__ import annotations

import csv
import json
import random
import string
from dataclasses import dataclass, replace
from pathlib import Path

from bot.build import examples_of
from bot.evaluation.labels import Wanted, read_rows
from bot.knowledge.load import load_or_raise

OUT_OF_SCOPE = "NO_NODES_DETECTED"  # what HINT3 calls it
BOTS = ("curekart", "powerplay11", "sofmattress")
TYPO_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and the intents that are right; none where it is out of scope."""

    text: str
    accepted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Phrasings (text and intent) to learn, and questions to ask.

    ``knowledge`` is the folder that the phrasings come from, where they are the project's own: this bot
    then takes its synonyms from there, too.
    """

    name: str
    phrasings: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    knowledge: Path | None = None


def own(knowledge: Path, labelled: Path) -> Corpus:
    """Return the knowledge's phrasings and the labelled questions that ask something, or nothing of ours.

    An entry is right where one of its claims is among those that the label names.
    """
    known = load_or_raise(knowledge)
    examples = examples_of(known)
    claims = {f"entry:{entry.id}": set(entry.claims) for entry in known.entries}
    found = []
    for row in read_rows([labelled]):
        if row.kind is Wanted.NONE:
            found.append(Question(row.message, frozenset()))
        elif row.kind in {Wanted.ANSWER, Wanted.GAP}:
            right = {intent for intent, its in claims.items() if its & row.claims} if row.claims else set()
            right |= {f"gap:{gap}" for gap in row.gaps}
            found.append(Question(row.message, frozenset(right)))
    return Corpus("own", tuple((each.text, each.intent) for each in examples), tuple(found), knowledge)


def clinc(path: Path, phrasings: int) -> Corpus:
    """Return CLINC150's test questions with the first so many phrasings of each intent."""
    data = json.loads(path.read_text(encoding="utf-8"))
    taken: dict[str, int] = {}
    learnt = []
    for text, intent in data["train"]:
        taken[intent] = taken.get(intent, 0) + 1
        if taken[intent] <= phrasings:
            learnt.append((text, intent))
    asked = [Question(text, frozenset((intent,))) for text, intent in data["test"]]
    asked += [Question(text, frozenset()) for text, _ in data["oos_test"]]
    return Corpus(f"CLINC150, {phrasings} phrasings", tuple(learnt), tuple(asked))


def hint3(folder: Path) -> list[Corpus]:
    """Return HINT3's three bots with all their phrasings."""
    return [
        Corpus(
            f"HINT3 {bot}",
            tuple(_rows(folder / f"{bot}_train.csv")),
            tuple(
                Question(text, frozenset(() if intent == OUT_OF_SCOPE else (intent,)))
                for text, intent in _rows(folder / f"{bot}_test.csv")
            ),
        )
        for bot in BOTS
    ]


def sampled(corpus: Corpus, most: int, seed: int) -> Corpus:
    """Return the corpus with so many of its questions, drawn at random, or all if there are no more."""
    if len(corpus.questions) <= most:
        return corpus
    return replace(corpus, questions=tuple(random.Random(seed).sample(corpus.questions, most)))  # noqa: S311


def mistyped(corpus: Corpus, seed: int) -> Corpus:
    """Return the corpus with one random edit in 30 % of the words of each question."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret about it)
    asked = tuple(replace(each, text=_mistyped(each.text, dice)) for each in corpus.questions)
    return replace(corpus, name=f"{corpus.name}, mistyped", questions=asked)


def _mistyped(text: str, dice: random.Random) -> str:
    return " ".join(
        edited(word, dice) if len(word) > 1 and dice.random() < TYPO_SHARE else word for word in text.split()
    )


def edited(word: str, dice: random.Random) -> str:
    """Return a word of two letters or more with one of them dropped, added, changed or swapped."""
    place = dice.randrange(len(word))
    letter = dice.choice(string.ascii_lowercase)
    match dice.randrange(4):
        case 0:
            return word[:place] + word[place + 1 :]
        case 1:
            return word[:place] + letter + word[place:]
        case 2:
            return word[:place] + letter + word[place + 1 :]
        case _:
            place = min(place, len(word) - 2)
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], row["label"]) for row in csv.DictReader(file)]
