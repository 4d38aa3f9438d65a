"""The knowledge folder as values, or every problem of its files at once.

What concerns one value, one entry or one file's keys is found here; what concerns entries among themselves
is ``bot.knowledge.check``'s.
"""

from __future__ import annotations

from dataclasses import fields as fields_of
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.fields import Fields, Keys, read
from bot.knowledge.forms import ANY_TEXT, DAY, FLAG, ID, TEXT, WEB, integer
from bot.knowledge.model import (
    Article,
    Asked,
    Claim,
    Elsewhere,
    Entry,
    Gap,
    Knowledge,
    Language,
    Messages,
    Page,
    Reference,
    Review,
    SmallTalk,
    Statement,
    Text,
    Topic,
)
from bot.knowledge.problem import Problem, Problems, start_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ARTICLE, FAQ, GAPS, ASKED = "article.yaml", "faq.yaml", "gaps.yaml", "asked.yaml"
ELSEWHERE, MESSAGES, LANGUAGE = "elsewhere.yaml", "messages.yaml", "language.yaml"

_REFERENCE = Keys(("id", "authors", "year", "title", "journal", "kind", "cited"), ("doi", "note"))
_CLAIM = Keys(("id", "section", "says", "references"), ("paragraph",))
_ARTICLE = Keys(("title", "author", "publisher", "publisher_note", "updated", "reviewer", "rights"))
_ARTICLE_FILE = Keys(("article", "claims", "references"))
_TOPIC = Keys(("id", "title"))
_STATEMENT = Keys(("says", "claims"))
_REVIEW = Keys(("by", "on"))
_ENTRY = Keys(("id", "topic", "question", "also_asked", "answer", "related", "reviewed"))
_FAQ_FILE = Keys(("topics", "entries"))
_PAGE = Keys(("title", "publisher", "address", "seen"))
_GAP = Keys(("id", "question", "also_asked", "says"), ("look", "nearest"))
_GAPS_FILE = Keys(("gaps",))
_ASKED_FILE = Keys(("asked",))
_SAID = Keys(("id", "says", "asked"))
_ELSEWHERE_FILE = Keys(("elsewhere",))
_MESSAGES_FILE = Keys(tuple(field.name for field in fields_of(Messages)))
_NOT_ONE_TEXT = ("personal_advice_ask", "never_in_danger", "tour", "small_talk")
_LANGUAGE_FILE = Keys(("slang", "synonyms", "subject", "other_subjects"), ("english", "foreign"))

_YEAR = integer(1900, 2100)
_PARAGRAPH = integer(1, 99)


class KnowledgeError(Exception):
    """The knowledge has problems; ``problems`` holds all of them, and the message a line for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Take the problems in the order to show them in."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def default_folder() -> Path:
    """Return the clone's own ``knowledge``, or the copy that an installed package carries."""
    package = Path(__file__).parents[1]
    packaged = package / "packaged_knowledge"
    in_clone = (package.parent / "pyproject.toml").is_file()
    return packaged if packaged.is_dir() and not in_clone else package.parent / "knowledge"


def load(folder: Path) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    """Return the folder's knowledge and no problems, or None and all that is wrong in its files."""
    knowledge, problems = load_in_part(folder)
    return (None if problems else knowledge), problems


def load_or_raise(folder: Path) -> Knowledge:
    """Return the folder's knowledge.

    Raises:
        KnowledgeError: a file is missing, unreadable or wrong.
    """
    knowledge, problems = load_in_part(folder)
    if problems:
        raise KnowledgeError(problems)
    return knowledge


def fallback_messages() -> Messages:
    """Return messages for a bot whose own cannot be read: each leads to help, and promises nothing else."""
    text = Text("I cannot look up answers right now. If you or someone else may be in danger, send /crisis")
    texts = {name: text for name in _MESSAGES_FILE.required if name not in _NOT_ONE_TEXT}
    return Messages(**texts, personal_advice_ask=(), never_in_danger=(), tour=(), small_talk=())


def load_in_part(folder: Path) -> tuple[Knowledge, tuple[Problem, ...]]:
    """Return what could be read, with blanks for what could not; good for answers only without problems.

    ``check`` goes on from here with the files that are sound.
    """
    problems = Problems()
    knowledge = _knowledge(folder, problems)
    if folder.is_dir():
        return knowledge, problems.sorted()
    message = "there is no such folder; expected one with article.yaml, faq.yaml and so on"
    return knowledge, (Problem(start_of(str(folder)), message),)


