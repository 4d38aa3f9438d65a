"""What counts as danger, as a request for advice or for the drug: the rules of safety.yaml as frozen values.

The patterns stand here as they were written; ``bot.understanding.phrases`` gives them their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.fields import Fields, Keys, read
from bot.knowledge.forms import FLAG, TEXT, matching, one_of
from bot.knowledge.help_texts import TEXTS_KEYS, HelpTexts, read_texts
from bot.knowledge.helplines import Helplines, load_helplines
from bot.knowledge.model import Text
from bot.knowledge.problem import Problem, Problems
from bot.knowledge.safety_check import check_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_NAME = "safety.yaml"
PACKAGED = "packaged_knowledge"
KINDS = ("crisis", "emergency", "sourcing", "personal_advice")
OPENINGS = ("crisis", "attempt", "medical", "threat", "violence", "abuse", "unclear")
PERSONS = ("auto", "self", "other")
CATEGORY = matching(r"[A-Za-z][A-Za-z0-9-]{0,39}", "a category such as C1, M2 or advice-dose")

_FILE = Keys(
    required=(
        "written",
        "joined",
        "near_spelling",
        "classes",
        "categories",
        "benign",
        "calm",
        "rules",
        "texts",
    ),
    optional=("ordinary", "topics", "plain"),
)
_CATEGORY = Keys(
    required=("kind", "about"), optional=("opens", "near", "calm", "prescriber_today", "for_other")
)
_RULE = Keys(
    required=("id", "category", "says"),
    optional=("unless", "near", "person", "negation", "calm", "examples", "not_examples"),
)
_CALM = Keys(required=("says",), optional=("unless",))


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of danger or request; ``near`` puts the emergency number first.

    ``opens`` names the texts that help begins with: "crisis", "attempt", "medical", "threat", "violence",
    "abuse" or "unclear".
    """

    id: Text
    kind: str
    opens: str
    about: Text
    near: bool
    calm: tuple[Text, ...]
    prescriber_today: bool
    for_other: Text | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What people say, as patterns, and what it counts as.

    ``unless`` patterns anywhere in the message keep the rule from firing. ``negation`` is whether "not" in
    front of a match cancels it. ``near`` and ``calm`` are None where the category decides.
    """

    id: Text
    category: Text
    says: tuple[Text, ...]
    unless: tuple[Text, ...]
    near: bool | None
    person: str
    negation: bool
    calm: tuple[Text, ...] | None
    examples: tuple[Text, ...]
    not_examples: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Calm:
    """Signs that a match is a topic, a story or long past; ``unless`` are signs that it is not after all."""

    name: Text
    says: tuple[Text, ...]
    unless: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """Everything in safety.yaml. The order of ``categories`` is their precedence."""

    written: tuple[tuple[Text, Text], ...]
    joined: tuple[Text, ...]
    near_spelling: tuple[Text, ...]
    ordinary: tuple[Text, ...]
    classes: tuple[tuple[Text, tuple[Text, ...]], ...]
    categories: tuple[Category, ...]
    benign: tuple[Text, ...]
    topics: tuple[Text, ...]
    plain: tuple[tuple[Text, tuple[Text, ...]], ...]
    calm: tuple[Calm, ...]
    rules: tuple[Rule, ...]
    texts: HelpTexts


def load_safety(folder: Path) -> tuple[Safety | None, tuple[Problem, ...]]:
    """Return what safety.yaml in the folder says, or None and what is wrong with it."""
    problems = Problems()
    safety = _read(read(folder / FILE_NAME, _FILE, problems))
    if not problems:
        check_rules(safety, str(folder / FILE_NAME), problems)
    return (None if problems else safety), problems.sorted()


def safety_or_packaged(folder: Path) -> tuple[Safety, Helplines, tuple[Problem, ...]]:
    """Return safety and helplines, the packaged copy in place of a broken file, and what is wrong.

    Raises:
        RuntimeError: the packaged copy is broken too, so that the installation is.
    """
    safety, found = load_safety(folder)
    helplines, more = load_helplines(folder)
    if safety is None:
        safety = next((good for good, _ in map(load_safety, packaged_folders()) if good is not None), None)
    if helplines is None:
        helplines = next(
            (good for good, _ in map(load_helplines, packaged_folders()) if good is not None), None
        )
    if safety is None or helplines is None:
        msg = "the packaged copy of the safety rules is broken; install the program again"
        raise RuntimeError(msg)
    return safety, helplines, found + more


def packaged_folders() -> Iterable[Path]:
    """Yield where the copy stands: inside the installed package, or beside it in a source tree."""
    package = Path(str(resources.files("bot")))
    yield package / PACKAGED
    yield package.parent / "knowledge"


def _read(file: Fields) -> Safety:
    return Safety(
        written=file.named("written", TEXT),
        joined=file.many("joined", TEXT),
        near_spelling=file.many("near_spelling", TEXT),
        ordinary=file.many("ordinary", TEXT),
        classes=file.named_lists("classes", TEXT, at_least=1),
        categories=file.named_each("categories", _CATEGORY, _category),
        benign=file.many("benign", TEXT),
        topics=file.many("topics", TEXT),
        plain=file.named_lists("plain", TEXT),
        calm=file.named_each("calm", _CALM, _calm),
        rules=file.each("rules", _RULE, _rule, at_least=1),
        texts=read_texts(file.inner("texts", TEXTS_KEYS)),
    )


def _category(name: Text, fields: Fields) -> Category:
    kind = fields.one("kind", one_of(*KINDS))
    return Category(
        id=name,
        kind=kind,
        opens=fields.maybe("opens", one_of(*OPENINGS), "medical" if kind == "emergency" else "crisis"),
        about=fields.one("about", TEXT),
        near=fields.maybe("near", FLAG, default=False),
        calm=fields.many("calm", TEXT),
        prescriber_today=fields.maybe("prescriber_today", FLAG, default=False),
        for_other=fields.maybe("for_other", CATEGORY, None),
    )


def _calm(name: Text, fields: Fields) -> Calm:
    return Calm(name, fields.many("says", TEXT, at_least=1), fields.many("unless", TEXT))


def _rule(fields: Fields) -> Rule:
    return Rule(
        id=fields.one("id", CATEGORY),
        category=fields.one("category", CATEGORY),
        says=fields.many("says", TEXT, at_least=1),
        unless=fields.many("unless", TEXT),
        near=fields.maybe("near", FLAG, None),
        person=fields.maybe("person", one_of(*PERSONS), "auto"),
        negation=fields.maybe("negation", FLAG, default=True),
        calm=fields.many("calm", TEXT) if "calm" in fields.values else None,
        examples=fields.many("examples", TEXT),
        not_examples=fields.many("not_examples", TEXT),
    )
