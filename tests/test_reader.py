"""From message to reading: its parts, what asks, follow-ups, and languages that are not English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answers
from bot.understanding.reader import MOST_PARTS, Reader
from bot.understanding.text import Message

ANYTHING = st.text(st.characters(), max_size=120)
DOES_IT_WORK = "entry:does-it-work"


@pytest.mark.parametrize(
    "text",
    [
        "помогает ли кетамин от депрессии?",
        "ケタミンはうつ病に効きますか",
        "氯胺酮能治疗抑郁症吗",
        "케타민이 우울증에 도움이 되나요",
        "هل يساعد الكيتامين في علاج الاكتئاب",
        "क्या केटामाइन अवसाद में मदद करता है",
        "האם קטמין עוזר לדיכאון",
        "βοηθάει η κεταμίνη στην κατάθλιψη;",
        "เคตามีนช่วยเรื่องซึมเศร้าได้ไหม",
        "привет",
        "你好",
    ],
)
def test_other_scripts_are_foreign(reader: Reader, text: str) -> None:
    """A message in letters that English does not have is never guessed at."""
    assert reader.read(Message.of(text)).foreign


@pytest.mark.parametrize(
    "text",
    [
        "Hola, ¿cuánto cuesta el tratamiento con ketamina?",
        "me gustaría saber si la ketamina ayuda con la depresión",
        "hola me gustaria saber cuanto cuesta",
        "Bonjour, est-ce que la kétamine aide contre la dépression ?",
        "combien de séances faut-il faire",
        "Guten Tag, hilft Ketamin auch gegen Depressionen?",
        "wie lange hält die Wirkung an",
        "quanto tempo ci vuole perché funzioni?",
        "quanto custa o tratamento com cetamina?",
        "hoe lang duurt het voordat het werkt?",
        "czy ketamina pomaga na depresję?",
        "hur snabbt fungerar det mot depression?",
        "ketamin depresyona iyi gelir mi?",
        "apakah ketamin aman untuk depresi?",
        "magkano po ang gamutan sa ketamine?",
        "ketamine có giúp trị trầm cảm không",
    ],
)
def test_other_languages_are_foreign(reader: Reader, text: str) -> None:
    """A sentence in another language in Latin letters is never guessed at."""
    assert reader.read(Message.of(text)).foreign


@pytest.mark.parametrize(
    "text",
    [
        "wtf is ket lol",
        "ngl kinda scared of this ket stuff tbh",
        "yo whats good fam does k help",
        "innit tho bruv is it legit",
        "aight so how long til it kicks in",
        "gonna b honest idk wat this is",
        "u reckon itll help wiv me nan's sciatica",
        "hw lng b4 it wrks m8",
        "Spravato vs IV racemic ketamine?",
        "SSRIs SNRIs TCAs MAOIs",
        "does it help with obsessive-compulsive disorder",
        "I'm on 20mg of escitalopram, does it mix",
        "how long does it take? merci",
        "is naïve realism à la mode",
        "hey",
        "ok",
        "",
        "123 456 789",
        "😀😀😀",
        "thanks 😀😀😀",
    ],
)
def test_slang_and_short_messages_are_english(reader: Reader, text: str) -> None:
    """Slang, names of medicines, numbers, signs and a borrowed word do not make a message foreign."""
    assert not reader.read(Message.of(text)).foreign


@pytest.mark.parametrize(
    "text",
    [
        "wat iz ketmine terapy",
        "plz halp depresed n anxius af",
        "dose it hlep wiht depresion",
        "how lnog befroe it wroks",
        "omg lol brb",
    ],
)
def test_mistyped_english_is_english(reader: Reader, text: str) -> None:
    """Someone who spells badly is not told that only English is understood."""
    assert not reader.read(Message.of(text)).foreign


def test_a_single_question_has_no_parts(reader: Reader) -> None:
    """Where there is one clause the whole stands for it."""
    reading = reader.read(Message.of("How fast does it work?"))
    assert reading.parts == ()
    assert reading.all == (reading.whole,)


def test_the_clauses_that_ask_are_parts(reader: Reader) -> None:
    """Each clause of two words or more that asks is a part; what only tells something is none."""
    reading = reader.read(Message.of("My back hurts. Hi! Does it help?\nand what does it cost\ntell me more"))
    assert [part.text for part in reading.parts] == ["does it help?", "and what does it cost", "tell me more"]
    assert reading.all == (reading.whole, *reading.parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("how fast is it, and what does it cost", ["how fast is it", "and what does it cost"]),
        ("is it rare and does it last?", ["is it rare", "and does it last?"]),
        ("is it safe and sound", []),
        ("how do mindfulness and willpower help", []),
    ],
)
def test_two_questions_in_one_sentence(reader: Reader, text: str, parts: list[str]) -> None:
    """Where a question word follows an "and" another question begins."""
    assert [part.text for part in reader.read(Message.of(text)).parts] == parts


def test_a_question_mark_without_a_blank_ends_a_part(reader: Reader) -> None:
    """Who leaves out the blank between two questions has still asked two."""
    reading = reader.read(Message.of("Does it help with OCD?What does it cost?"))
    assert [part.text for part in reading.parts] == ["does it help with ocd?", "what does it cost?"]


def test_parts_are_ranked_on_their_own(reader: Reader) -> None:
    """Each part finds its own intent, whatever stands beside it."""
    reading = reader.read(Message.of("Does it help with OCD? What does it cost?"))
    assert [part.ranking.matches[0].intent for part in reading.parts] == ["entry:ocd", "gap:cost"]


@pytest.mark.parametrize("text", ["Is 0.5 mg/kg a usual dose?", "I weigh 72.5 kg, what is the usual dose"])
def test_a_decimal_point_parts_nothing(reader: Reader, text: str) -> None:
    """A number with a point stays in one question."""
    assert reader.read(Message.of(text)).parts == ()


def test_of_a_long_story_the_last_parts_count(reader: Reader) -> None:
    """The question at the end of a story is among the parts, however long the story is."""
    story = "Is it cheap? We went there again. " * 40 + "Does it help with OCD?"
    reading = reader.read(Message.of(story))
    assert len(reading.parts) == MOST_PARTS
    assert reading.parts[-1].text == "does it help with ocd?"


@pytest.mark.parametrize(
    "text",
    [
        "what is it",
        "whats it cost",
        "how safe is that",
        "and does it last",
        "so how fast",
        "it works, right?",
        "tell me why",
    ],
)
def test_what_asks(reader: Reader, text: str) -> None:
    """A question mark or a word that begins a question asks."""
    assert [part.text for part in reader.read(Message.of(f"My back hurts.\n{text}")).parts] == [text]


@pytest.mark.parametrize("text", ["my back hurts", "thanks a lot", "the cost", "oh whatever", "island life"])
def test_what_does_not_ask(reader: Reader, text: str) -> None:
    """A statement does not ask, nor does a word that merely begins like a question."""
    assert reader.read(Message.of(f"We went there.\n{text}")).parts == ()


@pytest.mark.parametrize(
    ("before", "text", "shown"),
    [
        (DOES_IT_WORK, "and for OCD?", "entry:ocd"),
        ("entry:anxiety", "and for OCD?", "entry:ocd"),
        ("entry:anxiety", "what about chronic pain?", "entry:chronic-pain"),
        ("entry:depression", "and PTSD?", "gap:ptsd"),
        ("entry:ocd", "and what does it cost?", "gap:cost"),
        ("gap:cost", "is that covered by insurance?", "gap:insurance"),
    ],
)
def test_a_follow_up_names_something_new(answers: Answers, before: str, text: str, shown: str) -> None:
    """A short message that names a subject is about that, not about what was answered last."""
    decision = answers.decide(answers.reader.read(Message.of(text)), before)
    assert decision.shown == (shown,)


@pytest.mark.parametrize("before", ["entry:anxiety", "entry:depression", "entry:ocd", DOES_IT_WORK])
@pytest.mark.parametrize(
    "text", ["how long does that take?", "and how many sessions?", "does that hurt?", "who says so?"]
)
def test_a_follow_up_never_repeats_the_last_answer(answers: Answers, before: str, text: str) -> None:
    """Whoever asks something else about a subject is not shown the very answer that they just read."""
    decision = answers.decide(answers.reader.read(Message.of(text)), before)
    assert before not in decision.shown


def test_a_follow_up_adds_to_the_question_before(reader: Reader) -> None:
    """What a short message adds to the question before it is what it asks; the last answer never is."""
    before, shown = "How many sessions are needed?", "gap:number-of-sessions"
    assert reader.follow_up(Message.of("and how long is each?"), before, shown) == "gap:session-length"
    assert reader.follow_up(Message.of("how many sessions?"), before, shown) != shown


def test_a_long_message_is_no_follow_up(reader: Reader) -> None:
    """What says enough by itself, or nothing, is no follow-up."""
    text = "how quickly would a person notice that the treatment does something at all"
    assert reader.follow_up(Message.of(text), "What does it cost?", "gap:cost") is None
    assert reader.follow_up(Message.of(""), "What does it cost?", "gap:cost") is None


@given(ANYTHING, ANYTHING)
def test_reading_never_raises(reader: Reader, raw: str, before: str) -> None:
    """Any message is read, after any question."""
    message = Message.of(raw)
    reading = reader.read(message)
    assert reading.message == message
    assert len(reading.parts) <= MOST_PARTS
    assert reader.read(message) == reading
    shown = reader.follow_up(message, before, "gap:cost")
    assert shown is None or shown in reader.matcher.intents
