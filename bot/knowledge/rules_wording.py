"""Rules about wording: what is asked, what is answered, and the fixed messages."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING

from bot.knowledge.model import Gap, Text
from bot.knowledge.problem import Problem, did_you_mean
from bot.knowledge.rules_ids import line, place
from bot.reply import Notice
from bot.understanding.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge.model import Entry, Knowledge

ENTRY_PHRASINGS, GAP_PHRASINGS = 12, 8
MOST_CLAIMS = 4
FEWEST_SENTENCES, MOST_SENTENCES = 2, 5
LONGEST_BUTTON = 100
PLACEHOLDERS = ("title", "author", "publisher", "updated", "reviewer", "operator", "contact")

_ABBREVIATIONS = ("Dr.", "Mr.", "Mrs.", "Ms.", "Ph.D.", "M.D.", "U.S.", "vs.", "e.g.", "i.e.", "et al.")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'”)\u2019])\s+")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ARTICLE = re.compile(r"\barticle\b", re.IGNORECASE)


def same_question(knowledge: Knowledge) -> Iterator[Problem]:
    """Find the same words asked twice, anywhere in the knowledge: they cannot lead to two places."""
    first: dict[tuple[str, ...], Text] = {}
    for asked in _all_asked(knowledge):
        folded = fold(asked)
        key = words(folded) or (folded,)
        if key in first:
            yield Problem(place(asked), f"the same question stands at {line(first[key])}; delete one of them")
        first.setdefault(key, asked)


def few_phrasings(knowledge: Knowledge) -> Iterator[Problem]:
    """Find entries and gaps with too few ways to ask them."""
    for item in _entries_and_gaps(knowledge):
        fewest = GAP_PHRASINGS if isinstance(item, Gap) else ENTRY_PHRASINGS
        found = len(item.also_asked)
        if found < fewest:
            message = f"'{item.id}' has {found} under also_asked; expected at least {fewest}"
            yield Problem(place(item.id), message)


def claims_of_answers(knowledge: Knowledge) -> Iterator[Problem]:
    """Find statements without a claim, and entries that rest on too many."""
    for entry in knowledge.entries:
        for statement in entry.answer:
            if not statement.claims:
                message = "this statement names no claim; write the ids of those it rests on under claims"
                yield Problem(place(statement.says), message)
        if len(entry.claims) > MOST_CLAIMS:
            found = f"'{entry.id}' rests on {len(entry.claims)} claims; expected at most {MOST_CLAIMS}"
            yield Problem(place(entry.id), f"{found}: it should answer one question, so split it")


def attribution(knowledge: Knowledge) -> Iterator[Problem]:
    """Find statements that do not name the article as the one who says it."""
    for entry in knowledge.entries:
        for statement in entry.answer:
            if not _ARTICLE.search(statement.says):
                message = "this statement does not say whose it is; begin with 'The article says' or the like"
                yield Problem(place(statement.says), message)


def length_of_answers(knowledge: Knowledge) -> Iterator[Problem]:
    """Find answers that are too short or too long to be read on a phone."""
    for entry in knowledge.entries:
        found = sum(sentences(statement.says) for statement in entry.answer)
        if not FEWEST_SENTENCES <= found <= MOST_SENTENCES:
            allowed = f"{FEWEST_SENTENCES} to {MOST_SENTENCES}"
            counted = f"{found} sentence{'' if found == 1 else 's'}"
            yield Problem(place(entry.id), f"the answer of '{entry.id}' has {counted}; expected {allowed}")


def long_questions(knowledge: Knowledge) -> Iterator[Problem]:
    """Find questions that do not fit on a button."""
    for item in _entries_and_gaps(knowledge):
        if len(item.question) > LONGEST_BUTTON:
            found = f"the question has {len(item.question)} characters; it is shown on a button, so expected"
            yield Problem(place(item.question), f"{found} at most {LONGEST_BUTTON}")


def notice(knowledge: Knowledge) -> Iterator[Problem]:
    """Find a disclaimer or referral that a reply would not accept."""
    messages = knowledge.messages
    try:
        Notice(messages.disclaimer, messages.referral)
    except ValueError as error:
        text = messages.referral if "referral" in str(error) else messages.disclaimer
        yield Problem(place(text), str(error))


def placeholders(knowledge: Knowledge) -> Iterator[Problem]:
    """Find names in braces that nothing stands for, and lone braces."""
    allowed = f"allowed: {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}"
    for text in _all_messages(knowledge):
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                meant = did_you_mean(name, PLACEHOLDERS) or ";"
                yield Problem(place(text), f"unknown placeholder {{{name}}}{meant} {allowed}")
        if set("{}") & set(_PLACEHOLDER.sub("", text)):
            yield Problem(place(text), f"a brace without its partner; {allowed}")


def sentences(text: str) -> int:
    """Count the sentences of edited prose; the stop of a title or abbreviation ends none."""
    parts = _SENTENCE_BREAK.split(text.strip())
    return sum(not part.endswith(_ABBREVIATIONS) for part in parts[:-1]) + bool(parts[-1])


def _entries_and_gaps(knowledge: Knowledge) -> tuple[Entry | Gap, ...]:
    return (*knowledge.entries, *knowledge.gaps)


def _all_asked(knowledge: Knowledge) -> Iterator[Text]:
    for item in _entries_and_gaps(knowledge):
        yield item.question
        yield from item.also_asked
    yield from chain.from_iterable(asked.texts for asked in knowledge.asked)
    yield from chain.from_iterable(subject.asked for subject in knowledge.elsewhere)
    yield from chain.from_iterable(talk.asked for talk in knowledge.messages.small_talk)


def _all_messages(knowledge: Knowledge) -> Iterator[Text]:
    messages = knowledge.messages
    values = (getattr(messages, field.name) for field in fields(messages))
    yield from (value for value in values if isinstance(value, Text))
    yield from messages.personal_advice_ask
    yield from (talk.says for talk in messages.small_talk)
