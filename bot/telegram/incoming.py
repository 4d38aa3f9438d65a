"""An update as what somebody wants: a question, a command, a pressed button, or nothing for this bot."""

from __future__ import annotations

from typing import Any

from telegram import Bot, CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from bot.telegram.events import Asked, Commanded, Event, Gone, Moved, Place, Pressed, Unreadable

_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
_CONTENT = frozenset(
    {
        *("animation", "audio", "checklist", "contact", "dice", "document", "game", "live_photo", "location"),
        *("paid_media", "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"),
    }
)
_NEEDED = (
    *(
        "message_id",
        "date",
        "chat",
        "from",
        "text",
        "entities",
        "caption",
        "caption_entities",
        "media_group_id",
    ),
    *("message_thread_id", "is_topic_message", "id", "data", "chat_instance"),
)


def incoming(content: dict[str, Any], bot: Bot) -> Event | None:
    """Return what the update means for this bot, None if nothing."""
    update, me = _parsed(content, bot), bot.bot
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.my_chat_member is not None:
        gone = update.my_chat_member.new_chat_member.status in _GONE
        return Gone(update.my_chat_member.chat.id) if gone else None
    message = update.message or update.edited_message
    if message is None:
        return None
    found = _message(message, me, again=update.message is None)
    if isinstance(found, Unreadable) and not _CONTENT & content.get("message", {}).keys():
        return None
    return found


def _parsed(content: dict[str, Any], bot: Bot) -> Update:
    """Return the update; one that python-telegram-bot cannot take as a whole, without what it need not have.

    Telegram adds fields and kinds of content all the time, and a question must not be lost over one of them.
    """
    try:
        return Update.de_json(content, bot)
    except Exception:  # noqa: BLE001 (parsing raises whatever the odd field makes it raise)
        return Update.de_json({key: _plain(value) for key, value in content.items()}, bot)


def _plain(value: object) -> object:
    if not isinstance(value, dict):
        return value
    kept = {key: value[key] for key in _NEEDED if key in value}
    for key in ("message", "reply_to_message"):
        if key in value:
            kept[key] = _plain(value[key])
    return kept


def _pressed(query: CallbackQuery) -> Pressed | None:
    if query.data is None or query.message is None:
        return None
    shown = query.message
    chat = shown.chat
    private = chat.type == ChatType.PRIVATE
    if not isinstance(shown, Message):
        place = Place(chat.id, shown.message_id, None, private, query.from_user.id)
        return Pressed(place, query.id, query.data, language=query.from_user.language_code)
    thread = shown.message_thread_id if shown.is_topic_message else None
    place = Place(chat.id, shown.message_id, thread, private, query.from_user.id)
    before = shown.reply_to_message
    if before is None:
        return Pressed(
            place, query.id, query.data, shown.reply_markup, language=query.from_user.language_code
        )
    text = before.text or before.caption
    return Pressed(
        place,
        query.id,
        query.data,
        shown.reply_markup,
        text,
        before.message_id,
        query.from_user.language_code,
    )


def _message(message: Message, me: User, *, again: bool) -> Event | None:  # noqa: PLR0911
    if message.migrate_to_chat_id is not None:
        return Moved(message.chat.id, message.migrate_to_chat_id)
    if message.from_user is not None and message.from_user.is_bot and message.sender_chat is None:
        return None
    private = message.chat.type == ChatType.PRIVATE
    thread = message.message_thread_id if message.is_topic_message else None
    person = message.from_user.id if message.from_user is not None else None
    place = Place(message.chat.id, message.message_id, thread, private, person, message.media_group_id)
    language = message.from_user.language_code if message.from_user is not None else None
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    called = text.startswith("/") and _called(text, entities)
    if called:
        name, _, argument = called[1:].partition("@")
        if argument and argument.casefold() != (me.username or "").casefold():
            return None
        return Commanded(place, name.casefold(), text[len(called) :].strip(), language, again)
    if not private:
        if not _addressed(message, text, entities, me):
            return None
        text = _without_mention(text, me) or _quoted(message, me)
    if text.strip():
        return Asked(place, text, language, again)
    return Unreadable(place)


def _called(text: str, entities: tuple[MessageEntity, ...]) -> str | None:
    """Return the command that the text begins with, as Telegram saw it."""
    if any(entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0 for entity in entities):
        return text.split(maxsplit=1)[0]
    return None


def _addressed(message: Message, text: str, entities: tuple[MessageEntity, ...], me: User) -> bool:
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == me.id:
        return True
    for entity in entities:
        if (
            entity.type == MessageEntityType.TEXT_MENTION
            and entity.user is not None
            and entity.user.id == me.id
        ):
            return True
        if entity.type == MessageEntityType.MENTION and _span(text, entity).casefold() == _name(me):
            return True
    return False


def _span(text: str, entity: MessageEntity) -> str:
    units = text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace")


def _name(me: User) -> str:
    return f"@{me.username}".casefold()


def _without_mention(text: str, me: User) -> str:
    """Return the text without the bot's own name, wherever it stands."""
    kept = [word for word in text.split(" ") if word.strip(",:;.!?").casefold() != _name(me)]
    return " ".join(kept).strip()


def _quoted(message: Message, me: User) -> str:
    """Return what a bare mention points at: the part quoted, or the whole message replied to."""
    answered = message.reply_to_message
    if answered is None or (answered.from_user is not None and answered.from_user.id == me.id):
        return ""
    quote = message.quote.text if message.quote is not None else ""
    return quote or answered.text or answered.caption or ""
