"""The knowledge as frozen values: what the article says, the FAQ, the gaps and the fixed messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return ``file:line:column``, the form that editors open."""
        return f"{self.file}:{self.line}:{self.column}"


class Text(str):
    """A string that knows where in the knowledge it stands, so that a check can name the place."""

    __slots__ = ("at",)
    at: Location | None

    def __new__(cls, value: str, at: Location | None = None) -> Self:
        """Make the string; ``at`` is None for a text that stands in no file."""
        text = super().__new__(cls, value)
        text.at = at
        return text


@dataclass(frozen=True, slots=True)
class Reference:
    """A work in the article's reference list."""

    id: Text
    authors: Text
    year: int
    title: Text
    journal: Text
    doi: Text | None
    kind: Text
    note: Text | None
    cited: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that the article says, in our words, with the place and what it cites for it."""

    id: Text
    section: Text
    paragraph: int | None
    says: Text
    references: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """The article's facts, its claims and its references."""

    title: Text
    author: Text
    publisher: Text
    publisher_note: Text
    updated: date
    reviewer: Text
    rights: Text
    claims: tuple[Claim, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading under which entries are listed."""

    id: Text
    title: Text


@dataclass(frozen=True, slots=True)
class Statement:
    """One or two sentences of an answer and the claims that they rest on."""

    says: Text
    claims: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Who approved a wording, and when; both empty until someone has."""

    by: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A question that the article answers."""

    id: Text
    topic: Text
    question: Text
    also_asked: tuple[Text, ...]
    answer: tuple[Statement, ...]
    related: tuple[Text, ...]
    reviewed: Review

    @property
    def claims(self) -> tuple[Text, ...]:
        """The claims behind the statements, once each, in order of use."""
        return tuple(dict.fromkeys(claim for statement in self.answer for claim in statement.claims))


@dataclass(frozen=True, slots=True)
class Page:
    """An official page to look at, as it was seen on a day."""

    title: Text
    publisher: Text
    address: Text
    seen: date


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that people ask and the article does not answer."""

    id: Text
    question: Text
    also_asked: tuple[Text, ...]
    says: Text
    look: tuple[Page, ...]
    nearest: Text | None


@dataclass(frozen=True, slots=True)
class Asked:
    """More ways to ask what an entry or a gap is about, beside those that stand under it."""

    id: Text
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A subject that is not the article's; learnt so that it is not mistaken for one that is."""

    id: Text
    says: Text
    asked: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Something said to the bot rather than asked of the article."""

    id: Text
    says: Text
    asked: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Messages:
    """The fixed texts; ``{name}`` stands for a fact of the article or of the operator.

    ``sourcing_entry`` is quoted to who wants the drug itself; entries that rest on a claim of
    ``never_in_danger`` are never offered beside help or a refusal; ``tour`` is what the demo asks.
    """

    disclaimer: Text
    referral: Text
    danger_line: Text
    greeting: Text
    help: Text
    about: Text
    privacy: Text
    unknown: Text
    choices: Text
    none_of_these: Text
    none_of_these_reply: Text
    personal_advice: Text
    personal_advice_ask: tuple[Text, ...]
    partly_fits: Text
    related: Text
    sources: Text
    unanswered: Text
    other_language: Text
    non_text: Text
    topics: Text
    entry_gone: Text
    slow_down: Text
    sent_to_editors_ask: Text
    sent_to_editors: Text
    send_to_editors: Text
    feedback_thanks: Text
    help_only: Text
    sourcing_entry: Text
    never_in_danger: tuple[Text, ...]
    tour: tuple[Text, ...]
    small_talk: tuple[SmallTalk, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """How people write: what they shorten, which words mean the same here, and which are not English."""

    slang: tuple[tuple[Text, Text], ...]
    synonyms: tuple[tuple[Text, ...], ...]
    subject: tuple[Text, ...]
    other_subjects: tuple[tuple[Text, tuple[Text, ...]], ...]
    english: tuple[Text, ...] = ()
    foreign: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that the assistant knows, but for the safety rules, which load on their own."""

    article: Article
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    gaps: tuple[Gap, ...]
    asked: tuple[Asked, ...]
    elsewhere: tuple[Elsewhere, ...]
    messages: Messages
    language: Language
