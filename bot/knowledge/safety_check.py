"""What is wrong across the rules of safety.yaml, said so that a clinician can put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.model import Location, Text
from bot.knowledge.problem import Problems, did_you_mean, start_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge.safety import Safety

NEEDED_CLASSES = ("NOT", "OPEN", "I", "MYSELF", "PERSON", "THEMSELF")
NEEDED_CATEGORIES = ("C2",)  # bot.understanding.triage goes by it
GAPS = frozenset({"..", "...", "...."})
ANCHORS = frozenset({"^", "$"})


def check_rules(safety: Safety, file: str, problems: Problems) -> None:
    """Note patterns, categories and ways to be calm that do not exist or cannot be read."""
    known = _check_classes(safety, file, problems)
    categories = [str(category.id) for category in safety.categories]
    calm = [str(each.name) for each in safety.calm]
    names = [(rule.category, categories, "category") for rule in safety.rules]
    names += [(each, calm, "way to be calm") for rule in safety.rules for each in rule.calm or ()]
    names += [(each, calm, "way to be calm") for category in safety.categories for each in category.calm]
    names += [(each.for_other, categories, "category") for each in safety.categories if each.for_other]
    for needed in NEEDED_CATEGORIES:
        if needed not in categories:
            problems.add(start_of(file), f"the category {needed} is missing under categories")
    for name, allowed, what in names:
        _check_name(name, allowed, what, file, problems)
    seen: set[str] = set()
    for rule in safety.rules:
        if rule.id in seen:
            problems.add(_at(rule.id, file), f"the rule '{rule.id}' is here twice; rename one")
        seen.add(rule.id)
    for pattern in _patterns(safety):
        _check_pattern(pattern, known, file, problems)


def _check_classes(safety: Safety, file: str, problems: Problems) -> set[str]:
    before: set[str] = set()
    for name, members in safety.classes:
        for member in members:
            _check_words(member.split(), before, member.at, file, problems)
        before.add(name)
    for needed in NEEDED_CLASSES:
        if needed not in before:
            problems.add(start_of(file), f"the class {needed} is missing under classes")
    return before


def _patterns(safety: Safety) -> Iterator[Text]:
    yield from safety.benign
    yield from safety.topics
    for rule in safety.rules:
        yield from (*rule.says, *rule.unless)
    for each in safety.calm:
        yield from (*each.says, *each.unless)


def _check_name(name: Text, allowed: list[str], what: str, file: str, problems: Problems) -> None:
    if name not in allowed:
        message = f"there is no {what} '{name}'{did_you_mean(name, allowed)}; known are {', '.join(allowed)}"
        problems.add(_at(name, file), message)


def _check_pattern(pattern: Text, known: set[str], file: str, problems: Problems) -> None:
    for part in pattern.split(" & "):
        items = part.split()
        if not items or items[0] in GAPS or items[-1] in GAPS or items[0].endswith("?"):
            message = f"'{part}' must begin and end with a word, not with a gap or a word that may be missing"
            problems.add(_at(pattern, file), message)
        _check_words(items, known, pattern.at, file, problems)


def _check_words(
    items: list[str], known: set[str], at: Location | None, file: str, problems: Problems
) -> None:
    place = start_of(file) if at is None else at
    for item in items:
        if item in GAPS or item in ANCHORS:
            continue
        for word in (item.removesuffix("?") if len(item) > 1 else item).replace("_", "/").split("/"):
            if not word:
                problems.add(place, f"'{item}' has an empty alternative; write a/b without a slash at an end")
            elif word.isupper() and word not in known and not word.startswith("NUM"):
                problems.add(
                    place, f"there is no class '{word}' before this place{did_you_mean(word, known)}"
                )


def _at(text: Text, file: str) -> Location:
    return start_of(file) if text.at is None else text.at
