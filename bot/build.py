"""Wires the assistant from the configuration and the knowledge folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

from bot.answers import ELSEWHERE, TALK, Answers, kinship
from bot.assistant import Assistant
from bot.compose import ENTRY, GAP, Composer
from bot.config import Config
from bot.help import Help
from bot.knowledge.load import KnowledgeError, fallback_messages, load, load_in_part
from bot.knowledge.model import Knowledge, Language
from bot.knowledge.safety import Safety, safety_or_packaged
from bot.knowledge.voices import Voices, voices_or_packaged
from bot.pages import Pages
from bot.understanding import vectors
from bot.understanding.decide import Thresholds, from_trials
from bot.understanding.learnt import VOICE, Example
from bot.understanding.lexicon import Lexicon
from bot.understanding.likeness import Likeness
from bot.understanding.lookout import Lookout
from bot.understanding.matcher import Matcher, Tools, say_nothing
from bot.understanding.reader import Reader
from bot.understanding.shelf import Shelf, default_folder
from bot.understanding.triage import Triage

log = logging.getLogger(__name__)


def ordinary_words() -> frozenset[str]:
    """Return the words of ordinary English that are never repaired; their source stands in the file."""
    text = resources.files("bot.understanding").joinpath("ordinary_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def examples_of(knowledge: Knowledge) -> list[Example]:
    """Return every phrasing of the knowledge with the intent that it stands for."""
    more = {str(each.id): each.texts for each in knowledge.asked}
    asked: list[tuple[str, tuple[str, ...]]] = []
    for kind, items in ((ENTRY, knowledge.entries), (GAP, knowledge.gaps)):
        asked += [
            (f"{kind}:{each.id}", (each.question, *each.also_asked, *more.get(each.id, ()))) for each in items
        ]
    asked += [(f"{ELSEWHERE}:{each.id}", each.asked) for each in knowledge.elsewhere]
    asked += [(f"{TALK}:{each.id}", each.asked) for each in knowledge.messages.small_talk]
    return [Example(text, intent) for intent, texts in asked for text in texts]


def matcher_from(knowledge: Knowledge | None, voices: Voices | None, tools: Tools) -> Matcher:
    """Return what compares messages with the questions of the FAQ and the voices, as far as they are sound.

    One matcher for both, so that a message is like a voice only as far as it is not like a question.
    """
    examples = examples_of(knowledge) if knowledge is not None else []
    if voices is not None:
        examples += [Example(text, VOICE + voice.id) for voice in voices.voices for text in voice.said]
    language = knowledge.language if knowledge is not None else Language((), (), (), ())
    kin = kinship(knowledge) if knowledge is not None else str.__eq__
    return Matcher(examples, Lexicon(language), tools, kin)


def answers_from(config: Config, knowledge: Knowledge, matcher: Matcher, tools: Tools) -> Answers:
    """Return the FAQ's side of the assistant."""
    composer = Composer(knowledge, config.article.address)
    pages = Pages(composer, config.operator.name, config.operator.contact)
    return Answers(
        composer, pages, Reader(matcher, knowledge.language, tools.ordinary), thresholds(config, matcher)
    )


def thresholds(config: Config, matcher: Matcher) -> Thresholds:
    """Return the thresholds that the folds give, or those of the configuration where it sets them."""
    found = from_trials(matcher.trials, matcher.confidence)
    matching = config.matching
    if matching.answer_from is not None:
        found = found.answering_from(matching.answer_from)
    return found if matching.choices_from is None else replace(found, choices=matching.choices_from)


def lookout_from(safety: Safety, voices: Voices | None, matcher: Matcher) -> Lookout:
    """Return what looks out for danger: the rules, and the likeness to the voices that the matcher knows."""
    categories = {str(category.id): category for category in safety.categories}
    return Lookout(Triage(safety), Likeness(voices, categories, matcher) if voices is not None else None)


def assistant_from(config: Config, folder: Path, tell: Callable[[int], None] = say_nothing) -> Assistant:
    """Return the assistant of a knowledge folder; ``tell`` hears of the examples that must be learnt first.

    Raises:
        KnowledgeError: a file of the folder is missing or broken.
    """
    safety, helplines, found = safety_or_packaged(folder)
    voices, more = voices_or_packaged(folder)
    knowledge, most = load(folder)
    if knowledge is None or found or more:
        raise KnowledgeError((*found, *more, *most))
    tools = default_tools(tell)
    matcher = matcher_from(knowledge, voices, tools)
    desk = Help(safety.texts, helplines, config.country)
    answers = answers_from(config, knowledge, matcher, tools)
    return Assistant(lookout_from(safety, voices, matcher), desk, answers, knowledge.messages)


def help_only(config: Config, folder: Path, tell: Callable[[int], None] = say_nothing) -> Assistant:
    """Return an assistant that gives help and nothing else, for a folder whose files are broken."""
    safety, helplines, _ = safety_or_packaged(folder)
    voices, _ = voices_or_packaged(folder)
    knowledge, _ = load_in_part(folder)  # what is sound still tells calm from danger
    try:
        lookout = lookout_from(safety, voices, matcher_from(knowledge, voices, default_tools(tell)))
    except Exception as error:  # noqa: BLE001 - whatever is broken, there is help
        log.error("help goes by the rules alone, as nothing could be learnt: %s", error)  # noqa: TRY400 - for operators
        lookout = Lookout(Triage(safety), None)
    return Assistant(lookout, Help(safety.texts, helplines, config.country), None, fallback_messages())


def default_tools(tell: Callable[[int], None] = say_nothing) -> Tools:
    """Return the word list and the vectors that come with the package, and the user's shelf."""
    return Tools(vectors.packaged(), ordinary_words(), Shelf(default_folder(os.environ)), tell)
