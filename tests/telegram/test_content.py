"""Messages that are more or less than text."""

from __future__ import annotations

from typing import Any

import pytest
from echo import HELP_TEXT
from people import message, says
from world import World


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}},
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]},
        {"document": {"file_id": "a", "file_unique_id": "b"}},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"contact": {"phone_number": "1", "first_name": "Zebulonia"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {
            "sticker": {
                "file_id": "a",
                "file_unique_id": "b",
                "type": "regular",
                "width": 9,
                "height": 9,
                "is_animated": False,
                "is_video": False,
            }
        },
        {
            "poll": {
                "id": "1",
                "question": "What?",
                "options": [],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
                "allows_revoting": False,
            }
        },
    ],
    ids=lambda content: next(iter(content)),
)
def test_what_is_no_text_gets_a_kind_sentence(world: World, content: dict[str, Any]) -> None:
    """Voice, pictures and the like are answered with one sentence."""
    world.start()
    world.happens(says(None, **content))
    (answer,) = world.posted(1)
    assert answer.text == "Text of non_text."


def test_an_album_gets_one_sentence(world: World) -> None:
    """The parts of an album are answered together."""
    world.start()
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
    world.happens(*(says(None, photo=photo, media_group_id="one") for _ in range(3)))
    assert len(world.settled()) == 1


def test_a_caption_is_read(world: World) -> None:
    """The words under a picture are answered as a message is."""
    world.start()
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
    world.happens(says(None, photo=photo, caption="is it danger"))
    assert HELP_TEXT in world.posted(1)[0].text


def test_a_notice_of_telegram_gets_no_reply(world: World) -> None:
    """A pinned message, a new title and the like are nobody's question."""
    world.start()
    world.happens(says(None, new_chat_title="x"), says(None, pinned_message=message("old")), says("hello"))
    assert len(world.settled()) == 1
