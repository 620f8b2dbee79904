"""The words of a post come with it where they are the account's own, and are never shown."""

from __future__ import annotations

from typing import Any

import pytest

from pahunch.platforms import facebook, instagram
from pahunch.platforms.base import Post, Target, own_words
from pahunch.platforms.bluesky_answers import posts as bluesky_posts
from pahunch.platforms.mastodon_answers import statuses
from pahunch.platforms.telegram_updates import post_of
from pahunch.platforms.x_answers import posts as x_posts
from pahunch.platforms.youtube_answers import videos

WORDS = "सड़क का भूमिपूजन"
AT = "2026-03-01T06:00:00Z"
TARGET = Target("x:1", "1", "asha")


def on_x(**more: Any) -> Post:
    row = {"id": "9", "text": WORDS, "created_at": AT, "public_metrics": {}, **more}
    (found,) = x_posts({"data": [row]}, TARGET)
    return found


def on_telegram(**more: Any) -> Post:
    update = {"channel_post": {"chat": {"id": -1}, "message_id": 2, "date": 1_772_000_000, **more}}
    found = post_of(update)
    assert found
    return found


def on_bluesky() -> Post:
    row = {
        "uri": "at://did:plc:abc/app.bsky.feed.post/3k",
        "indexedAt": AT,
        "record": {"text": WORDS},
    }
    (found,) = bluesky_posts({"posts": [row]}, TARGET)
    return found


def on_mastodon() -> Post:
    row = {
        "id": "1",
        "created_at": AT,
        "visibility": "public",
        "content": f"<p>{WORDS}</p>",
        "url": "https://example.org/1",
        "favourites_count": 0,
        "reblogs_count": 0,
        "replies_count": 0,
    }
    (found,) = statuses([row], "mastodon:1", "1")
    return found


def on_youtube() -> Post:
    snippet = {"publishedAt": AT, "title": "सड़क का", "description": "भूमिपूजन"}
    (found,) = videos({"items": [{"id": "v", "statistics": {}, "snippet": snippet}]}, TARGET)
    return found


def on_facebook() -> Post:
    summary = {"summary": {"total_count": 0}}
    row = {
        "id": "1_2",
        "created_time": "2026-03-01T06:00:00+0000",
        "message": WORDS,
        "reactions": summary,
        "comments": summary,
    }
    return facebook._post(row, TARGET)


def on_instagram() -> Post:
    row = {
        "id": "1",
        "timestamp": "2026-03-01T06:00:00+0000",
        "caption": WORDS,
        "comments_count": 0,
    }
    return instagram._post(row, TARGET)


@pytest.mark.parametrize(
    "read", [on_x, on_telegram, on_bluesky, on_mastodon, on_youtube, on_facebook, on_instagram]
)
def test_words_come_with_the_post_and_are_in_no_log(read: Any) -> None:
    post = read(text=WORDS) if read is on_telegram else read()
    assert post.text.split() == WORDS.split()
    assert "भूमिपूजन" not in repr(post)


def test_what_an_account_only_passes_on_is_not_its_own() -> None:
    assert on_x(referenced_tweets=[{"type": "retweeted", "id": "5"}]).text == ""
    assert on_telegram(text=WORDS, forward_origin={"type": "channel"}).text == ""


def test_a_caption_is_words_too() -> None:
    assert on_telegram(photo=[{}], caption=WORDS).text == WORDS


@pytest.mark.parametrize("nothing", [None, 7, ["a"], {"a": 1}])
def test_what_is_no_text_is_no_words(nothing: object) -> None:
    assert own_words(nothing) == ""
