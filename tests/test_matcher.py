"""From words to intents: examples find their own, typos are forgiven, and nothing raises."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sayings import ASKED, LEXICON

from bot.answers import kinship
from bot.build import examples_of
from bot.knowledge.model import Knowledge
from bot.understanding.learnt import Example
from bot.understanding.matcher import Matcher, Tools
from bot.understanding.shelf import Shelf
from bot.understanding.text import fold, words
from bot.understanding.vectors import none, packaged

EXAMPLES = [Example(text, intent) for intent, text in ASKED]
TOOLS = Tools(packaged(), frozenset({"coin", "evenings"}))
SMALL = Matcher(EXAMPLES, LEXICON, TOOLS)
ANYTHING = st.text(st.characters(), max_size=120)
SHAPES = [
    "",
    " ",
    "\x00\x01\x7f\x9f",
    "\ud800\udfff",
    "\U0010ffff\U000e0001\U0001f9ff",
    "a" * 4096,
    "does it help " * 315,
    "?" * 4096,
    "1" * 4096,
    "'" * 100,
    "is it? " * 585,
    "\u202e\u200f\u0627\u0644",
    "e\u0301" * 2000,
    "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 200,
]


def typed(text: str) -> tuple[str, ...]:
    """Return a text's words as they are typed."""
    return words(fold(text))


def mistyped(text: str, source: random.Random) -> str:
    """Return a text with one edit in one of its words of more than four letters, if it has one."""
    spelled = text.split()
    places = [place for place, word in enumerate(spelled) if len(word) > 4 and word.isalpha()]
    if places:
        place = source.choice(places)
        word = spelled[place]
        at = source.randrange(1, len(word) - 1)
        spelled[place] = source.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + source.choice("aeionrst") + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    return " ".join(spelled)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_an_example_finds_its_own_intent(example: Example) -> None:
    """Among a few intents each example is ranked first under its own, and clearly so."""
    first, second, *_ = SMALL.rank(typed(example.text)).matches
    assert first.intent == example.intent
    assert first.score > 2 * second.score


def test_the_examples_of_the_faq_find_their_own_intents(matcher: Matcher, knowledge: Knowledge) -> None:
    """Of every tenth phrasing of the real FAQ, 99 in 100 find their own intent or one that serves it."""
    serves = kinship(knowledge)
    sample = examples_of(knowledge)[::10]
    lost = [
        each.text
        for each in sample
        if not serves(matcher.rank(typed(each.text)).matches[0].intent, each.intent)
    ]
    assert len(lost) <= len(sample) / 100, lost


def test_a_typo_is_forgiven(matcher: Matcher, knowledge: Knowledge) -> None:
    """With one edit in one longer word, 97 in 100 phrasings still find their intent or one that serves it."""
    serves = kinship(knowledge)
    source = random.Random(11)  # noqa: S311 - typos, no secret
    sample = [each for each in examples_of(knowledge)[::11] if len(each.text.split()) > 3]
    lost = []
    for each in sample:
        wrong = mistyped(each.text, source)
        matches = matcher.rank(typed(wrong)).matches
        if not matches or not serves(matches[0].intent, each.intent):
            lost.append(wrong)
    assert len(lost) <= len(sample) * 0.03, lost


@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        ("how pricey is it", "price"),
        ("what's the prcie of a cup of tea", "price"),
        ("late cups and sleeping", "sleep"),
        ("in which contry do the leaves grow", "origin"),
    ],
)
def test_new_questions_find_their_intent(asked: str, intent: str) -> None:
    """Other words, other forms and typos lead to the intent that is meant."""
    assert SMALL.rank(typed(asked)).matches[0].intent == intent


@given(ANYTHING)
def test_ranking_never_raises_and_is_in_order(matcher: Matcher, raw: str) -> None:
    """Any text gets at most five intents, best first, with probabilities."""
    _check(matcher, raw)


@pytest.mark.parametrize("raw", SHAPES, ids=range(len(SHAPES)))
def test_no_shape_of_text_raises(matcher: Matcher, raw: str) -> None:
    """Nothing, controls, lone surrogates, the last plane, and 4,096 of the same are all ranked."""
    _check(matcher, raw)


@given(st.lists(st.sampled_from([word for _, text in ASKED for word in text.split()]), max_size=12))
def test_known_words_in_any_order_are_ranked(said: list[str]) -> None:
    """Words of the knowledge in any number and order get intents in order."""
    _check(SMALL, " ".join(said))


def test_nothing_known_is_ranked_as_nothing() -> None:
    """Without a word, or with none that shares a letter, there is no intent and no confidence."""
    for raw in ("", "?!", "плутон"):
        ranking = SMALL.rank(typed(raw))
        assert (ranking.matches, ranking.confidence, ranking.scope) == ((), 0.0, 0.0)


def test_what_is_ours_is_surer_than_what_is_not(matcher: Matcher) -> None:
    """A plain question of the FAQ is surer to be in scope than one about bicycles, which is elsewhere."""
    ours, other = (
        matcher.rank(typed(text))
        for text in ("does ketamine help with depression", "which bicycle tyre fits a 28 inch rim")
    )
    assert ours.matches[0].intent == "entry:depression"
    assert other.matches[0].intent.startswith("elsewhere:")
    assert ours.scope > other.scope


def test_the_same_examples_make_the_same_matcher() -> None:
    """Two matchers from the same examples rank everything alike, to the last digit."""
    again = Matcher(EXAMPLES, LEXICON, TOOLS)
    for text in ("how pricey is it", "late cup", "where", "is tea bad"):
        assert again.rank(typed(text)) == SMALL.rank(typed(text))


