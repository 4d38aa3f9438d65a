"""Replies made of the maintainers' sentences: answers with citations, gaps, choices and fixed texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.model import Article, Claim, Entry, Gap, Knowledge, Reference
from bot.reply import Answered, Button, Choice, Kind, Line, Notice, Reply, Role, Source, Style

ENTRY, GAP, TOPIC = "entry", "gap", "topic"


class Citations:
    """Numbers the sources of one reply in order of use."""

    def __init__(self, article: Article, address: str | None) -> None:
        """Take the article and where the operator says that it can be read."""
        self._article = article
        self._address = address
        self._claims: dict[str, Claim] = {claim.id: claim for claim in article.claims}
        self._references: dict[str, Reference] = {reference.id: reference for reference in article.references}
        self._numbers: dict[str, int] = {}
        self.sources: list[Source] = []

    def marks(self, claims: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of the sources that some claims rest on."""
        found: list[int] = []
        for claim in (self._claims[name] for name in claims):
            if claim.references:
                found += [self._number(name, self._work(name)) for name in claim.references]
            else:
                found.append(self._number(claim.section, self._place(claim)))
        return tuple(dict.fromkeys(found))

    def references(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the references behind some claims, once each."""
        return tuple(dict.fromkeys(name for claim in claims for name in self._claims[claim].references))

    def _number(self, key: str, source: Source) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self.sources.append(replace(source, number=self._numbers[key]))
        return self._numbers[key]

    def _work(self, name: str) -> Source:
        return source_of(self._references[name])

    def _place(self, claim: Claim) -> Source:
        about = self._article
        return Source(
            0, f"{about.author}: “{about.title}”, {about.publisher}. {claim.section}.", None, self._address
        )


def source_of(reference: Reference, number: int = 0) -> Source:
    """Return a reference as a source: the work, its kind of study and note, and its DOI as a link."""
    text = f"{reference.authors} ({reference.year}). {reference.title}. {reference.journal}."
    detail = " ".join(part for part in (f"{_capital(reference.kind)}.", reference.note) if part)
    return Source(number, text, detail, f"https://doi.org/{reference.doi}" if reference.doi else None)


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts replies together from the knowledge."""

    knowledge: Knowledge
    address: str | None = None

    @property
    def notice(self) -> Notice:
        """The disclaimer and the referral."""
        return Notice.of(self.knowledge.messages.disclaimer, self.knowledge.messages.referral)

    def answer(
        self, asked: Sequence[Entry | Gap], score: float | None, unanswered: Sequence[str] = ()
    ) -> Reply:
        """Return the answers to up to three questions, each under its question, with one list of sources."""
        messages = self.knowledge.messages
        citations = Citations(self.knowledge.article, self.address)
        lines: list[Line] = []
        answers: list[Answered] = []
        for item in asked:
            lines.append(Line(item.question, Style.QUESTION))
            if isinstance(item, Gap):
                lines += self._gap_lines(item)
                continue
            lines += self._statements(item, citations)
            answers.append(Answered(item.id, item.claims, citations.references(item.claims)))
        lines += [Line(f"{messages.unanswered} “{text}”", Style.SMALL) for text in unanswered]
        gaps = tuple(item.id for item in asked if isinstance(item, Gap))
        return Reply(
            kind=Kind.ANSWER if answers else Kind.NOT_COVERED,
            lines=tuple(lines),
            notice=self.notice,
            sources=tuple(citations.sources),
            sources_title=messages.sources,
            closing=() if answers else (messages.danger_line,),
            buttons=self._next(asked),
            answers=tuple(answers),
            gaps=gaps,
            score=score,
        )

    def choices(self, items: Sequence[Entry | Gap], score: float) -> Reply:
        """Return two or three questions to choose from, and a way out."""
        messages = self.knowledge.messages
        return Reply(
            kind=Kind.CHOICES,
            lines=(Line(messages.choices),),
            notice=self.notice,
            closing=(messages.danger_line,),
            buttons=(
                *(Button(item.question, action_of(item), Role.CHOICE) for item in items),
                Button(messages.none_of_these, "none", Role.CHOICE),
            ),
            choices=tuple(_choice(item) for item in items),
            score=score,
        )

    def declined(
        self, kind: Kind, said: Iterable[Line], nearest: Entry | None = None, quoted: Entry | None = None
    ) -> Reply:
        """Return a refusal that refers to a physician, with the nearest entry as a button.

        What ``quoted`` says stands below the refusal, with its sources.
        """
        citations = Citations(self.knowledge.article, self.address)
        quotes = self._statements(quoted, citations) if quoted else ()
        return Reply(
            kind=kind,
            lines=(*said, *quotes),
            notice=self.notice,
            sources=tuple(citations.sources),
            sources_title=self.knowledge.messages.sources,
            closing=(self.knowledge.messages.danger_line,),
            buttons=self._nearest(nearest),
        )

    def unknown(self, text: str, buttons: Sequence[Button] = (), score: float | None = None) -> Reply:
        """Return what is said when nothing fits."""
        return Reply(
            kind=Kind.UNKNOWN,
            lines=(Line(text),),
            notice=self.notice,
            closing=(self.knowledge.messages.danger_line,),
            buttons=tuple(buttons),
            score=score,
        )

    def topic_buttons(self) -> tuple[Button, ...]:
        """Return a button for each topic."""
        return tuple(
            Button(topic.title, f"{TOPIC}:{topic.id}", Role.TOPIC) for topic in self.knowledge.topics
        )

    @staticmethod
    def _statements(entry: Entry, citations: Citations) -> tuple[Line, ...]:
        return tuple(Line(said.says, marks=citations.marks(said.claims)) for said in entry.answer)

    def _gap_lines(self, gap: Gap) -> list[Line]:
        pages = [
            Line(
                f"{page.title}. {page.publisher}, seen {page.seen.isoformat()}", Style.ITEM, url=page.address
            )
            for page in gap.look
        ]
        return [Line(gap.says), *pages]

    def _next(self, asked: Sequence[Entry | Gap]) -> tuple[Button, ...]:
        entries = {entry.id: entry for entry in self.knowledge.entries}
        shown = {item.id for item in asked}
        buttons: list[Button] = []
        for item in asked:
            if isinstance(item, Gap):
                buttons += self._nearest(entries[item.nearest] if item.nearest else None)
            else:
                buttons += [_related(entries[name]) for name in item.related]
        fresh = {button.action: button for button in buttons if button.action.partition(":")[2] not in shown}
        return tuple(fresh.values())[:3]

    def _nearest(self, entry: Entry | None) -> tuple[Button, ...]:
        return (Button(entry.question, action_of(entry), Role.NEAREST),) if entry else ()


def action_of(item: Entry | Gap) -> str:
    """Return the action of the button that shows an entry or a gap."""
    return f"{GAP if isinstance(item, Gap) else ENTRY}:{item.id}"


def _related(entry: Entry) -> Button:
    return Button(entry.question, action_of(entry), Role.RELATED)


def _choice(item: Entry | Gap) -> Choice:
    if isinstance(item, Gap):
        return Choice(item.question, gap=item.id)
    return Choice(item.question, entry=item.id, claims=item.claims)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