def _knowledge(folder: Path, problems: Problems) -> Knowledge:
    faq = read(folder / FAQ, _FAQ_FILE, problems)
    return Knowledge(
        article=_article(read(folder / ARTICLE, _ARTICLE_FILE, problems)),
        topics=faq.each("topics", _TOPIC, _topic, at_least=1),
        entries=faq.each("entries", _ENTRY, _entry, at_least=1),
        gaps=read(folder / GAPS, _GAPS_FILE, problems).each("gaps", _GAP, _gap),
        asked=_asked(folder / ASKED, problems),
        elsewhere=read(folder / ELSEWHERE, _ELSEWHERE_FILE, problems).each("elsewhere", _SAID, _elsewhere),
        messages=_messages(read(folder / MESSAGES, _MESSAGES_FILE, problems)),
        language=_language(read(folder / LANGUAGE, _LANGUAGE_FILE, problems)),
    )


def _article(file: Fields) -> Article:
    facts = file.inner("article", _ARTICLE)
    return Article(
        title=facts.one("title", TEXT),
        author=facts.one("author", TEXT),
        publisher=facts.one("publisher", TEXT),
        publisher_note=facts.one("publisher_note", TEXT),
        updated=facts.one("updated", DAY),
        reviewer=facts.one("reviewer", TEXT),
        rights=facts.one("rights", TEXT),
        claims=file.each("claims", _CLAIM, _claim, at_least=1),
        references=file.each("references", _REFERENCE, _reference),
    )


def _claim(fields: Fields) -> Claim:
    return Claim(
        id=fields.one("id", ID),
        section=fields.one("section", TEXT),
        paragraph=fields.maybe("paragraph", _PARAGRAPH, None),
        says=fields.one("says", TEXT),
        references=fields.many("references", ID),
    )


def _reference(fields: Fields) -> Reference:
    return Reference(
        id=fields.one("id", ID),
        authors=fields.one("authors", TEXT),
        year=fields.one("year", _YEAR),
        title=fields.one("title", TEXT),
        journal=fields.one("journal", TEXT),
        doi=fields.maybe("doi", TEXT, None),
        kind=fields.one("kind", TEXT),
        note=fields.maybe("note", TEXT, None),
        cited=fields.one("cited", FLAG),
    )


def _topic(fields: Fields) -> Topic:
    return Topic(id=fields.one("id", ID), title=fields.one("title", TEXT))


def _entry(fields: Fields) -> Entry:
    review = fields.inner("reviewed", _REVIEW)
    return Entry(
        id=fields.one("id", ID),
        topic=fields.one("topic", ID),
        question=fields.one("question", TEXT),
        also_asked=fields.many("also_asked", TEXT),
        answer=fields.each("answer", _STATEMENT, _statement, at_least=1),
        related=fields.many("related", ID),
        reviewed=Review(by=review.one("by", ANY_TEXT), on=review.maybe("on", DAY, None)),
    )


def _statement(fields: Fields) -> Statement:
    return Statement(says=fields.one("says", TEXT), claims=fields.many("claims", ID))


def _gap(fields: Fields) -> Gap:
    return Gap(
        id=fields.one("id", ID),
        question=fields.one("question", TEXT),
        also_asked=fields.many("also_asked", TEXT),
        says=fields.one("says", TEXT),
        look=fields.each("look", _PAGE, _page),
        nearest=fields.maybe("nearest", ID, None),
    )


def _page(fields: Fields) -> Page:
    return Page(
        title=fields.one("title", TEXT),
        publisher=fields.one("publisher", TEXT),
        address=fields.one("address", WEB),
        seen=fields.one("seen", DAY),
    )


def _asked(path: Path, problems: Problems) -> tuple[Asked, ...]:
    """Read the file of further ways to ask; a folder can do without."""
    if not path.exists():
        return ()
    lists = read(path, _ASKED_FILE, problems).named_lists("asked", TEXT, at_least=1)
    return tuple(Asked(name, texts) for name, texts in lists)


def _elsewhere(fields: Fields) -> Elsewhere:
    return Elsewhere(fields.one("id", ID), fields.one("says", TEXT), fields.many("asked", TEXT))


def _small_talk(fields: Fields) -> SmallTalk:
    return SmallTalk(fields.one("id", ID), fields.one("says", TEXT), fields.many("asked", TEXT))


def _messages(file: Fields) -> Messages:
    """Read the messages by the names of the fields of ``Messages``, so that a new one is named once."""
    texts = {name: file.one(name, TEXT) for name in _MESSAGES_FILE.required if name not in _NOT_ONE_TEXT}
    return Messages(
        **texts,
        personal_advice_ask=file.many("personal_advice_ask", TEXT, at_least=1),
        never_in_danger=file.many("never_in_danger", TEXT),
        tour=file.many("tour", TEXT),
        small_talk=file.each("small_talk", _SAID, _small_talk),
    )


def _language(file: Fields) -> Language:
    return Language(
        slang=file.named("slang", TEXT),
        synonyms=file.rows("synonyms", TEXT, at_least=2),
        subject=file.many("subject", TEXT, at_least=1),
        other_subjects=file.named_lists("other_subjects", TEXT),
        english=file.many("english", TEXT),
        foreign=file.many("foreign", TEXT),
    )