def test_the_order_of_examples_does_not_matter() -> None:
    """Scores do not hang on where an example stands in the files."""
    turned = Matcher(EXAMPLES[::-1], LEXICON, TOOLS)
    for text in ("how pricey is it", "late cup and sleep", "where do leaves grow"):
        here, there = SMALL.rank(typed(text)).matches, turned.rank(typed(text)).matches
        assert [match.intent for match in here] == [match.intent for match in there]
        assert [match.score for match in here] == pytest.approx([match.score for match in there], abs=1e-5)


def test_carriers_share_the_stems_that_they_name(matcher: Matcher) -> None:
    """What carried an intent is an example of it or of another, with just the stems that both have."""
    for text in ("how fast does it work compared to SSRIs", "is it adictive", "can i drive home after"):
        ranking = matcher.rank(typed(text))
        carriers = matcher.carriers(ranking.utterance, ranking.matches[0].intent)
        assert carriers
        assert [each.share for each in carriers] == sorted((each.share for each in carriers), reverse=True)
        for carrier in carriers:
            stems = matcher.read(typed(carrier.text)).stems
            assert carrier.share > 0
            assert list(carrier.stems) == [
                stem for stem in dict.fromkeys(ranking.utterance.stems) if stem in stems
            ]
        assert any(carrier.stems for carrier in carriers)


def test_an_example_carries_itself_most() -> None:
    """Asked word for word, an example stands first among those that carried it."""
    for example in EXAMPLES:
        best, *_ = SMALL.carriers(SMALL.read(typed(example.text)), example.intent)
        assert best.text == example.text


def test_repairs_are_named() -> None:
    """What was mistyped is told with what it was taken for, and the rest is not."""
    assert SMALL.repairs(typed("the pirce of expensiv tea")) == (
        ("pirce", "price"),
        ("expensiv", "expensive"),
    )
    assert SMALL.repairs(typed("the price of tea")) == ()
    assert SMALL.repairs(typed("evenings coin")) == ()
    assert SMALL.rank(typed("the pirce of tea")).utterance.words == ("the", "price", "of", "tea")


def test_what_the_knowledge_knows() -> None:
    """A word is known if an example has it, or if a repair makes one of it."""
    assert SMALL.knows("price")
    assert SMALL.knows("tea's")
    assert SMALL.knows("pirce")
    assert not SMALL.knows("zzyzx")
    assert not SMALL.knows("dog")


def test_few_examples_are_enough_to_build() -> None:
    """One intent, or one example each, makes a matcher that ranks."""
    for examples in (EXAMPLES[:1], EXAMPLES[:2], EXAMPLES[::5], [Example("tea", "a"), Example("?", "b")]):
        small = Matcher(examples, LEXICON, Tools(none(), frozenset()))
        assert small.rank(typed(examples[0].text)).matches[0].intent == examples[0].intent


def test_kin_share_their_credit() -> None:
    """An intent that serves others is scored higher than without them."""

    def serves(shown: str, asked: str) -> bool:
        return shown in {asked, "price"}

    close = Matcher(EXAMPLES, LEXICON, TOOLS, serves)
    text = typed("is a late cup bad or expensive")
    alone = {match.intent: match.score for match in SMALL.rank(text).matches}
    kin = {match.intent: match.score for match in close.rank(text).matches}
    assert kin["price"] > alone["price"] > 0
    assert kin["sleep"] == pytest.approx(alone["sleep"], abs=1e-5)


def test_what_was_learnt_is_read_back_alike(tmp_path: Path) -> None:
    """From the shelf comes a matcher that ranks alike, and other examples are learnt anew."""
    tools = replace(TOOLS, shelf=Shelf(tmp_path))
    Matcher(EXAMPLES, LEXICON, tools)
    (kept,) = tmp_path.glob("*.npz")
    again = Matcher(EXAMPLES, LEXICON, tools)
    for text in ("how pricey is it", "late cup", "where do leaves gorw", ""):
        assert again.rank(typed(text)) == SMALL.rank(typed(text))
    assert list(tmp_path.glob("*.npz")) == [kept]
    other = Matcher([*EXAMPLES, Example("late cups again", "origin")], LEXICON, tools)
    assert len(list(tmp_path.glob("*.npz"))) == 2
    assert other.rank(typed("late cups again")).matches[0].intent == "origin"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.95])
def test_a_damaged_shelf_is_no_harm(tmp_path: Path, share: float) -> None:
    """Where what was kept was cut short, it is learnt anew."""
    tools = replace(TOOLS, shelf=Shelf(tmp_path))
    Matcher(EXAMPLES, LEXICON, tools)
    (kept,) = tmp_path.glob("*.npz")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: int(len(whole) * share)])
    again = Matcher(EXAMPLES, LEXICON, tools)
    assert again.rank(typed("how pricey is it")) == SMALL.rank(typed("how pricey is it"))


def test_a_shelf_that_cannot_be_written_is_no_harm(tmp_path: Path) -> None:
    """Where the shelf's folder cannot be made, the matcher works all the same."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    shelved = Matcher(EXAMPLES, LEXICON, replace(TOOLS, shelf=Shelf(tmp_path / "file" / "shelf")))
    assert shelved.rank(typed("how pricey is it")) == SMALL.rank(typed("how pricey is it"))


def _check(matcher: Matcher, raw: str) -> None:
    ranking = matcher.rank(typed(raw))
    scores = [match.score for match in ranking.matches]
    assert len(scores) <= 5
    assert scores == sorted(scores, reverse=True)
    assert len({match.intent for match in ranking.matches}) == len(scores)
    assert {match.intent for match in ranking.matches} <= set(matcher.intents)
    assert not scores or scores[0] > 0
    assert 0 <= ranking.confidence <= 1
    assert 0 <= ranking.scope <= 1
    assert matcher.rank(typed(raw)) == ranking
