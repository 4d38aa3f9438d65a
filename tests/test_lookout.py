"""The lookout: rules first, then the likeness to voices, which nothing that is asked beside it may hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.build import help_only, matcher_from
from bot.config import Config
from bot.knowledge.voices import Voices
from bot.reply import HELP, Kind
from bot.understanding.lookout import Lookout
from bot.understanding.matcher import Matcher, Ranking, Tools
from bot.understanding.reader import Reader
from bot.understanding.text import Message

QUESTION = "What does the article say about chronic pain?"
CHAT = "My neighbour has a new car and his son plays the drums in the garage on Sundays. "


class Raising(Matcher):
    """A matcher that fails on every message."""

    def rank(self, typed: Sequence[str], most: int = 5) -> Ranking:  # type: ignore[override]
        """Fail, as a broken one would."""
        msg = f"cannot rank {len(list(typed))} words by {most}"
        raise RuntimeError(msg)


@given(st.text(st.characters(), max_size=80))
def test_voices_have_shares(matcher: Matcher, raw: str) -> None:
    """Whatever is typed, each voice has a share of 0 to 1, and all of them have no more than 1."""
    shares = matcher.rank(Message.of(raw).words).voices.values()
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) <= 1 + 1e-4


def test_a_voice_is_like_itself(matcher: Matcher, voices: Voices) -> None:
    """What stands in a voice is mostly most like that voice."""
    said = [(voice.id, text) for voice in voices.voices for text in voice.said[::9]]
    rankings = [(name, matcher.rank(Message.of(text).words).voices) for name, text in said]
    own = sum(max(shares, key=lambda each: shares[each]) == name for name, shares in rankings)
    assert own >= 0.85 * len(said)


def test_a_question_hides_no_danger(lookout: Lookout, reader: Reader, voices: Voices) -> None:
    """A question that the FAQ knows well, before or after, leaves most of the danger visible."""
    danger = [text for voice in voices.voices if voice.id == "crisis-self" for text in voice.said[::25]]
    for shape in ("{danger} {question}", "{question} {danger}"):
        texts = [shape.format(danger=f"{text}.", question=QUESTION) for text in danger]
        found = [lookout.assess(message, reader.read(message).heard) for message in map(Message.of, texts)]
        helped = sum(each.finding is not None and each.finding.kind in HELP for each in found)
        assert helped >= 0.85 * len(danger)


def test_the_beginning_of_a_long_message_is_heard(lookout: Lookout, reader: Reader) -> None:
    """Danger that no rule knows is heard at the beginning of a long message as well as at its end."""
    hint = "I have sorted my papers and said what I had to say, nobody will need to bother with me soon. "
    for text in (hint * 2 + CHAT * 5, CHAT * 5 + hint * 2):
        message = Message.of(text)
        finding = lookout.assess(message, reader.read(message).heard).finding
        assert finding is not None
        assert finding.kind in HELP


def test_without_the_likeness_the_rules_stand(lookout: Lookout) -> None:
    """Where the matcher raises, a rule still finds danger, and what no rule knows stays calm."""
    assert lookout.likeness is not None
    broken = replace(lookout.likeness, matcher=object.__new__(Raising))
    alone = Lookout(lookout.triage, broken)
    finding = alone.assess(Message.of("I want to kill myself")).finding
    assert finding is not None
    assert finding.kind is Kind.CRISIS
    assert alone.assess(Message.of("what a lovely morning")).finding is None


def test_voices_alone_can_be_learnt(voices: Voices, tools: Tools) -> None:
    """Without a FAQ the matcher knows no question, but still who speaks."""
    few = replace(voices, voices=tuple(replace(voice, said=voice.said[:40]) for voice in voices.voices))
    matcher = matcher_from(None, few, tools)
    ranking = matcher.rank(Message.of("nobody would notice if I was gone").words)
    assert ranking.matches == ()
    assert max(ranking.voices.values()) > 0


@pytest.mark.parametrize("said", ["I want to die", "ich will sterben"])
def test_with_nothing_to_read_there_is_help(tmp_path: Path, said: str) -> None:
    """A folder without any file leaves the packaged rules, voices and numbers."""
    assert help_only(Config(), tmp_path).respond(said).reply.kind is Kind.CRISIS
