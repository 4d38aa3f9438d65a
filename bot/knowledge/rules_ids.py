"""Rules about ids: each stands once, each points somewhere, and nothing is left over."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from bot.knowledge.model import Location, Text
from bot.knowledge.problem import Problem, closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.knowledge.model import Knowledge

_NOWHERE = Location("?", 1, 1)


def place(text: Text) -> Location:
    """Return where a text stands."""
    return text.at or _NOWHERE


def line(text: Text) -> str:
    """Return ``file:line`` of a text, to point to it from elsewhere."""
    at = place(text)
    return f"{at.file}:{at.line}"


def same_claim_id(knowledge: Knowledge) -> Iterator[Problem]:
    """Find claim ids that stand twice."""
    return _twice("claim", (claim.id for claim in knowledge.article.claims))


def same_reference_id(knowledge: Knowledge) -> Iterator[Problem]:
    """Find reference ids that stand twice."""
    return _twice("reference", (reference.id for reference in knowledge.article.references))


def same_topic_id(knowledge: Knowledge) -> Iterator[Problem]:
    """Find topic ids that stand twice."""
    return _twice("topic", (topic.id for topic in knowledge.topics))


def same_entry_or_gap_id(knowledge: Knowledge) -> Iterator[Problem]:
    """Find ids that stand twice among the entries and gaps, which share one set of ids."""
    entries = (entry.id for entry in knowledge.entries)
    return _twice("entry or gap", chain(entries, (gap.id for gap in knowledge.gaps)))


def same_elsewhere_id(knowledge: Knowledge) -> Iterator[Problem]:
    """Find ids of other subjects that stand twice."""
    return _twice("subject", (subject.id for subject in knowledge.elsewhere))


def same_small_talk_id(knowledge: Knowledge) -> Iterator[Problem]:
    """Find ids of small talk that stand twice."""
    return _twice("piece of small talk", (talk.id for talk in knowledge.messages.small_talk))


def named_twice(knowledge: Knowledge) -> Iterator[Problem]:
    """Find an id that one list names twice."""
    lists = chain(
        (claim.references for claim in knowledge.article.claims),
        (entry.related for entry in knowledge.entries),
        (statement.claims for entry in knowledge.entries for statement in entry.answer),
    )
    for ids in lists:
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                yield Problem(place(name), f"this list names '{name}' twice; delete one")
            seen.add(name)


def unknown_topic(knowledge: Knowledge) -> Iterator[Problem]:
    """Find entries under a topic that does not exist."""
    topics = [topic.id for topic in knowledge.topics]
    return _dangling("topic", (entry.topic for entry in knowledge.entries), topics)


def unknown_related(knowledge: Knowledge) -> Iterator[Problem]:
    """Find related entries that do not exist, and an entry related to itself."""
    entries = [entry.id for entry in knowledge.entries]
    for entry in knowledge.entries:
        yield from _dangling("entry", entry.related, entries)
        yield from (
            Problem(place(name), f"the entry '{name}' is related to itself; name another")
            for name in entry.related
            if name == entry.id
        )


def unknown_claim(knowledge: Knowledge) -> Iterator[Problem]:
    """Find statements that rest on a claim that does not exist."""
    claims = [claim.id for claim in knowledge.article.claims]
    named = (name for entry in knowledge.entries for statement in entry.answer for name in statement.claims)
    return _dangling("claim", named, claims)


def unknown_reference(knowledge: Knowledge) -> Iterator[Problem]:
    """Find claims that cite a reference that does not exist."""
    references = [reference.id for reference in knowledge.article.references]
    named = (name for claim in knowledge.article.claims for name in claim.references)
    return _dangling("reference", named, references)


def unknown_nearest(knowledge: Knowledge) -> Iterator[Problem]:
    """Find gaps whose nearest entry does not exist."""
    entries = [entry.id for entry in knowledge.entries]
    return _dangling("entry", (gap.nearest for gap in knowledge.gaps if gap.nearest is not None), entries)


def unknown_asked(knowledge: Knowledge) -> Iterator[Problem]:
    """Find ways to ask for an entry or gap that does not exist."""
    known = [*(entry.id for entry in knowledge.entries), *(gap.id for gap in knowledge.gaps)]
    return _dangling("entry or gap", (asked.id for asked in knowledge.asked), known)


def unknown_in_messages(knowledge: Knowledge) -> Iterator[Problem]:
    """Find an entry or a claim that the messages name and that does not exist."""
    messages = knowledge.messages
    yield from _dangling("entry", [messages.sourcing_entry], [entry.id for entry in knowledge.entries])
    yield from _dangling("claim", messages.never_in_danger, [claim.id for claim in knowledge.article.claims])


def unused_topic(knowledge: Knowledge) -> Iterator[Problem]:
    """Find topics without entries."""
    topics = [topic.id for topic in knowledge.topics]
    used = _meant((entry.topic for entry in knowledge.entries), topics)
    for topic in knowledge.topics:
        if topic.id not in used:
            message = f"no entry has the topic '{topic.id}'; give it one or delete the topic"
            yield Problem(place(topic.id), message)


def unused_claim(knowledge: Knowledge) -> Iterator[Problem]:
    """Find claims that no statement rests on."""
    claims = [claim.id for claim in knowledge.article.claims]
    used = _meant((name for entry in knowledge.entries for name in entry.claims), claims)
    for claim in knowledge.article.claims:
        if claim.id not in used:
            message = f"no entry rests on the claim '{claim.id}'; name it under a statement in faq.yaml"
            yield Problem(place(claim.id), message)


def cited_or_not(knowledge: Knowledge) -> Iterator[Problem]:
    """Find references that say ``cited: true`` and no claim cites, and the reverse."""
    references = [reference.id for reference in knowledge.article.references]
    cited = _meant((name for claim in knowledge.article.claims for name in claim.references), references)
    for reference in knowledge.article.references:
        if reference.cited and reference.id not in cited:
            message = f"'{reference.id}' says cited: true, but no claim cites it; write cited: false"
            yield Problem(place(reference.id), message)
        elif not reference.cited and reference.id in cited:
            first = line(cited[reference.id])
            message = f"'{reference.id}' says cited: false, but {first} cites it; write cited: true"
            yield Problem(place(reference.id), message)


def _meant(named: Iterable[Text], known: list[Text]) -> dict[str, Text]:
    """Return the known ids that are named, each with its first place.

    A misspelt one counts as the id that was probably meant, so that one slip is not two problems.
    """
    meant: dict[str, Text] = {}
    for name in named:
        meant.setdefault(name if name in known else closest(name, known) or name, name)
    return meant


def _twice(what: str, ids: Iterable[Text]) -> Iterator[Problem]:
    first: dict[str, Text] = {}
    for name in ids:
        if name in first:
            message = f"the id '{name}' is here twice; another {what} at {line(first[name])} has it"
            yield Problem(place(name), message)
        first.setdefault(name, name)


def _dangling(what: str, named: Iterable[Text], known: list[Text]) -> Iterator[Problem]:
    counted = Counter(known)
    for name in named:
        if name not in counted:
            yield Problem(place(name), f"no {what} has the id '{name}'{did_you_mean(name, counted)}")
