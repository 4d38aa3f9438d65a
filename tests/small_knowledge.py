"""A small knowledge folder that is right in everything, for tests that break one thing in it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from bot.knowledge.model import Messages

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """\
article:
  title: Tea and Sleep
  author: A. Writer
  publisher: The Monthly
  publisher_note: The text names it in its footer.
  updated: 2024-11-25
  reviewer: B. Reader
  rights: "© 2024 A. Writer"
claims:
  - id: tea-calms
    section: Opening
    paragraph: 1
    says: Tea calms.
    references: [leaf-2019]
  - id: tea-late
    section: Closing
    says: Late tea keeps awake.
    references: []
references:
  - id: leaf-2019
    authors: Leaf, L.
    year: 2019
    title: On tea
    journal: Tea Letters, 1(1), 1-2
    doi: 10.1000/tea
    kind: survey
    note: 24 drinkers.
    cited: true
  - id: cup-2020
    authors: Cup, C.
    year: 2020
    title: On cups
    journal: Tea Letters, 2(1), 3-4
    kind: essay
    cited: false
"""

FAQ = """\
topics:
  - id: effects
    title: What tea does
entries:
  - id: does-it-calm
    topic: effects
    question: Does tea calm?
    also_asked: [calm a, calm b, calm c, calm d, calm e, calm f, calm g, calm h, calm i, calm j, calm k, so]
    answer:
      - says: The article says that tea calms. It names one survey.
        claims: [tea-calms]
    related: [is-late-bad]
    reviewed: {by: "", on: }
  - id: is-late-bad
    topic: effects
    question: Is late tea bad?
    also_asked: [late a, late b, late c, late d, late e, late f, late g, late h, late i, late j, late k, late]
    answer:
      - says: Late tea keeps people awake, the article says.
        claims: [tea-late]
      - says: By day, in the article, it calms.
        claims: [tea-calms]
    related: [does-it-calm]
    reviewed: {by: C. Judge, on: 2024-12-01}
"""

GAPS = """\
gaps:
  - id: price
    question: What does tea cost?
    also_asked: [cost a, cost b, cost c, cost d, cost e, cost f, cost g, cost h]
    says: The article says nothing about prices.
    look:
      - title: Tea prices
        publisher: The Tea Board
        address: https://tea.example/prices
        seen: 2024-12-01
    nearest: is-late-bad
"""

ASKED = """\
asked:
  does-it-calm:
    - my nan swears by a brew before bed
"""

ELSEWHERE = """\
elsewhere:
  - id: coffee
    says: This is about coffee, and I only know tea.
    asked: [is coffee good]
"""

SMALL_TALK = """\
small_talk:
  - id: hello
    says: Hello.
    asked: [hi there]
"""

LANGUAGE = """\
slang:
  u: you
  bc: because
synonyms:
  - [cup, mug]
  - [night time, evening]
subject: [tea, green tea]
other_subjects:
  drink: [coffee, cocoa]
  food: [bread]
"""


def messages() -> str:
    """Return messages.yaml, with whatever messages there are at present."""
    own = {
        "referral": "Ask a physician first.",
        "about": "I know “{title}”. {operator} runs me.",
        "personal_advice_ask": "[Does it suit me?]",
        "sourcing_entry": "does-it-calm",
        "never_in_danger": "[]",
        "tour": "[]",
    }
    names = [field.name for field in fields(Messages) if field.name != "small_talk"]
    return "".join(f"{name}: {own.get(name, 'Some plain words.')}\n" for name in names) + SMALL_TALK


def files() -> dict[str, str]:
    """Return the files of the folder by name."""
    return {
        "article.yaml": ARTICLE,
        "faq.yaml": FAQ,
        "gaps.yaml": GAPS,
        "asked.yaml": ASKED,
        "elsewhere.yaml": ELSEWHERE,
        "messages.yaml": messages(),
        "language.yaml": LANGUAGE,
    }


def write(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Write the folder, with each change: in that file, the first of this text becomes that text."""
    content = files()
    for name, old, new in changes:
        assert old in content[name], f"{old!r} is not in {name}"
        content[name] = content[name].replace(old, new, 1)
    for name, text in content.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
