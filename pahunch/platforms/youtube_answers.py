"""Reading what YouTube's Data and Analytics APIs answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pahunch.facts import Count
from pahunch.platforms.asking import read_moment
from pahunch.platforms.base import Message, Place, Post, Seen, Target, own_words
from pahunch.platforms.errors import BadAnswer
from pahunch.platforms.reading import digits, listing, mapping, number, text

Row = Mapping[str, object]
FIGURES = {"views": "viewCount", "likes": "likeCount", "comments": "commentCount"}
"""Our name of a video's figure, and YouTube's; an owner may hide the last two."""


def rows(answer: Row) -> list[Row]:
    """Give the items of an answer; a list without the word has none. Raises BadAnswer."""
    value = answer.get("items")
    if value is None and "kind" not in answer and "pageInfo" not in answer:
        raise BadAnswer("the answer is no list", code="wrong type")
    return [] if value is None else [mapping(each, "an item") for each in listing(value, "items")]


def videos(answer: Row, target: Target) -> list[Post]:
    """Give videos with their figures. Raises BadAnswer."""
    found = []
    for row in rows(answer):
        statistics = mapping(row.get("statistics"), "statistics")
        snippet = mapping(row.get("snippet"), "snippet")
        video = text(row.get("id"), "id")
        seen = tuple(
            Seen(name, Count.exactly(digits(statistics[theirs], name)))
            for name, theirs in FIGURES.items()
            if theirs in statistics
        )
        link = f"https://www.youtube.com/watch?v={video}"
        made_at = moment(snippet.get("publishedAt"))
        words = "\n".join(own_words(snippet.get(part)) for part in ("title", "description"))
        found.append(
            Post(target.key, video, made_at, kind="video", link=link, seen=seen, text=words)
        )
    return found


def comments(answer: Row, target: Target) -> list[Message]:
    """Give comments with who wrote them. Raises BadAnswer."""
    found = []
    for row in rows(answer):
        thread = mapping(row.get("snippet"), "snippet")
        comment = mapping(thread.get("topLevelComment"), "topLevelComment")
        words = mapping(comment.get("snippet"), "snippet")
        author = words.get("authorChannelId")
        number_of = mapping(author, "author").get("value", "") if author else ""
        video = str(thread.get("videoId", ""))
        identity = text(comment.get("id"), "id")
        found.append(
            Message(
                target.key,
                identity,
                "comment",
                text(words.get("textDisplay"), "textDisplay"),
                str(number_of),
                str(words.get("authorDisplayName", "")),
                moment(words.get("publishedAt")),
                post_id=video,
                link=f"https://www.youtube.com/watch?v={video}&lc={identity}" if video else "",
            )
        )
    return found


def places(answer: Row) -> list[Place]:
    """Give the places of views, the largest first. Raises BadAnswer."""
    found = []
    value = answer.get("rows")
    for each in [] if value is None else listing(value, "rows"):
        name, views = [*listing(each, "a row"), None, None][:2]
        count = Count.exactly(number(views, "views"))
        found.append(Place(text(name, "city"), count, breakdown="views_city"))
    return found


def moment(value: object) -> datetime:
    """Read a moment. Raises BadAnswer."""
    found = read_moment(text(value, "a moment"))
    if found is None:
        raise BadAnswer("a moment is none", code="wrong type")
    return found
