"""Questions, commands and buttons, from Telegram and back."""

from __future__ import annotations

import pytest
from echo import CRISIS_TEXT, HELP_TEXT, answer
from fake_api import USERNAME, Posted
from hypothesis import given
from hypothesis import strategies as st
from people import from_bot, presses, says
from world import World

from bot.telegram.keyboards import keyboard


def actions(posted: Posted) -> list[str]:
    """Return what the buttons of a message do."""
    return [button.get("callback_data", button.get("url", "")) for button in posted.buttons]


def test_a_question_is_answered_in_html(world: World) -> None:
    """A question gets an answer with the notice, special characters as they are and no preview of links."""
    world.start()
    world.happens(says("how <fast> & sure"))
    (answer,) = world.posted(1)
    assert answer.formatted
    assert "how <fast> & sure" in answer.text
    assert "Please ask a physician." in answer.text
    (parameters,) = [sent for method, sent in world.telegram.calls if method == "sendMessage"]
    assert '"is_disabled": true' in parameters["link_preview_options"]


def test_a_long_answer_is_split(world: World) -> None:
    """An answer over 4,096 characters comes in whole messages, the buttons under the last."""
    world.start()
    world.happens(says("epic"))
    first, second, *more = world.posted(3)
    assert "Paragraph 11" in more[-1].text
    assert not first.buttons
    assert not second.buttons
    assert more[-1].buttons


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/start", "Hello. I am a bot."),
        ("/help", "Ask me."),
        ("/topics", "Topics"),
        ("/about", "Text of about."),
        ("/sources", "Text of sources."),
        ("/disclaimer", "Text of disclaimer."),
        ("/privacy", "Text of privacy."),
        ("/crisis", CRISIS_TEXT),
        (f"/help@{USERNAME}", "Ask me."),
        ("/start does-it-last", "Entry does-it-last"),
        ("/start crisis", CRISIS_TEXT),
        ("/help I am in danger", HELP_TEXT),
        ("/ask how fast", "how fast"),
    ],
)
def test_commands(world: World, command: str, expected: str) -> None:
    """Each command is answered; danger after a command is seen; a link opens an entry."""
    world.start()
    world.happens(says(command))
    (answer,) = world.posted(1)
    assert expected in answer.text


def test_a_command_for_another_bot_is_left_alone(world: World) -> None:
    """A command that names another bot gets no reply."""
    world.start()
    world.happens(says("/help@OtherBot"), says("hello"))
    (answer,) = world.settled()
    assert "hello" in answer.text


def test_buttons_give_what_they_promise(world: World) -> None:
    """A choice is sent as a new message; the press is acknowledged."""
    world.start()
    world.happens(says("choices"))
    (choices,) = world.posted(1)
    assert actions(choices) == ["entry:how-fast", "entry:does-it-last", "none"]
    world.happens(presses("entry:does-it-last", choices.message))
    answer = world.posted(2)[1]
    assert "Entry does-it-last" in answer.text
    assert not answer.edited
    assert [method for method, _ in world.telegram.calls].count("answerCallbackQuery") == 1


def test_an_answer_can_be_shared(world: World) -> None:
    """Under an answer is a link that opens the bot on that entry."""
    world.start()
    world.happens(says("how fast"))
    (answer,) = world.posted(1)
    assert actions(answer)[-1].endswith(f"t.me%2F{USERNAME}%3Fstart%3Dhow-fast")


def test_the_menu_turns_its_pages_in_place(world: World) -> None:
    """The topics are one message that changes, and an entry picked from it is a new one."""
    world.start()
    world.happens(says("/topics"))
    (menu,) = world.posted(1)
    assert actions(menu) == ["m:topic:effects", "m:entry:how-fast", "m:topics:2"]
    world.happens(presses("m:topics:2", menu.message))
    page = world.posted(2)[1]
    assert (page.edited, page.message, page.text) == (True, menu.message, "Topics 2")
    world.happens(presses("m:entry:how-fast", menu.message))
    entry = world.posted(3)[2]
    assert not entry.edited
    assert "Entry how-fast" in entry.text


def test_a_topic_pressed_elsewhere_opens_a_new_menu(world: World) -> None:
    """A topics button under another message leaves that message as it is."""
    world.start()
    world.happens(presses("topics", 99))
    (menu,) = world.posted(1)
    assert not menu.edited


def test_a_button_of_an_entry_that_is_gone(world: World) -> None:
    """A button from before an edit of the FAQ says that the entry is gone, and offers the topics."""
    world.start()
    world.happens(presses("entry:no-longer-there", 99))
    (gone,) = world.posted(1)
    assert "Text of entry_gone." in gone.text
    assert "topic:effects" in actions(gone)


def test_a_button_of_help_is_a_new_message(world: World) -> None:
    """What a button says in danger notifies, as only a new message does."""
    world.start()
    world.happens(presses("help:now", 99))
    (help_reply,) = world.posted(1)
    assert HELP_TEXT in help_reply.text
    assert not help_reply.edited


def test_forwards_and_replies_to_the_bot_are_read(world: World) -> None:
    """A forwarded message and a reply to the bot's own message are answered by what they say."""
    world.start()
    origin = {"type": "hidden_user", "sender_user_name": "Quackenbush", "date": 1}
    world.happens(says("forwarded words", forward_origin=origin))
    assert "forwarded words" in world.posted(1)[0].text
    world.happens(says("what of this", reply_to_message=from_bot("earlier")))
    assert "what of this" in world.posted(2)[1].text


def test_a_very_long_message_is_read_to_the_end(world: World) -> None:
    """Danger in the last words of a message of 4,096 characters is seen."""
    world.start()
    world.happens(says("so much happened " * 240 + "danger"))
    assert HELP_TEXT in world.posted(1)[0].text


def test_a_quotation_is_answered_by_what_was_written(world: World) -> None:
    """Who quotes part of an answer is answered by their own words."""
    world.start()
    quote = {"text": "i am in danger", "position": 0, "is_manual": True}
    world.happens(says("what of this", reply_to_message=from_bot("earlier"), quote=quote))
    assert "what of this" in world.posted(1)[0].text


def test_help_stands_alone_and_first(world: World) -> None:
    """Help is one message, with nothing before it and no way to the editors, thumbs or sharing under it."""
    world.start()
    world.happens(says("i am in danger"))
    (help_reply,) = world.posted(1)
    assert help_reply.text == HELP_TEXT
    assert not help_reply.buttons
    assert help_reply.reply_to is None


@given(st.from_regex(r"[a-z0-9-]{1,70}", fullmatch=True), st.booleans())
def test_buttons_fit(entry: str, menu: bool) -> None:  # noqa: FBT001 (hypothesis gives it)
    """No button is longer than Telegram takes, whatever the id of an entry."""
    reply = answer("how fast", entry)
    for row in keyboard(reply, USERNAME, menu=menu):
        for button in row:
            assert button.url is not None or 1 <= len(str(button.callback_data).encode()) <= 64
            assert button.url is None or len(entry) <= 64
