"""The cost of a day as it is reckoned, and the requests that a day's sweep really sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils.timezone import localdate

from pahunch.collection.connecting.applications import Change, set_application
from pahunch.collection.connecting.keeping import Consent, keep
from pahunch.collection.models import Duty, Meter, Plan, TrackedPost
from pahunch.collection.sweeps.duties import enrol
from pahunch.collection.sweeps.lanes import Lane
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.collection.sweeps.timetable import REREAD_DAYS
from pahunch.facts import Platform
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.platforms.costs import TAPERED, cost
from pahunch.platforms.sign_in import Owned, Token
from pahunch.registry.models import Account
from tests.fakes import bluesky, graph, linkedin, telegram, x, youtube
from tests.fakes.base import Answered, Asked, Fake, transport

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
DAYS = (0, *REREAD_DAYS)


@dataclass
class Counted:
    """A fake, and how many requests it was sent."""

    fake: Fake
    requests: int = 0

    def answer(self, asked: Asked) -> Answered:
        self.requests += 1
        return self.fake.answer(asked)


def made(day: int) -> datetime:
    """Give when the posts were made that are so many days old: each after yesterday's sweep."""
    return NOON - timedelta(days=day, hours=2)


def posts(keys: list[str], number: int) -> Iterator[tuple[str, int, str, datetime]]:
    """Give each account's posts: whose, of which day, their number, and when they were made."""
    count = 0
    for key in keys:
        for day in DAYS:
            for _ in range(number):
                count += 1
                yield key, day, str(10_000 + count), made(day)


def of_x(keys: list[str], number: int) -> tuple[Fake, dict[str, str]]:
    fake = x.FakeX(clock=NOON.timestamp)
    for key in keys:
        fake.add(x.Account(key, f"p{key}", 5))
    names = {}
    for key, _, post, at in posts(keys, number):
        fake.posts[post] = x.Post(post, key, at)
        names[post] = post
    return fake, names


def of_youtube(keys: list[str], number: int) -> tuple[Fake, dict[str, str]]:
    fake = youtube.FakeYouTube(clock=NOON.timestamp)
    fake.channels = {key: youtube.Channel(key, f"p{key}", 5) for key in keys}
    names = {}
    for key, _, post, at in posts(keys, number):
        fake.videos[post] = youtube.Video(post, key, at)
        names[post] = post
    return fake, names


def of_bluesky(keys: list[str], number: int) -> tuple[Fake, dict[str, str]]:
    feeds: dict[str, list[dict[str, object]]] = {key: [] for key in keys}
    names = {}
    for key, _, post, at in posts(keys, number):
        feeds[key].append(bluesky.item(key, int(post), at))
        names[post] = f"at://{key}/app.bsky.feed.post/{post}"
    profiles = {key: bluesky.Profile(key, f"p{key}.example", 5) for key in keys}
    return bluesky.FakeBluesky(NOON.timestamp, profiles, feeds), names


def of_telegram(keys: list[str], number: int) -> tuple[Fake, dict[str, str]]:
    fake = telegram.FakeTelegram(clock=NOON.timestamp, rate=1_000)
    for key in keys:
        fake.add(int(key), f"channel{key[1:]}", 5)
    return fake, {}


def of_meta(keys: list[str], number: int) -> tuple[Fake, dict[str, str]]:
    fake = graph.FakeGraph()
    fake.things = {key: graph.Thing(key, f"p{key}", 5, token=f"token-{key}") for key in keys}
    names = {}
    for key, day, post, at in posts(keys, number):
        stamp = at.strftime("%Y-%m-%dT%H:%M:%S+0000")
        empty = {"data": [], "summary": {"total_count": 1}}
        row = {"id": post, "created_time": stamp, "timestamp": stamp}
        row |= {"reactions": empty, "comments": empty, "comments_count": 1, "like_count": 1}  # type: ignore[dict-item]
        names[post] = post
        fake.things[key].posts.append(row | {"day": day})
    return Since(fake), names


def of_linkedin(keys: list[str], number: int) -> tuple[Fake, dict[str, str]]:
    fake = linkedin.FakeLinkedIn(clock=NOON.timestamp)
    fake.pages = {key: linkedin.Page(key, 5, {f"token-{key}"}) for key in keys}
    for key, _, post, at in posts(keys, number):
        fake.pages[key].posts.append(linkedin.Share(f"urn:li:share:{post}", at))
    return fake, {}


