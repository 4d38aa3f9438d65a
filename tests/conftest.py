"""What many tests share: the real knowledge and what is built of it, once per run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answers import Answers
from bot.assistant import Assistant
from bot.build import answers_from, default_tools, lookout_from, matcher_from
from bot.config import Config
from bot.help import Help
from bot.knowledge.helplines import Helplines
from bot.knowledge.load import default_folder, load_or_raise
from bot.knowledge.model import Knowledge
from bot.knowledge.safety import Safety, safety_or_packaged
from bot.knowledge.voices import Voices, load_voices
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


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is learnt in a folder of this run: it is learnt once, and not taken from an earlier run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Give what matchers share, with the shelf of this run."""
    return default_tools()


@pytest.fixture(scope="session")
def voices() -> Voices:
    """Give the project's own voices."""
    voices, problems = load_voices(default_folder())
    assert voices is not None, problems
    return voices


@pytest.fixture(scope="session")
def matcher(knowledge: Knowledge, voices: Voices, tools: Tools) -> Matcher:
    """Give the matcher of the project's own FAQ and voices; learning it takes seconds."""
    return matcher_from(knowledge, voices, tools)


@pytest.fixture(scope="session")
def lookout(safe: tuple[Safety, Helplines], voices: Voices, matcher: Matcher) -> Lookout:
    """Give what looks out for danger, by the project's own rules and voices."""
    return lookout_from(safe[0], voices, matcher)


@pytest.fixture(scope="session")
def desk(safe: tuple[Safety, Helplines]) -> Help:
    """Give the desk that helps, for no country in particular."""
    safety, helplines = safe
    return Help(safety.texts, helplines)


@pytest.fixture(scope="session")
def answers(knowledge: Knowledge, matcher: Matcher, tools: Tools) -> Answers:
    """Give the FAQ's side of the assistant."""
    return answers_from(Config(), knowledge, matcher, tools)


@pytest.fixture(scope="session")
def reader(answers: Answers) -> Reader:
    """Give the reader of the project's own FAQ."""
    return answers.reader


@pytest.fixture(scope="session")
def assistant(lookout: Lookout, desk: Help, answers: Answers, knowledge: Knowledge) -> Assistant:
    """Give the assistant as it is by default."""
    return Assistant(lookout, desk, answers, knowledge.messages)
