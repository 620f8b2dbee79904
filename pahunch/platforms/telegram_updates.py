"""What a bot is told: posts of channels it manages, and what people wrote to it or below them.

An update is the same thing whether the bot fetched it or Telegram pushed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from pahunch.platforms.base import Message, Post, own_words
from pahunch.platforms.errors import BadAnswer
from pahunch.platforms.reading import mapping, number

MEDIA = {"photo": "photo", "video": "video", "animation": "video", "video_note": "video"}
CONTENT = frozenset(
    {*MEDIA, "text", "caption", "document", "voice", "audio", "sticker", "location", "contact"}
)
"""A message with none of these is a note of the chat's own: somebody joined, a title changed."""
GROUPS = frozenset({"group", "supergroup"})
Groups = Mapping[int, int]
"""Which channel a discussion group belongs to, where we know it."""


def account_key(identity: int) -> str:
    """Give the key of the account that a chat is."""
    return f"telegram:{identity}"


def post_of(update: Mapping[str, object]) -> Post | None:
    """Read a post of a channel. Telegram tells bots nothing of its views or reactions."""
    post = update.get("channel_post")
    if not isinstance(post, dict) or not CONTENT & post.keys():
        return None
    chat = mapping(post.get("chat"), "the chat")
    identity, message = whole(chat.get("id"), "id"), whole(post.get("message_id"), "message_id")
    name = chat.get("username")
    kinds = [kind for part, kind in MEDIA.items() if part in post]
    kind = "repost" if "forward_origin" in post else [*kinds, "post"][0]
    return Post(
        account=account_key(identity),
        post_id=str(message),
        made_at=moment(post.get("date")),
        kind=kind,
        link=f"https://t.me/{name}/{message}" if isinstance(name, str) and name else "",
        text=own_words(post.get("text") or post.get("caption"), kind),
    )


def message_of(update: Mapping[str, object], bot: int, groups: Groups) -> Message | None:
    """Read what a person wrote to the bot, or in a discussion group; None where it is neither.

    A message to the bot belongs to the account that is the bot itself. One in a group belongs
    to the channel if we know which, else to the group.
    """
    message = update.get("message")
    if not isinstance(message, dict) or not CONTENT & message.keys():
        return None
    chat = mapping(message.get("chat"), "the chat")
    identity = whole(chat.get("id"), "id")
    if chat.get("type") == "private":
        return None if message.get("text") == "/start" else _written(message, "message", bot)
    if chat.get("type") not in GROUPS or message.get("is_automatic_forward") is True:
        return None
    channel, post = _commented(message)
    owner = channel or groups.get(identity) or identity
    speaks = message.get("sender_chat")
    if isinstance(speaks, dict) and speaks.get("id") in {owner, identity}:
        return None
    return _written(message, "comment", owner, post)


def _commented(message: Mapping[str, object]) -> tuple[int, str]:
    """Give the channel and its post that a comment is directly below; 0 where we can't tell."""
    above = message.get("reply_to_message")
    if not isinstance(above, dict) or above.get("is_automatic_forward") is not True:
        return 0, ""
    channel = mapping(above.get("sender_chat"), "the channel")
    origin = above.get("forward_origin")
    post = origin.get("message_id") if isinstance(origin, dict) else None
    return whole(channel.get("id"), "id"), "" if post is None else str(whole(post, "message_id"))


def _written(
    message: Mapping[str, object], kind: str, owner: int, post: str = ""
) -> Message | None:
    author = message.get("sender_chat") or message.get("from")
    if not isinstance(author, dict) or author.get("is_bot") is True:
        return None
    chat = mapping(message.get("chat"), "the chat")
    words = message.get("text") or message.get("caption") or ""
    group, own = whole(chat.get("id"), "id"), whole(message.get("message_id"), "message_id")
    names = (author.get("first_name"), author.get("last_name"), author.get("title"))
    return Message(
        account=account_key(owner),
        message_id=f"{group}/{own}",
        kind=kind,
        text=words if isinstance(words, str) else "",
        author_id=str(whole(author.get("id"), "id")),
        author_name=" ".join(name for name in names if isinstance(name, str) and name),
        written_at=moment(message.get("date")),
        post_id=post,
    )


def whole(value: object, what: str) -> int:
    """Read an id: a whole number of up to 52 bits, negative for channels. Raises BadAnswer."""
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**52) < value < 2**52:
        raise BadAnswer(f"{what} is no id", code="wrong type")
    return value


def moment(value: object) -> datetime:
    """Read epoch seconds. Raises BadAnswer."""
    return datetime.fromtimestamp(number(value, "a moment"), UTC)
