"""Thumbs and questions for the editors: counted and kept without a sender."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from echo import HELP_TEXT
from fake_api import TOKEN, Break, Fault, Posted
from people import message, presses, says
from world import World

from bot.telegram.editors import main as editors
from bot.telegram.feedback import Feedback, Thumbs
from bot.telegram.sealing import Seal

QUESTION = "does the zebrafish unknown remember"


def feedback_of(world: World) -> Feedback:
    """Return what the bot has kept."""
    return Feedback(world.state / "feedback.sqlite3", Seal(TOKEN))


def thumbs_of(posted: Posted) -> dict[str, str]:
    """Return the thumbs under a message, by how they look."""
    return {
        button["text"]: button["callback_data"] for button in posted.buttons if button["text"][0] in "👍👎"
    }


def test_a_thumb_can_be_changed(world: World) -> None:
    """A thumb is counted for the entry; pressing the other one takes the first back."""
    world.start()
    world.happens(says("how fast"))
    (answer,) = world.posted(1)
    world.happens(presses(thumbs_of(answer)["👍"], answer.message, markup=answer.markup))
    marked = world.posted(2)[1]
    assert set(thumbs_of(marked)) == {"👍 ✓", "👎"}
    assert len(marked.buttons) == len(answer.buttons)
    assert feedback_of(world).thumbs() == (Thumbs("how-fast", 1, 0),)
    world.happens(presses(thumbs_of(marked)["👎"], answer.message, markup=marked.markup))
    assert set(thumbs_of(world.posted(3)[2])) == {"👍", "👎 ✓"}
    assert feedback_of(world).thumbs() == (Thumbs("how-fast", 0, 1),)


def test_an_impatient_thumb_counts_once(world: World) -> None:
    """The same thumb pressed again before the keyboard changed counts once, also when delivered again."""
    world.start()
    world.happens(says("how fast"))
    (answer,) = world.posted(1)
    press = presses(thumbs_of(answer)["👍"], answer.message, markup=answer.markup)
    again = {**presses(thumbs_of(answer)["👍"], answer.message, markup=answer.markup)}
    world.happens(press, again)
    world.settled()
    world.stop()
    assert feedback_of(world).thumbs() == (Thumbs("how-fast", 1, 0),)


def test_thanks_are_not_repeated(world: World) -> None:
    """The word of thanks is tried once: a thumb's toast is never worth a second call."""
    world.start()
    world.telegram.faults.append(Fault(Break.RESET_AFTER, 1, "answerCallbackQuery"))
    world.happens(presses("v:u-:how-fast", 99), says("hello"))
    world.posted(1)
    world.settled()
    assert [method for method, _ in world.telegram.calls].count("answerCallbackQuery") == 1
    assert feedback_of(world).thumbs() == (Thumbs("how-fast", 1, 0),)


def test_a_question_goes_to_the_editors_after_asking(world: World) -> None:
    """Nothing is kept until the second button, under a sentence that says what is kept."""
    world.start()
    asked = message(QUESTION)
    world.happens(says(QUESTION))
    (unknown,) = world.posted(1)
    assert unknown.buttons[-1]["callback_data"] == "e:ask"
    assert unknown.reply_to is not None
    world.happens(presses("e:ask", unknown.message, question=asked))
    offer = world.posted(2)[1]
    assert offer.text == "Text of sent_to_editors_ask."
    assert offer.reply_to == asked["message_id"]
    assert feedback_of(world).questions() == ()
    world.happens(presses("e:send", offer.message, question=asked))
    world.until(lambda: world.telegram.posted[-1].text == "Text of sent_to_editors.")
    assert feedback_of(world).questions() == (QUESTION,)
    assert len(feedback_of(world).questions()) == 1


def test_what_the_editors_get_is_sealed_and_has_no_sender(world: World) -> None:
    """On the disk there is no word of the question and nothing about who asked it."""
    world.start()
    world.happens(presses("e:send", 99, question=message(QUESTION), where=70707))
    world.posted(1)
    world.stop()
    written = b"".join(path.read_bytes() for path in Path(world.state).iterdir())
    assert b"zebrafish" not in written
    assert b"70707" not in written
    assert b"Zebulonia" not in written


def test_none_of_these_leads_to_the_editors(world: World) -> None:
    """None of these offers topics and the way to the editors."""
    world.start()
    world.happens(presses("none", 99, question=message("choices")))
    (reply,) = world.posted(1)
    assert "topic:effects" in json.dumps(reply.markup)
    assert reply.buttons[-1]["callback_data"] == "e:ask"


def test_nothing_is_offered_after_danger(world: World) -> None:
    """After a message in danger a question cannot be sent on, by an old button neither."""
    world.start()
    world.happens(says("i am in danger"), says(QUESTION))
    unknown = world.posted(2)[1]
    assert not [button for button in unknown.buttons if button["callback_data"].startswith("e:")]
    world.happens(presses("e:send", 99, question=message(QUESTION)))
    world.posted(3)
    world.happens(presses("none", 99, question=message("choices")))
    assert "e:ask" not in json.dumps(world.posted(4)[3].markup)
    assert feedback_of(world).questions() == ()


def test_a_question_in_danger_is_never_sent_on(world: World) -> None:
    """A button under a question that shows danger gives help instead."""
    world.start()
    world.happens(presses("e:send", 99, question=message("i am in danger")))
    assert HELP_TEXT in world.posted(1)[0].text
    assert feedback_of(world).questions() == ()


def test_a_question_that_is_gone(world: World) -> None:
    """When the question was deleted there is nothing to send, and the topics are offered."""
    world.start()
    world.happens(presses("e:ask", 99))
    assert "topic:effects" in json.dumps(world.posted(1)[0].markup)


def test_editors_read_and_erase(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command shows the votes and the questions, and erases the questions to the last byte."""
    world.start()
    world.happens(presses("e:send", 99, question=message(QUESTION)), presses("v:u-:how-fast", 98))
    world.settled()
    world.stop()
    config = tmp_path / "config.yaml"
    token = tmp_path / "token.txt"
    token.write_text(TOKEN, "utf-8")
    config.write_text(f"telegram:\n  state_folder: {world.state}\n  token_file: {token}\n", "utf-8")
    assert editors(["--config", str(config)]) == 0
    assert capsys.readouterr().out == f"how-fast\t1 up\t0 down\n? {QUESTION}\n"
    assert editors(["--config", str(config), "--erase"]) == 0
    assert feedback_of(world).questions() == ()
    token.write_text("no token", "utf-8")
    assert editors(["--config", str(config)]) == 2
    assert "is not a bot token" in capsys.readouterr().err


def test_damaged_feedback_is_kept_aside(world: World) -> None:
    """A damaged file is set aside and a new one counts on."""
    world.state.mkdir()
    (world.state / "feedback.sqlite3").write_bytes(b"this is no database" * 500)
    world.start()
    world.happens(presses("v:u-:how-fast", 98))
    world.until(lambda: len(list(world.state.glob("feedback.sqlite3.aside-*[0-9]"))) == 1)
    world.settled()
    world.stop()
    assert feedback_of(world).thumbs() == (Thumbs("how-fast", 1, 0),)
