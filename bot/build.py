"""Wires the assistant from the configuration and the knowledge folder."""

from __future__ import annotations

import os
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
from bot.understanding.learning import Example
from bot.understanding.lexicon import Lexicon
from bot.understanding.likeness import Likeness
from bot.understanding.lookout import Lookout
from bot.understanding.matcher import Matcher, Tools
from bot.understanding.reader import Reader
from bot.understanding.shelf import Shelf, default_folder
from bot.understanding.triage import Triage

CALM = "calm"


def ordinary_words() -> frozenset[str]:
    """Return the words of ordinary English that are never repaired; their source stands in the file."""
    text = resources.files("bot.understanding").joinpath("ordinary_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def examples_of(knowledge: Knowledge) -> list[Example]:
    """Return every phrasing of the knowledge with the intent that it stands for."""
    asked: list[tuple[str, tuple[str, ...]]] = []
    asked += [(f"{ENTRY}:{each.id}", (each.question, *each.also_asked)) for each in knowledge.entries]
    asked += [(f"{GAP}:{each.id}", (each.question, *each.also_asked)) for each in knowledge.gaps]
    asked += [(f"{ELSEWHERE}:{each.id}", each.asked) for each in knowledge.elsewhere]
    asked += [(f"{TALK}:{each.id}", each.asked) for each in knowledge.messages.small_talk]
    return [Example(text, intent) for intent, texts in asked for text in texts]


def answers_from(config: Config, knowledge: Knowledge, tools: Tools) -> Answers:
    """Return the FAQ's side of the assistant."""
    matcher = Matcher(examples_of(knowledge), Lexicon(knowledge.language), tools, kinship(knowledge))
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


def lookout_from(
    safety: Safety, voices: Voices | None, tools: Tools, knowledge: Knowledge | None = None
) -> Lookout:
    """Return what looks out for danger: the rules, and the likeness to the voices.

    Every third phrasing of the FAQ serves as a calm voice beside those of voices.yaml.
    """
    if voices is None:
        return Lookout(Triage(safety), None)
    examples = [Example(text, voice.id) for voice in voices.voices for text in voice.said]
    if knowledge is not None:
        examples += [Example(example.text, CALM) for example in examples_of(knowledge)[::3]]
    lexicon = Lexicon(knowledge.language if knowledge is not None else Language((), (), (), ()))
    categories = {str(category.id): category for category in safety.categories}
    return Lookout(Triage(safety), Likeness(voices, categories, Matcher(examples, lexicon, tools)))


def assistant_from(config: Config, folder: Path) -> Assistant:
    """Return the assistant of a knowledge folder; learning it takes seconds the first time.

    Raises:
        KnowledgeError: a file of the folder is missing or broken.
    """
    safety, helplines, found = safety_or_packaged(folder)
    voices, more = voices_or_packaged(folder)
    knowledge, most = load(folder)
    if knowledge is None or found or more:
        raise KnowledgeError((*found, *more, *most))
    tools = default_tools()
    lookout = lookout_from(safety, voices, tools, knowledge)
    desk = Help(safety.texts, helplines, config.country)
    return Assistant(lookout, desk, answers_from(config, knowledge, tools), knowledge.messages)


def help_only(config: Config, folder: Path) -> Assistant:
    """Return an assistant that gives help and nothing else, for a folder whose files are broken."""
    safety, helplines, _ = safety_or_packaged(folder)
    voices, _ = voices_or_packaged(folder)
    knowledge, _ = load_in_part(folder)  # what is sound still tells calm from danger
    lookout = lookout_from(safety, voices, default_tools(), knowledge)
    return Assistant(lookout, Help(safety.texts, helplines, config.country), None, fallback_messages())


def default_tools() -> Tools:
    """Return the word list and the vectors that come with the package, and the user's shelf."""
    return Tools(vectors.packaged(), ordinary_words(), Shelf(default_folder(os.environ)))