@dataclass
class Since:
    """Lets a list have the posts of the last day only, as `since` asks of Facebook and Threads."""

    fake: graph.FakeGraph

    def answer(self, asked: Asked) -> Answered:
        answered = self.fake.answer(asked)
        if "since" in asked.query and isinstance(answered.body, dict):
            rows = [row for row in answered.body["data"] if row["day"] == 0]
            return Answered({"data": rows}, answered.status, answered.headers)
        return answered


@dataclass(frozen=True)
class Place:
    """One platform of the test: how many accounts and posts, and who answers."""

    platform: Platform
    accounts: int
    posts: int
    fake: Callable[[list[str], int], tuple[Fake, dict[str, str]]]
    key: str = "{}"
    token: str = ""
    connected: bool = False


PLACES = [
    Place(Platform.X, 103, 2, of_x, token="application-token"),
    Place(Platform.YOUTUBE, 52, 17, of_youtube, "UC{}", "application-key"),
    Place(Platform.BLUESKY, 27, 9, of_bluesky, "did:plc:p{}"),
    Place(Platform.TELEGRAM, 2, 1, of_telegram, "-100{}", telegram.KEY),
    Place(Platform.FACEBOOK, 3, 20, of_meta, connected=True),
    Place(Platform.INSTAGRAM, 3, 5, of_meta, connected=True),
    Place(Platform.THREADS, 2, 3, of_meta, connected=True),
    Place(Platform.LINKEDIN, 3, 5, of_linkedin, connected=True),
]


def settled(place: Place, names: dict[str, str], known: list[Account]) -> None:
    """Let it be a day like any other: the posts of earlier days are known and due today."""
    platform = place.platform
    enrol({platform: CONNECTORS[platform]})
    Duty.objects.update(last_good_at=NOON - timedelta(days=1))
    for ask in ("inbox", "audience"):
        Plan.objects.create(
            platform=platform.value, ask=ask, enabled=False, every_minutes=1_440, opens=time(0)
        )
    by_id = {account.platform_id: account for account in known}
    TrackedPost.objects.bulk_create(
        TrackedPost(account=by_id[key], post_id=names[post], made_at=at, due_on=localdate(NOON))
        for key, day, post, at in posts(list(by_id), place.posts)
        if day and post in names
    )


def let_in(place: Place, known: list[Account]) -> None:
    """Give the installation its key, and each account its consent where that is needed."""
    change = Change("our-client", token=place.token or None, cap=10**9)
    set_application(place.platform, change, by=None, now=NOON)
    consent = Consent("Asha Verma, her office", "counting", None)
    for account in known if place.connected else []:
        number = account.platform_id
        token = Token(f"token-{number}")
        keep(account, consent, Owned(number, f"p{number}", "A", token), by=None, now=NOON)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.platform.value)
def test_a_day_s_sweep_sends_what_was_reckoned(place: Place) -> None:
    platform = place.platform.value
    for account in accounts(place.accounts):
        number = place.key.format(account.platform_id)
        Account.objects.filter(pk=account.pk).update(
            platform=platform, platform_id=number, key=f"{platform}:{number}"
        )
    known = list(Account.objects.filter(platform=platform))
    fake, names = place.fake([account.platform_id for account in known], place.posts)
    let_in(place, known)
    settled(place, names, known)
    line = Counted(fake)
    lane = Lane(CONNECTORS[place.platform], "w1", lambda: NOON, transport=transport(line))
    lane.run(patience=timedelta(0))
    assert set(
        Duty.objects.exclude(ask__in=["inbox", "messages", "audience"]).values_list("outcome")
    ) == {("counted",)}
    reckoned = cost(place.platform, place.accounts, posts_a_day=place.posts)
    assert line.requests == reckoned.calls_a_day
    metered = ("units", "money", "posts", "users", "timelines", "lookups")
    for meter in Meter.objects.filter(platform=platform, limit__in=metered):
        assert (meter.limit, meter.spent) == (meter.limit, reckoned.spent_a_day[meter.limit])
    if isinstance(fake, x.FakeX):
        assert fake.money == reckoned.money_a_day


def test_a_post_is_reckoned_to_be_read_again_when_a_sweep_reads_it_again() -> None:
    assert TAPERED == REREAD_DAYS
