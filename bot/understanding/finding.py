"""What triage says about a message."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reply import Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """What a message calls for, and why.

    ``opens`` names the texts that help begins with; ``near`` puts the emergency number first; ``person`` is
    who it is about, "self" or "other"; ``words`` are those of the message that decided it, as understood.
    """

    kind: Kind
    category: str
    opens: str
    near: bool
    person: str
    prescriber_today: bool
    rule: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The most urgent finding, if there is one.

    ``touches_danger`` is whether suicide, self-harm or overdose is spoken of at all, as a topic or as past.
    ``faint`` is whether the finding is a likeness that no rule supports.
    """

    finding: Finding | None
    touches_danger: bool
    faint: bool = False


def describe(assessment: Assessment) -> str:
    """Return one line that says which rule decided, and on which words."""
    finding = assessment.finding
    if finding is None:
        return "no rule fired; speaks of danger as a topic" if assessment.touches_danger else "no rule fired"
    about = "the writer" if finding.person == "self" else "somebody else"
    near = ", near" if finding.near else ""
    words = " ".join(finding.words)
    faint = "; no rule, only a likeness" if assessment.faint else ""
    return (
        f"{finding.kind} {finding.category}{near}, about {about}: rule {finding.rule}, "
        f"on the words: {words}{faint}"
    )
