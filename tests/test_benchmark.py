"""The benchmark of matchers: its typos, its scores, its tables and its fuzz."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

import fuzz
import pytest
import tables
from hypothesis import given
from hypothesis import strategies as st
from matchers import Difflib, Fuzzy
from measuring import Run, accuracy, auroc
from questions import Corpus, Question, edited, mistyped, own, sampled
from rapidfuzz.distance import OSA

from bot.reply import Kind, Line, Reply

QUESTIONS = tuple(Question(f"what about number {number}", frozenset(("a",))) for number in range(40))
CORPUS = Corpus("numbers", (("what about it", "a"),), QUESTIONS)
PHRASINGS = (("how fast does it work", "speed"), ("what does it cost", "price"))


@given(st.text("abcdefgh", min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_a_typo_is_one_edit(word: str, dice: random.Random) -> None:
    """A letter dropped, added, changed or swapped is at most one edit away."""
    assert OSA.distance(word, edited(word, dice)) <= 1


def test_typos_are_the_same_for_the_same_seed() -> None:
    """Matchers are compared on the same typos, and about 30 % of the words have one."""
    once, again, other = mistyped(CORPUS, 13), mistyped(CORPUS, 13), mistyped(CORPUS, 14)
    assert once == again != other
    words = [
        (typed, meant)
        for wrong, right in zip(once.questions, QUESTIONS, strict=True)
        for typed, meant in zip(wrong.text.split(" "), right.text.split(" "), strict=True)
    ]
    assert 0.15 < sum(typed != meant for typed, meant in words) / len(words) < 0.4


def test_a_sample_is_drawn_once() -> None:
    """A sample is the same for the same seed, and a small corpus is taken whole."""
    assert sampled(CORPUS, 10, 1) == sampled(CORPUS, 10, 1)
    assert len(sampled(CORPUS, 10, 1).questions) == 10
    assert sampled(CORPUS, 40, 1) is CORPUS


def test_scores() -> None:
    """Accuracy counts what is in scope; AUROC is the share of pairs in order, a tie counting half."""
    asked = (*QUESTIONS[:2], Question("?", frozenset()), Question("??", frozenset()))
    run = Run((("a", 0.9), ("b", 0.5), ("a", 0.5), ("talk:hello", 0.99)), (1.0, 2.0, 3.0, 4.0), 0, 0, 0)
    assert accuracy(run, asked) == 0.5
    assert auroc(run, asked) == (2 + 1.5) / 4
    assert run.percentile(50) == 2.5
    assert run.split(1)[1].said[0] == ("b", 0.5)


@pytest.mark.parametrize(
    "matcher", [Difflib(PHRASINGS), Fuzzy(PHRASINGS, "WRatio"), Fuzzy(PHRASINGS, "token_set_ratio")]
)
def test_peers_find_what_is_alike(matcher: Difflib | Fuzzy) -> None:
    """A phrasing with a slip is found, and scores higher than what is nothing like it."""
    intent, score = matcher.best("How fast dos it work?")
    assert intent == "speed"
    assert score > matcher.best("zzz")[1]


def test_the_own_corpus() -> None:
    """Every question in scope has an intent that is among the phrasings, and some are out of scope."""
    tests = Path(__file__).parent
    corpus = own(tests.parent / "knowledge", tests / "regression.tsv")
    intents = {intent for _, intent in corpus.phrasings}
    assert all(question.accepted <= intents for question in corpus.questions)
    assert {bool(question.accepted) for question in corpus.questions} == {True, False}


def test_tables() -> None:
    """A table has a row for each matcher; the mean adds the questions up; what is missing is a dash."""
    one = tables.Scored("ours", "x", 10, 0.5, float("nan"), 0.4, 1.0, 2.0, 0.1, 5, 50)
    (mean,) = tables.mean([one, replace(one, accuracy=0.7)], "both")
    assert mean.asked == 20
    assert mean.accuracy == pytest.approx(0.6)
    assert "| ours | 10 | 50.0 | - | 40.0 | 1.00 | 2.00 | 0.10 | 5 | 50 |" in tables.scores([one])
    sizes = [tables.Size("ours", 150, 0.1, 0.2, 60), tables.Size("other", 1500, 1, 2, 70)]
    assert "| ours | 0.10 ms, 0.2 s, 60 MB | - |" in tables.growth(sizes)


def test_fuzzed_messages() -> None:
    """Every kind of message is written, of 1 to 4,096 characters, the same again for the same number."""
    writers = fuzz.writers(["how safe is that", "how much is it"])
    for number in range(10 * len(writers)):
        text = fuzz.message(writers, number, 1)
        assert 1 <= len(text) <= fuzz.LONGEST
        assert text == fuzz.message(writers, number, 1)
    lengths = {len(fuzz.message(writers, number, 1)) for number in range(20 * len(writers))}
    assert max(lengths) == fuzz.LONGEST
    assert min(lengths) < 10


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes back."""

    reply: Reply


class Brittle:
    """An assistant that breaks on what is right to left."""

    def respond(self, text: str) -> Turn:
        """Answer, or raise."""
        if "\u05d0" in text:
            raise ValueError(text)
        return Turn(Reply(Kind.SMALL_TALK, (Line("Hello."),)))


def test_the_fuzz_finds_what_raises() -> None:
    """An exception is counted and named with how to get its message, but not with the message."""
    found = fuzz.fuzz(Brittle(), 320, 1, ["how safe is that"])  # type: ignore[arg-type]
    assert found.faults
    assert all(fault.startswith("ValueError at message ") for fault in found.faults)
    assert all("\u05d0" not in line for line in fuzz.lines(found))
    assert any("right to left" in fault for fault in found.faults)
