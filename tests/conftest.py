"""What many tests share: the real knowledge and what is built of it, once per run."""

from __future__ import annotations

import pytest

from bot.answers import Answers
from bot.assistant import Assistant
from bot.build import answers_from, lookout_from, ordinary_words
from bot.config import Config
from bot.help import Help
from bot.knowledge.helplines import Helplines
from bot.knowledge.load import default_folder, load_or_raise
from bot.knowledge.model import Knowledge
from bot.knowledge.safety import Safety, safety_or_packaged
from bot.knowledge.voices import load_voices
from bot.understanding import vectors
from bot.understanding.lookout import Lookout
from bot.understanding.matcher import Matcher, Tools
from bot.understanding.reader import Reader


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Give the project's own knowledge."""
    return load_or_raise(default_folder())


@pytest.fixture(scope="session")
def safe() -> tuple[Safety, Helplines]:
    """Give the project's own safety rules and helplines."""
    safety, helplines, problems = safety_or_packaged(default_folder())
    assert problems == ()
    return safety, helplines


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Give what matchers share, without a shelf: everything is learnt as it stands in the files."""
    return Tools(vectors.packaged(), ordinary_words())


@pytest.fixture(scope="session")
def lookout(safe: tuple[Safety, Helplines], knowledge: Knowledge, tools: Tools) -> Lookout:
    """Give what looks out for danger, by the project's own rules and voices."""
    voices, _ = load_voices(default_folder())
    return lookout_from(safe[0], voices, tools, knowledge)


@pytest.fixture(scope="session")
def desk(safe: tuple[Safety, Helplines]) -> Help:
    """Give the desk that helps, for no country in particular."""
    safety, helplines = safe
    return Help(safety.texts, helplines)


@pytest.fixture(scope="session")
def answers(knowledge: Knowledge, tools: Tools) -> Answers:
    """Give the FAQ's side of the assistant; learning it takes seconds."""
    return answers_from(Config(), knowledge, tools)


@pytest.fixture(scope="session")
def reader(answers: Answers) -> Reader:
    """Give the reader of the project's own FAQ."""
    return answers.reader


@pytest.fixture(scope="session")
def matcher(reader: Reader) -> Matcher:
    """Give the matcher of the project's own FAQ."""
    return reader.matcher


@pytest.fixture(scope="session")
def assistant(lookout: Lookout, desk: Help, answers: Answers, knowledge: Knowledge) -> Assistant:
    """Give the assistant as it is by default."""
    return Assistant(lookout, desk, answers, knowledge.messages)
