"""What is wrong across the knowledge files is found, at the right line and in useful words."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest
import small_knowledge

from bot.knowledge import rules_ids, rules_language, rules_wording
from bot.knowledge.check import RULES, check
from bot.knowledge.load import default_folder
from bot.knowledge.model import Location
from bot.knowledge.problem import Problem
from bot.knowledge.rules_wording import sentences

if TYPE_CHECKING:
    from pathlib import Path

FIVE = "[tea-calms, tea-late, c3, c4, c5]"
MORE_CLAIMS = "".join(f"  - {{id: c{n}, section: S, says: It does., references: []}}\n" for n in (3, 4, 5))
SAME_CLAIM = "  - {id: tea-late, section: S, says: It does., references: []}\n"
BARE_STATEMENT = "      - says: The article names tea.\n        claims: []\n"
COST = "cost a, cost b, cost c, cost d, cost e, cost f, cost g, cost h"

# What is changed (file, old, new), then the only problem: file, line, column, and words of its message.
BROKEN = {
    "a claim without its id": (
        [("article.yaml", "  - id: tea-calms\n    section", "  - section")],
        ("article.yaml", 10, 5, "the key 'id' is missing"),
    ),
    "a doubled key": (
        [("faq.yaml", "    topic: effects\n", "    topic: effects\n    topic: effects\n")],
        ("faq.yaml", 7, 5, "the key 'topic' is here twice; the first is in line 6"),
    ),
    "a misspelt key": (
        [("faq.yaml", "also_asked", "also_aksed")],
        (
            "faq.yaml",
            8,
            5,
            "unknown key 'also_aksed'; did you mean 'also_asked'? allowed: id, topic, question",
        ),
    ),
    "a tab": (
        [("faq.yaml", "    topic", "\ttopic")],
        ("faq.yaml", 6, 1, "a tab in the indentation; indent with spaces"),
    ),
    "a colon in a text": (
        [("faq.yaml", "Does tea calm?", "Tea: does it calm?")],
        ("faq.yaml", 7, 18, "a colon and a space make a key; put a text that has them in quotes"),
    ),
    "the same entry twice": (
        [
            ("faq.yaml", "id: is-late-bad", "id: does-it-calm"),
            ("faq.yaml", "[is-late-bad]", "[]"),
            ("faq.yaml", "[does-it-calm]", "[]"),
            ("gaps.yaml", "    nearest: is-late-bad\n", ""),
        ],
        (
            "faq.yaml",
            14,
            9,
            "the id 'does-it-calm' is here twice; another entry or gap at {folder}/faq.yaml:5",
        ),
    ),
    "a gap with an entry's id": (
        [("gaps.yaml", "id: price", "id: does-it-calm")],
        (
            "gaps.yaml",
            2,
            9,
            "the id 'does-it-calm' is here twice; another entry or gap at {folder}/faq.yaml:5",
        ),
    ),
    "the same claim twice": (
        [("article.yaml", "references: []\n", "references: []\n" + SAME_CLAIM)],
        (
            "article.yaml",
            19,
            10,
            "the id 'tea-late' is here twice; another claim at {folder}/article.yaml:15",
        ),
    ),
    "the same reference twice": (
        [("article.yaml", "id: cup-2020", "id: leaf-2019"), ("article.yaml", "cited: false", "cited: true")],
        ("article.yaml", 29, 9, "the id 'leaf-2019' is here twice; another reference"),
    ),
    "the same topic twice": (
        [("faq.yaml", "entries:", "  - {id: effects, title: Again}\nentries:")],
        ("faq.yaml", 4, 10, "the id 'effects' is here twice; another topic at {folder}/faq.yaml:2"),
    ),
    "ways to ask for nothing that exists": (
        [("asked.yaml", "  does-it-calm:", "  does-it-clam:")],
        ("asked.yaml", 2, 3, "no entry or gap has the id 'does-it-clam'; did you mean 'does-it-calm'?"),
    ),
    "the same subject elsewhere twice": (
        [("elsewhere.yaml", "elsewhere:\n", "elsewhere:\n  - {id: coffee, says: No., asked: []}\n")],
        ("elsewhere.yaml", 3, 9, "the id 'coffee' is here twice"),
    ),
    "the same small talk twice": (
        [("messages.yaml", "small_talk:\n", "small_talk:\n  - {id: hello, says: Hi., asked: []}\n")],
        ("messages.yaml", 0, 9, "the id 'hello' is here twice"),
    ),
    "a list that names an id twice": (
        [("faq.yaml", "[does-it-calm]", "[does-it-calm, does-it-calm]")],
        ("faq.yaml", 23, 29, "this list names 'does-it-calm' twice"),
    ),
    "a dangling topic": (
        [("faq.yaml", "topic: effects", "topic: effect")],
        ("faq.yaml", 6, 12, "no topic has the id 'effect'; did you mean 'effects'?"),
    ),
    "a dangling related entry": (
        [("faq.yaml", "[is-late-bad]", "[is-late-badd]")],
        ("faq.yaml", 12, 15, "no entry has the id 'is-late-badd'; did you mean 'is-late-bad'?"),
    ),
    "a dangling claim": (
        [("faq.yaml", "[tea-calms]", "[zzz]")],
        ("faq.yaml", 11, 18, "no claim has the id 'zzz'"),
    ),
    "a dangling reference": (
        [("article.yaml", "[leaf-2019]", "[leaf-2019, leaf-2018]")],
        ("article.yaml", 14, 29, "no reference has the id 'leaf-2018'; did you mean 'leaf-2019'?"),
    ),
    "a dangling nearest entry": (
        [("gaps.yaml", "nearest: is-late-bad", "nearest: price")],
        ("gaps.yaml", 11, 14, "no entry has the id 'price'"),
    ),
    "an entry related to itself": (
        [("faq.yaml", "[is-late-bad]", "[does-it-calm]")],
        ("faq.yaml", 12, 15, "the entry 'does-it-calm' is related to itself"),
    ),
    "an unused topic": (
        [("faq.yaml", "entries:", "  - {id: taste, title: Taste}\nentries:")],
        ("faq.yaml", 4, 10, "no entry has the topic 'taste'"),
    ),
    "an unused claim": (
        [("faq.yaml", "[tea-late]", "[tea-calms]")],
        ("article.yaml", 15, 9, "no entry rests on the claim 'tea-late'"),
    ),
    "a reference that is cited by nobody": (
        [("article.yaml", "[leaf-2019]", "[]")],
        ("article.yaml", 20, 9, "'leaf-2019' says cited: true, but no claim cites it; write cited: false"),
    ),
    "a reference that is cited after all": (
        [("article.yaml", "references: []", "references: [cup-2020]")],
        ("article.yaml", 29, 9, "'cup-2020' says cited: false, but {folder}/article.yaml:18 cites it"),
    ),
    "a statement without claims": (
        [("faq.yaml", "    answer:\n", "    answer:\n" + BARE_STATEMENT)],
        ("faq.yaml", 10, 15, "this statement names no claim"),
    ),
    "five claims in an entry": (
        [
            ("article.yaml", "references: []\n", "references: []\n" + MORE_CLAIMS),
            ("faq.yaml", "[tea-calms]", FIVE),
        ],
        ("faq.yaml", 5, 9, "'does-it-calm' rests on 5 claims; expected at most 4"),
    ),
    "a statement that is nobody's": (
        [("faq.yaml", "By day, in the article, it calms", "By day it calms")],
        ("faq.yaml", 21, 15, "this statement does not say whose it is"),
    ),
    "an answer of one sentence": (
        [("faq.yaml", "that tea calms. It names", "that tea calms, and names")],
        ("faq.yaml", 5, 9, "the answer of 'does-it-calm' has 1 sentence; expected 2 to 5"),
    ),
    "an answer of six sentences": (
        [("faq.yaml", "It names one survey.", "One. Two. Three! Four? Five.")],
        ("faq.yaml", 5, 9, "the answer of 'does-it-calm' has 6 sentences; expected 2 to 5"),
    ),
    "eleven phrasings of an entry": (
        [("faq.yaml", "calm a, ", "")],
        ("faq.yaml", 5, 9, "'does-it-calm' has 11 under also_asked; expected at least 12"),
    ),
    "seven phrasings of a gap": (
        [("gaps.yaml", "cost a, ", "")],
        ("gaps.yaml", 2, 9, "'price' has 7 under also_asked; expected at least 8"),
    ),
    "a question under its own other phrasings": (
        [("faq.yaml", "calm a, ", "DOES tea... calm, calm a, ")],
        ("faq.yaml", 8, 18, "the same question stands at {folder}/faq.yaml:7"),
    ),
    "a question in an entry and a gap": (
        [("gaps.yaml", COST, COST + ", cálm A!")],
        ("gaps.yaml", 4, 82, "the same question stands at {folder}/faq.yaml:8"),
    ),
    "a question elsewhere and in small talk": (
        [("messages.yaml", "asked: [hi there]", "asked: [hi there, Is coffee good?]")],
        ("messages.yaml", 0, 23, "the same question stands at {folder}/elsewhere.yaml:4"),
    ),
    "the same sign without a word": (
        [("elsewhere.yaml", "asked: [is coffee good]", "asked: ['☕', '☕']")],
        ("elsewhere.yaml", 4, 18, "the same question stands at {folder}/elsewhere.yaml:4"),
    ),
    "a question too long for a button": (
        [("faq.yaml", "Does tea calm?", f"Does tea {'really ' * 13}calm?")],
        ("faq.yaml", 7, 15, "the question has 105 characters"),
    ),
    "a referral to nobody": (
        [("messages.yaml", "Ask a physician first.", "Ask somebody first.")],
        ("messages.yaml", 0, 11, 'the referral must name a "physician"'),
    ),
    "an unknown placeholder": (
        [("messages.yaml", "{title}", "{titel}")],
        (
            "messages.yaml",
            0,
            8,
            "unknown placeholder {titel}; did you mean 'title'? allowed: {title}, {author}",
        ),
    ),
    "an unknown placeholder in small talk": (
        [("messages.yaml", "says: Hello.", "says: Hello {zzz}.")],
        ("messages.yaml", 0, 11, "unknown placeholder {zzz}; allowed: {title}, {author}"),
    ),
    "a lone brace": (
        [("messages.yaml", "{title}", "{title")],
        ("messages.yaml", 0, 8, "a brace without its partner; allowed: {title}, {author}"),
    ),
    "slang of two words": (
        [("language.yaml", "bc: because", "no way: because")],
        ("language.yaml", 3, 3, "'no way' is read as 'no', 'way'; slang is a single word"),
    ),
    "slang with a sign": (
        [("language.yaml", "bc: because", "'u/': with")],
        ("language.yaml", 3, 3, "'u/' is read as 'u'; slang is a single word"),
    ),
    "a synonym of four words": (
        [("language.yaml", "mug]", "mug of the house]")],
        ("language.yaml", 5, 11, "'mug of the house' is 4 words; expected 1 to 3"),
    ),
    "a subject without a word": (
        [("language.yaml", "green tea", "'?'")],
        ("language.yaml", 7, 16, "'?' is 0 words; expected 1 to 3"),
    ),
    "slang twice": (
        [("language.yaml", "bc: because", "U: you")],
        ("language.yaml", 3, 3, "'U' is here twice as a slang; the other is at {folder}/language.yaml:2"),
    ),
    "slang that stands for slang": (
        [("language.yaml", "bc: because", "bc: because u said")],
        ("language.yaml", 3, 7, "'u' is slang itself (at {folder}/language.yaml:2); write out"),
    ),
    "slang that stands for itself": (
        [("language.yaml", "bc: because", "bc: the bc")],
        ("language.yaml", 3, 3, "slang in a circle: bc → bc"),
    ),
    "a synonym in two lists": (
        [("language.yaml", "evening]", "evening, Mug]")],
        (
            "language.yaml",
            6,
            27,
            "'Mug' is here twice as a synonym; the other is at {folder}/language.yaml:5",
        ),
    ),
    "a synonym twice in a list": (
        [("language.yaml", "evening]", "evening, evening]")],
        ("language.yaml", 6, 27, "'evening' is here twice as a synonym"),
    ),
    "a subject that is also another": (
        [("language.yaml", "cocoa]", "Green Tea]")],
        ("language.yaml", 9, 19, "'Green Tea' is here twice as a name of a subject"),
    ),
}


def test_a_sound_folder_has_no_problem(tmp_path: Path) -> None:
    """The folder that the other tests break is right in everything."""
    assert check(small_knowledge.write(tmp_path)) == ()


@pytest.mark.parametrize("case", BROKEN)
def test_one_mistake_is_one_problem(tmp_path: Path, case: str) -> None:
    """Each mistake is found once, where it stands (line 0: wherever that is), and nothing else is."""
    changes, (name, line, column, words) = BROKEN[case]
    folder = small_knowledge.write(tmp_path, *changes)
    problems = check(folder)

    assert len(problems) == 1, "\n".join(map(str, problems))
    (problem,) = problems
    assert problem.location.file == str(folder / name)
    assert problem.location.column == column
    assert line in (problem.location.line, 0)
    assert words.replace("{folder}", str(folder)) in problem.message


def test_a_circle_of_slang_is_shown(tmp_path: Path) -> None:
    """Slang that stands for each other is shown as a circle at each place."""
    change = ("language.yaml", "u: you\n  bc: because", "a: b\n  b: c\n  c: it a")
    problems = check(small_knowledge.write(tmp_path, change))

    assert [problem.message.split(";")[0] for problem in problems] == [
        "slang in a circle: a → b → c → a",
        "slang in a circle: b → c → a → b",
        "slang in a circle: c → a → b → c",
    ]


def test_sound_files_are_checked_although_another_is_broken(tmp_path: Path) -> None:
    """A broken file stops the rules that read it, and only those; problems come by file and line."""
    folder = small_knowledge.write(
        tmp_path,
        ("gaps.yaml", "gaps:", "gasp:"),
        ("faq.yaml", "topic: effects", "topic: nothing"),
        ("faq.yaml", "[tea-calms]", "[tea-clams]"),
        ("article.yaml", "[leaf-2019]", "[lief-2019]"),
    )

    assert [str(problem).removeprefix(f"{folder}/") for problem in check(folder)] == [
        "article.yaml:14:18: no reference has the id 'lief-2019'; did you mean 'leaf-2019'?",
        "faq.yaml:6:12: no topic has the id 'nothing'",
        "faq.yaml:11:18: no claim has the id 'tea-clams'; did you mean 'tea-calms'?",
        "gaps.yaml:1:1: unknown key 'gasp'; did you mean 'gaps'? allowed: gaps",
    ]


def test_further_checks_join_in(tmp_path: Path) -> None:
    """Files that are read on their own are checked along, in the same order."""
    folder = small_knowledge.write(tmp_path, ("gaps.yaml", "nearest: is-late-bad", "nearest: price"))
    further = Problem(Location(str(folder / "b.yaml"), 1, 1), "further")

    assert check(folder, [lambda place: [further] if place == folder else []])[0] == further


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    """A folder that is not there is told once."""
    assert [problem.message[:24] for problem in check(tmp_path / "none")] == ["there is no such folder;"]


def test_every_rule_is_entered_once() -> None:
    """Each public function of a rules module that takes the knowledge alone is a rule of the check."""
    written = {
        function
        for module in (rules_ids, rules_language, rules_wording)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and list(inspect.signature(function).parameters) == ["knowledge"]
    }

    assert {rule.find for rule in RULES} == written
    assert len(RULES) == len(written)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("One", 1),
        ("One. Two.", 2),
        ("One? Two! Three", 3),
        ('He says "yes." She says “no.” They nod.', 3),
        ("Ryan C. Warner, Ph.D., wrote it. Dr. Day of the U.S. spoke.", 3),
        ("It costs 1.5 grams. Or so", 2),
    ],
)
def test_sentences_are_counted(text: str, expected: int) -> None:
    """Titles, abbreviations, numbers and quotation marks end no sentence of their own."""
    assert sentences(text) == expected


def test_the_knowledge_is_sound() -> None:
    """The project's own knowledge has no problem."""
    assert [str(problem) for problem in check(default_folder())] == []
