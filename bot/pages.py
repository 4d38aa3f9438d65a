"""The fixed pages: greeting, help, topics, about, sources, disclaimer and privacy."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.compose import TOPIC, Composer, action_of, source_of
from bot.knowledge.model import Knowledge, Messages
from bot.reply import Button, Kind, Line, Reply, Role, Style

NO_NAME, NO_CONTACT = "someone who has given no name", "no address was given"
PAGE_SIZE = 8
_PAGE = re.compile("[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes the pages from the knowledge and the operator's name and contact."""

    composer: Composer
    operator: str | None = None
    contact: str | None = None

    @property
    def _knowledge(self) -> Knowledge:
        return self.composer.knowledge

    @property
    def _messages(self) -> Messages:
        return self._knowledge.messages

    def page(self, name: str) -> Reply | None:
        """Return the page of a command's or button's name, or None for an unknown name."""
        messages, topics = self._messages, self.composer.topic_buttons()
        pages: dict[str, Callable[[], Reply]] = {
            "start": lambda: self._said(messages.greeting, topics),
            "help": lambda: self._said(messages.help, topics),
            "topics": lambda: self._said(messages.topics, topics),
            "about": lambda: self._said(messages.about),
            "privacy": lambda: self._said(messages.privacy),
            "disclaimer": lambda: self._lines(Line(messages.disclaimer), Line(messages.referral)),
            "sources": self._sources,
        }
        return pages[name]() if name in pages else None

    def topic(self, name: str) -> Reply | None:
        """Return a topic's questions as buttons, or None for an unknown one; ``name:2`` is page 2."""
        wanted, _, page = name.partition(":")
        topic = next((topic for topic in self._knowledge.topics if topic.id == wanted), None)
        if topic is None:
            return None
        entries = [entry for entry in self._knowledge.entries if entry.topic == topic.id]
        start = (int(page) - 1) * PAGE_SIZE if _PAGE.fullmatch(page) else 0
        shown = entries[start : start + PAGE_SIZE] or entries[:PAGE_SIZE]
        buttons = [Button(entry.question, action_of(entry), Role.CHOICE) for entry in shown]
        if start + PAGE_SIZE < len(entries):
            buttons.append(Button("More", f"{TOPIC}:{topic.id}:{start // PAGE_SIZE + 2}", Role.OTHER))
        buttons.append(Button("All topics", "topics", Role.OTHER))
        return self._lines(Line(topic.title, Style.STRONG), buttons=tuple(buttons))

    def gone(self) -> Reply:
        """Return what is said when a button's entry is no longer there."""
        return self._said(self._messages.entry_gone, self.composer.topic_buttons())

    def filled(self, text: str) -> str:
        """Return a message with the facts of the article and of the operator filled in."""
        article = self._knowledge.article
        facts = {
            "title": article.title,
            "author": article.author,
            "publisher": article.publisher,
            "updated": f"{article.updated.day} {article.updated:%B %Y}",
            "reviewer": article.reviewer,
            "operator": self.operator or NO_NAME,
            "contact": self.contact or NO_CONTACT,
        }
        for name, fact in facts.items():
            text = text.replace(f"{{{name}}}", fact)
        return text

    def _sources(self) -> Reply:
        article = self._knowledge.article
        head = f"{article.author}: “{article.title}”, {article.publisher}, {article.updated.year}."
        sources = tuple(
            source_of(reference, number) for number, reference in enumerate(article.references, 1)
        )
        lines = (Line(head, url=self.composer.address), Line("The article lists these works.", Style.PLAIN))
        return Reply(Kind.SMALL_TALK, lines, sources=sources, sources_title=self._messages.sources)

    def _said(self, text: str, buttons: tuple[Button, ...] = ()) -> Reply:
        return self._lines(Line(self.filled(text)), buttons=buttons)

    def _lines(self, *lines: Line, buttons: tuple[Button, ...] = ()) -> Reply:
        return Reply(Kind.SMALL_TALK, lines, buttons=buttons)
