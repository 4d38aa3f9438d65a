"""In groups: silent unless addressed, and discreet."""

from __future__ import annotations

import pytest
from echo import CRISIS_TEXT, HELP_TEXT
from fake_api import ME, USERNAME
from people import at_bot, from_bot, message, presses, says
from world import World

GROUP = -1009


def test_talk_among_people_is_left_alone(world: World) -> None:
    """A message that addresses nobody, or somebody else, gets no reply, whatever it is about."""
    world.start()
    world.happens(
        says("how fast", GROUP),
        says("i am in danger", GROUP),
        says("@SomebodyElse how fast", GROUP),
        says("yes", GROUP, reply_to_message=message("a question", GROUP)),
        says(None, GROUP, voice={"file_id": "a", "file_unique_id": "b", "duration": 3}),
        says("hello"),
    )
    (answer,) = world.settled()
    assert answer.chat == 7


@pytest.mark.parametrize(
    "how",
    [
        lambda: says(at_bot("how fast"), GROUP),
        lambda: says(f"how fast, @{USERNAME.lower()}?", GROUP),
        lambda: says("how fast", GROUP, reply_to_message=from_bot("earlier", GROUP)),
        lambda: says("/ask how fast", GROUP),
        lambda: says(at_bot(""), GROUP, reply_to_message=message("how fast", GROUP, who=5)),
        lambda: says(
            "Bot, how fast",
            GROUP,
            entities=[{"type": "text_mention", "offset": 0, "length": 3, "user": ME}],
        ),
    ],
    ids=["mention", "mention at the end", "reply", "command", "bare mention", "mention by name"],
)
def test_who_addresses_the_bot_is_answered(world: World, how: object) -> None:
    """A mention, a reply to the bot and a command are answered, in reply to the message."""
    world.start()
    assert callable(how)
    update = how()
    world.happens(update)
    (answer,) = world.posted(1)
    assert "how fast" in answer.text
    assert USERNAME.lower() not in answer.text.lower()
    assert answer.reply_to == update["message"]["message_id"]


def test_the_reply_stays_in_its_topic(world: World) -> None:
    """In a forum the reply goes to the topic in which it was asked."""
    world.start()
    world.happens(says(at_bot("how fast"), GROUP, message_thread_id=42, is_topic_message=True))
    assert world.posted(1)[0].thread == 42


def test_danger_in_a_group(world: World) -> None:
    """Danger in an addressed message gets the help that /crisis gives, and the way to a private chat."""
    world.start()
    world.happens(says(at_bot("i am in danger"), GROUP))
    (answer,) = world.posted(1)
    assert answer.text == CRISIS_TEXT
    assert HELP_TEXT not in answer.text
    assert [button.get("url") for button in answer.buttons] == [f"https://t.me/{USERNAME}?start=crisis"]


def test_one_person_in_danger_does_not_colour_the_group(world: World) -> None:
    """Somebody else's next question in the group is answered as ever."""
    world.start()
    world.happens(says(at_bot("i am in danger"), GROUP, who=5), says(at_bot("how fast"), GROUP, who=6))
    assert "how fast" in world.posted(2)[1].text


def test_no_thumbs_in_groups(world: World) -> None:
    """Thumbs would show everybody what one person thinks."""
    world.start()
    world.happens(says(at_bot("how fast"), GROUP))
    assert not [button for button in world.posted(1)[0].buttons if "👍" in button["text"]]


def test_buttons_work_in_groups(world: World) -> None:
    """A related question can be pressed by anybody, and is answered in its topic."""
    world.start()
    world.happens(presses("entry:does-it-last", 99, GROUP, who=8))
    assert "Entry does-it-last" in world.posted(1)[0].text


def test_a_group_that_moved(world: World) -> None:
    """A group that has become a supergroup is answered under its new number."""
    world.start()
    world.telegram.moved[GROUP] = -2000
    world.happens(says(at_bot("how fast"), GROUP))
    assert world.posted(1)[0].chat == -2000


def test_the_notice_of_a_move_harms_nothing(world: World) -> None:
    """The notices of a move and of being removed get no reply."""
    world.start()
    member = {"status": "kicked", "user": ME, "until_date": 0}
    change = {"chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": False, "first_name": "Z"}}
    gone = {
        **change,
        "date": 1,
        "old_chat_member": {"status": "member", "user": ME},
        "new_chat_member": member,
    }
    number = says("x")["update_id"] + 1000
    world.happens(says(None, GROUP, migrate_to_chat_id=-2000), {"update_id": number, "my_chat_member": gone})
    world.happens(says("hello") | {"update_id": number + 1})
    assert len(world.settled()) == 1
