"""What holds of every reply, for tests to ask of many."""

from __future__ import annotations

import re

from bot.render import plain_text
from bot.reply import Reply

WITHOUT_NOTICE = {"crisis", "emergency", "small_talk"}


def check(reply: Reply) -> None:
    """Fail unless the reply says what it must, and nothing that its kind may not say."""
    if reply.kind.value not in WITHOUT_NOTICE:
        assert reply.notice is not None
        assert any(character.isalnum() for character in reply.notice.disclaimer)
        assert re.search(r"physician|healthcare provider", reply.notice.referral)
    else:
        assert not reply.answers
        assert not reply.gaps
        assert not reply.choices
        assert not any(line.marks for line in reply.lines)
    assert reply.score is None or 0 <= reply.score <= 1
    assert [source.number for source in reply.sources] == list(range(1, len(reply.sources) + 1))
    used = [mark for line in reply.lines for mark in line.marks]
    assert set(used) <= set(range(1, len(reply.sources) + 1))
    if used:
        assert list(dict.fromkeys(used)) == [source.number for source in reply.sources]
    assert len({button.action for button in reply.buttons}) == len(reply.buttons)


def check_said(reply: Reply, disclaimer: str, referral: str) -> None:
    """Fail unless the plain text of the reply holds the disclaimer and the referral, where they must be."""
    text = " ".join(plain_text(reply).split())
    if reply.kind.value not in WITHOUT_NOTICE:
        assert " ".join(disclaimer.split()) in text
        assert " ".join(referral.split()) in text
