"""A fake YouTube: channels with rounded subscribers, videos, comments and a day's units."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.fakes.base import Answered, Asked

UNITS = 10_000


@dataclass
class Channel:
    """One channel of the fake, with as many subscribers as it truly has."""

    number: str
    handle: str
    subscribers: int = 0
    videos: int = 0
    hidden: bool = False


@dataclass
class Video:
    """One video of the fake."""

    number: str
    channel: str
    at: datetime
    views: int = 0
    likes: int = 0
    comments: list[tuple[str, str]] = field(default_factory=list)
    """Who wrote what."""


@dataclass
class FakeYouTube:
    """Answers as YouTube does. `over` counts the requests beyond the units of a day."""

    key: str = "application-key"
    units: int = UNITS
    seconds: float | None = None
    """A window of so many seconds instead of a day in California."""
    clock: Callable[[], float] = time.time
    channels: dict[str, Channel] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)
    silent: bool = False
    """Comments are switched off everywhere."""
    broken: list[Answered] = field(default_factory=list)
    total: int = 0
    over: int = 0
    asked: list[Asked] = field(default_factory=list)
    keep_asked: bool = True
    _spent: int = 0
    _window: object = None

    def answer(self, asked: Asked) -> Answered:
        """Answer one request."""
        self.total += 1
        if self.keep_asked:
            self.asked.append(asked)
        if self.broken:
            return self.broken.pop(0)
        if asked.headers.get("x-goog-api-key") != self.key:
            return problem(400, "keyInvalid")
        if not self._spend():
            self.over += 1
            return problem(403, "quotaExceeded")
        say = {
            "channels": self._channels,
            "playlistItems": self._uploads,
            "videos": self._videos,
            "commentThreads": self._comments,
        }.get(asked.path.removeprefix("/youtube/v3/"))
        return say(asked) if say else problem(404, "notFound")

    def _spend(self) -> bool:
        now = self.clock()
        window: object = datetime.fromtimestamp(now, ZoneInfo("America/Los_Angeles")).date()
        if self.seconds is not None:
            window = int(now / self.seconds)
        if window != self._window:
            self._window, self._spent = window, 0
        self._spent += 1
        return self._spent <= self.units

    def _channels(self, asked: Asked) -> Answered:
        if handle := asked.one("forHandle"):
            wanted = [c.number for c in self.channels.values() if f"@{c.handle}" == handle]
        else:
            wanted = asked.one("id").split(",")
            if len(wanted) > 50:
                return problem(400, "invalidFilters")
        items = [self._channel(self.channels[each]) for each in wanted if each in self.channels]
        page = {"totalResults": len(items), "resultsPerPage": 5}
        body: dict[str, object] = {"kind": "youtube#channelListResponse", "pageInfo": page}
        return Answered(body | ({"items": items} if items else {}))

    def _channel(self, channel: Channel) -> dict[str, object]:
        told = channel.subscribers
        step = 10 ** max(0, len(str(told)) - 3)
        return {
            "kind": "youtube#channel",
            "id": channel.number,
            "snippet": {"title": channel.handle, "customUrl": f"@{channel.handle}"},
            "statistics": {
                "viewCount": "1000",
                "subscriberCount": str(0 if channel.hidden else told // step * step),
                "hiddenSubscriberCount": channel.hidden,
                "videoCount": str(channel.videos),
            },
        }

    def _uploads(self, asked: Asked) -> Answered:
        channel = "UC" + asked.one("playlistId").removeprefix("UU")
        if channel not in self.channels:
            return problem(404, "playlistNotFound")
        mine = [video for video in self.videos.values() if video.channel == channel]
        mine.sort(key=lambda video: video.at, reverse=True)
        first = int(asked.one("pageToken", "p0")[1:])
        size = int(asked.one("maxResults", "5"))
        items = [
            {"kind": "youtube#playlistItem", "contentDetails": {"videoId": video.number}}
            for video in mine[first : first + size]
        ]
        body: dict[str, object] = {"kind": "youtube#playlistItemListResponse", "items": items}
        if first + size < len(mine):
            body["nextPageToken"] = f"p{first + size}"
        return Answered(body)

    def _videos(self, asked: Asked) -> Answered:
        wanted = asked.one("id").split(",")
        items = [
            {
                "kind": "youtube#video",
                "id": video.number,
                "snippet": {"publishedAt": stamp(video.at), "title": "..."},
                "statistics": {
                    "viewCount": str(video.views),
                    "likeCount": str(video.likes),
                    "commentCount": str(len(video.comments)),
                },
            }
            for video in (self.videos[each] for each in wanted if each in self.videos)
        ]
        return Answered({"kind": "youtube#videoListResponse", "items": items})

    def _comments(self, asked: Asked) -> Answered:
        if self.silent:
            return problem(403, "commentsDisabled")
        channel = asked.one("allThreadsRelatedToChannelId")
        items = [
            {
                "kind": "youtube#commentThread",
                "snippet": {
                    "videoId": video.number,
                    "topLevelComment": {
                        "id": f"{video.number}-{number}",
                        "snippet": {
                            "authorChannelId": {"value": f"UC-{author}"},
                            "authorDisplayName": author,
                            "textDisplay": words,
                            "publishedAt": stamp(video.at),
                        },
                    },
                },
            }
            for video in self.videos.values()
            if video.channel == channel
            for number, (author, words) in enumerate(video.comments)
        ]
        return Answered({"kind": "youtube#commentThreadListResponse", "items": items})


def stamp(moment: datetime) -> str:
    """Write a moment as YouTube does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def problem(status: int, reason: str) -> Answered:
    """Refuse as YouTube does."""
    error = {"code": status, "message": reason, "errors": [{"reason": reason, "domain": "youtube"}]}
    return Answered({"error": error}, status)
