"""Edited questions: the answer changes where it stands, help never goes away."""

from __future__ import annotations

from echo import HELP_TEXT
from people import edits, says
from world import World


def test_an_edited_question_changes_its_answer(world: World) -> None:
    """The earlier reply is edited when it would differ, and left alone when not."""
    world.start()
    question = says("how fast")
    world.happens(question)
    (first,) = world.posted(1)
    world.happens(edits(question, "how long"))
    second = world.posted(2)[1]
    assert (second.edited, second.message) == (True, first.message)
    assert "how long" in second.text
    world.happens(edits(question, "how long"))
    assert len(world.settled()) == 2


def test_an_edit_changes_the_number_of_messages(world: World) -> None:
    """A reply that becomes longer or shorter is edited, continued and cut."""
    world.start()
    question = says("how fast")
    world.happens(question)
    (first,) = world.posted(1)
    world.happens(edits(question, "epic"))
    world.until(lambda: "Paragraph 11" in world.telegram.posted[-1].text)
    longer = list(world.telegram.posted)
    assert longer[1].edited
    assert not longer[2].edited
    world.happens(edits(question, "short"))
    world.until(lambda: "short" in world.telegram.posted[-1].text)
    assert world.telegram.posted[-1].message == first.message
    world.until(lambda: len(world.telegram.deleted) == len(longer) - 2)


def test_an_edit_into_danger_is_a_new_message(world: World) -> None:
    """Help after an edit is sent anew, since an edit does not notify."""
    world.start()
    question = says("how fast")
    world.happens(question)
    world.posted(1)
    world.happens(edits(question, "i am in danger"))
    help_reply = world.posted(2)[1]
    assert not help_reply.edited
    assert HELP_TEXT in help_reply.text


def test_an_edit_never_takes_help_away(world: World) -> None:
    """A question edited out of danger is answered below the help, which stays."""
    world.start()
    question = says("i am in danger")
    world.happens(question)
    (help_reply,) = world.posted(1)
    world.happens(edits(question, "how fast"))
    answer = world.posted(2)[1]
    assert not answer.edited
    world.happens(edits(question, "how long"))
    changed = world.posted(3)[2]
    assert changed.message == answer.message
    assert help_reply.message not in {number for _, number in world.telegram.deleted}


def test_an_edit_of_what_is_no_longer_known_is_answered_anew(world: World) -> None:
    """After a restart an edited question gets a new reply, shown as a reply to it."""
    world.start()
    question = says("how fast")
    world.happens(question)
    world.posted(1)
    world.stop()
    world.start()
    world.happens(edits(question, "how long"))
    answer = world.posted(2)[1]
    assert not answer.edited
    assert answer.reply_to == question["message"]["message_id"]
