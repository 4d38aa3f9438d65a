"""A reply: what is said, of which kind, with its sources and buttons, before any transport renders it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a reply is, in order of precedence where a message holds several things."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    SOURCING = "sourcing"
    PERSONAL_ADVICE = "personal_advice"
    ANSWER = "answer"
    NOT_COVERED = "not_covered"
    CHOICES = "choices"
    UNKNOWN = "unknown"
    SMALL_TALK = "small_talk"


WITHOUT_NOTICE = frozenset({Kind.CRISIS, Kind.EMERGENCY, Kind.SMALL_TALK})
HELP = frozenset({Kind.CRISIS, Kind.EMERGENCY})
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """The disclaimer and the referral to a physician.

    Raises:
        ValueError: the disclaimer says nothing, or the referral names no physician or healthcare provider.
    """

    disclaimer: str
    referral: str

    def __post_init__(self) -> None:
        """Refuse a notice that would say nothing."""
        if len(re.findall(r"[^\W\d_]{2,}", self.disclaimer)) < FEWEST_WORDS:
            msg = f"the disclaimer has fewer than {FEWEST_WORDS} words"
            raise ValueError(msg)
        if not re.search(r"physician|healthcare provider", self.referral):
            msg = 'the referral must name a "physician" or a "healthcare provider"'
            raise ValueError(msg)

    @classmethod
    def of(cls, disclaimer: str, referral: str) -> Notice:
        """Return the notice in these words, or the built-in one where they do not do."""
        try:
            return cls(disclaimer, referral)
        except ValueError:
            return cls(
                "General information, not medical advice. Results vary, and no outcome is guaranteed.",
                "Consult a qualified physician or healthcare provider before any treatment.",
            )


class Style(StrEnum):
    """How a line is set."""

    PLAIN = "plain"
    QUESTION = "question"
    STRONG = "strong"
    ITEM = "item"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or list item; ``marks`` are the numbers of the sources that it rests on."""

    text: str
    style: Style = Style.PLAIN
    marks: tuple[int, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer rests on; ``number`` counts from 1 in order of use."""

    number: int
    text: str
    detail: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An entry that was shown, with the claims and references behind the statements shown."""

    entry: str
    claims: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that could be meant: an entry's, with its claims, or a gap's."""

    question: str
    entry: str | None = None
    gap: str | None = None
    claims: tuple[str, ...] = ()


class Role(StrEnum):
    """What a button is for; transports group and number buttons by it."""

    CHOICE = "choice"
    NEAREST = "nearest"
    RELATED = "related"
    TOPIC = "topic"
    HELP = "help"
    COUNTRY = "country"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press; ``action`` is a short stable text for the assistant (``entry:how-fast``)."""

    label: str
    action: str
    role: Role


@dataclass(frozen=True, slots=True)
class Reply:
    """What the assistant says to one message.

    Raises:
        ValueError: the kind calls for the notice and there is none.
    """

    kind: Kind
    lines: tuple[Line, ...]
    notice: Notice | None = None
    sources: tuple[Source, ...] = ()
    sources_title: str = "Sources"
    closing: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    answers: tuple[Answered, ...] = ()
    gaps: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    score: float | None = None

    def __post_init__(self) -> None:
        """Hold that nothing medical is said without the disclaimer and the referral."""
        if self.notice is None and self.kind not in WITHOUT_NOTICE:
            msg = f"a reply of kind {self.kind} must carry the notice"
            raise ValueError(msg)
