"""All that is wrong in a knowledge folder: in its files, and across them.

To add a rule, write a generator from ``Knowledge`` to ``Problem`` in a ``rules_…`` module and enter it in
``RULES`` with the files that it reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.knowledge import rules_ids, rules_language, rules_wording
from bot.knowledge.load import ARTICLE, ASKED, ELSEWHERE, FAQ, GAPS, LANGUAGE, MESSAGES, load_in_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from bot.knowledge.model import Knowledge
    from bot.knowledge.problem import Problem


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule across files.

    It is asked only where every file that it reads is sound: a claim whose id is missing would make each
    entry that names it look wrong too.
    """

    find: Callable[[Knowledge], Iterator[Problem]]
    reads: tuple[str, ...]


RULES = (
    Rule(rules_ids.same_claim_id, (ARTICLE,)),
    Rule(rules_ids.same_reference_id, (ARTICLE,)),
    Rule(rules_ids.same_topic_id, (FAQ,)),
    Rule(rules_ids.same_entry_or_gap_id, (FAQ, GAPS)),
    Rule(rules_ids.same_elsewhere_id, (ELSEWHERE,)),
    Rule(rules_ids.same_small_talk_id, (MESSAGES,)),
    Rule(rules_ids.named_twice, (ARTICLE, FAQ)),
    Rule(rules_ids.unknown_topic, (FAQ,)),
    Rule(rules_ids.unknown_related, (FAQ,)),
    Rule(rules_ids.unknown_claim, (ARTICLE, FAQ)),
    Rule(rules_ids.unknown_reference, (ARTICLE,)),
    Rule(rules_ids.unknown_nearest, (FAQ, GAPS)),
    Rule(rules_ids.unknown_asked, (FAQ, GAPS, ASKED)),
    Rule(rules_ids.unknown_in_messages, (ARTICLE, FAQ, MESSAGES)),
    Rule(rules_ids.unused_topic, (FAQ,)),
    Rule(rules_ids.unused_claim, (ARTICLE, FAQ)),
    Rule(rules_ids.cited_or_not, (ARTICLE,)),
    Rule(rules_wording.same_question, (FAQ, GAPS, ASKED, ELSEWHERE, MESSAGES)),
    Rule(rules_wording.few_phrasings, (FAQ, GAPS)),
    Rule(rules_wording.claims_of_answers, (FAQ,)),
    Rule(rules_wording.attribution, (FAQ,)),
    Rule(rules_wording.length_of_answers, (FAQ,)),
    Rule(rules_wording.long_questions, (FAQ, GAPS)),
    Rule(rules_wording.notice, (MESSAGES,)),
    Rule(rules_wording.placeholders, (MESSAGES,)),
    Rule(rules_language.phrases, (LANGUAGE,)),
    Rule(rules_language.same_slang, (LANGUAGE,)),
    Rule(rules_language.slang_of_slang, (LANGUAGE,)),
    Rule(rules_language.same_synonym, (LANGUAGE,)),
    Rule(rules_language.subject_or_other, (LANGUAGE,)),
)


def check(folder: Path, also: Iterable[Callable[[Path], Iterable[Problem]]] = ()) -> tuple[Problem, ...]:
    """Return every problem of the folder by file and line.

    ``also`` holds further checks of the same folder, for files that are read on their own.
    """
    knowledge, problems = load_in_part(folder)
    if not folder.is_dir():
        return problems
    broken = {problem.location.file for problem in problems}
    found = set(problems)
    for rule in RULES:
        if not any(str(folder / name) in broken for name in rule.reads):
            found.update(rule.find(knowledge))
    for further in also:
        found.update(further(folder))
    return tuple(sorted(found))
