"""Facebook, Instagram and Threads: what is asked, what answers come to, what errors mean."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.page import Page as SdkPage
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.apiconfig import ads_api_config

from pahunch.facts import Count
from pahunch.platforms import facebook, graph, instagram
from pahunch.platforms.base import Access, Ask, Target
from pahunch.platforms.errors import (
    Gone,
    NotOffered,
    PlatformError,
    Reconnect,
    Refused,
    TryLater,
)
from pahunch.platforms.facebook import Facebook
from pahunch.platforms.instagram import Instagram
from pahunch.platforms.meta_sign_in import FacebookSignIn, ThreadsSignIn, proof
from pahunch.platforms.sign_in import Application, Token
from pahunch.platforms.tests.asking import NOW, asked
from pahunch.platforms.threads import Threads
from tests.fakes.base import Answered, Asked, transport
from tests.fakes.graph import FakeGraph, Thing, problem

SECRET = "a-page-token"
ACCESS = Access(holder="connection-1", token=SECRET, user_id="1")
APPLICATION = Access(holder="application", token="application-token")
ONE = Target("facebook:1", "1", "asha_office")


def sdk(kind: Any) -> set[str]:
    """Give the fields that the official library knows of an object in this version."""
    return {value for name, value in vars(kind.Field).items() if not name.startswith("_")}


@pytest.fixture
def fake() -> FakeGraph:
    made = FakeGraph()
    made.things["1"] = Thing("1", "asha_office", 1_250, SECRET, {"Bhopal, Madhya Pradesh": 700})
    made.things["2"] = Thing("2", "ravi_office", 7)
    return made


def page_post(number: str) -> dict[str, object]:
    return {
        "id": number,
        "created_time": "2026-11-23T05:00:00+0000",
        "permalink_url": f"https://www.facebook.com/{number}",
        "shares": {"count": 2},
        "reactions": {"data": [], "summary": {"total_count": 9}},
        "comments": {"data": [], "summary": {"total_count": 3}},
        "insights": {"data": [{"name": "post_media_view", "values": [{"value": 400}]}]},
    }


def medium(number: str) -> dict[str, object]:
    return {
        "id": number,
        "timestamp": "2026-11-23T05:00:00+0000",
        "permalink": f"https://www.instagram.com/p/{number}",
        "media_type": "VIDEO",
        "media_product_type": "REELS",
        "comments_count": 3,
        "insights": {"data": [{"name": "views", "values": [{"value": 800}]}]},
    }


def test_every_field_we_ask_for_is_one_of_the_official_library_s_version() -> None:
    assert ads_api_config["API_VERSION"] == graph.VERSION
    assert set(facebook.PAGE_FIELDS) <= sdk(SdkPage)
    assert {*facebook.POST_FIELDS, "shares"} <= sdk(PagePost)
    assert set(facebook.COMMENT_FIELDS) <= sdk(Comment)
    assert set(instagram.USER_FIELDS) | {"business_discovery"} <= sdk(IGUser)
    assert set(instagram.OTHER_FIELDS) <= sdk(IGUser)
    assert set(instagram.MEDIA_FIELDS) <= sdk(IGMedia)
    # Edges are methods there and no fields: reactions, comments, insights, media, posts.
    edges = {re.split(r"[.{]", each)[0] for each in facebook.POST_EDGES} - {"shares"}
    assert all(hasattr(PagePost, f"get_{edge}") for edge in edges | {"insights"})
    assert all(hasattr(SdkPage, f"get_{edge}") for edge in ("posts", "conversations", "insights"))
    assert all(hasattr(IGUser, f"get_{edge}") for edge in ("media", "insights"))
    assert all(hasattr(IGMedia, f"get_{edge}") for edge in ("comments", "insights"))


@pytest.mark.parametrize("platform", [Facebook(), Instagram()])
def test_a_connected_account_is_counted_with_its_own_token(
    fake: FakeGraph, platform: Facebook | Instagram
) -> None:
    (outcome,) = asked(
        platform, lambda ask: platform.counts(ask, ACCESS, [ONE], NOW), transport(fake)
    )
    assert outcome.seen[0].count == Count.exactly(1_250)
    assert (outcome.platform_id, outcome.handle) == ("1", "asha_office")
    (request,) = fake.asked
    assert SECRET not in request.path + json.dumps(dict(request.query))


def test_fifty_pages_are_one_request_and_fifty_calls(fake: FakeGraph) -> None:
    targets = [ONE, Target("facebook:2", "2"), Target("facebook:404", "404")]
    first, second, gone = asked(
        Facebook(),
        lambda ask: Facebook().public_counts(ask, APPLICATION, targets, NOW),
        transport(fake),
    )
    assert [each.seen[0].count for each in (first, second)] == [
        Count.exactly(1_250),
        Count.exactly(7),
    ]
    assert isinstance(gone.error, Gone)
    assert Facebook.offers[Ask.PUBLIC_COUNTS].each == {"calls": 1}
    assert len(fake.asked) == 1


def test_an_account_of_instagram_that_gave_no_access_is_found_through_one_that_did(
    fake: FakeGraph,
) -> None:
    gram = Instagram()
    other = Target("instagram:~ravi", "", "ravi_office")
    (outcome,) = asked(
        gram, lambda ask: gram.public_counts(ask, ACCESS, [other], NOW), transport(fake)
    )
    assert outcome.seen[0].count == Count.exactly(7)
    hidden = Target("instagram:~x", "", "hidden")
    with pytest.raises(Gone):
        asked(gram, lambda ask: gram.public_counts(ask, ACCESS, [hidden], NOW), transport(fake))


def test_threads_tells_followers_of_one_s_own_and_of_others(fake: FakeGraph) -> None:
    threads = Threads()
    (own,) = asked(threads, lambda ask: threads.counts(ask, ACCESS, [ONE], NOW), transport(fake))
    other = Target("threads:~ravi", "", "ravi_office")
    (found,) = asked(
        threads, lambda ask: threads.public_counts(ask, ACCESS, [other], NOW), transport(fake)
    )
    assert [own.seen[0].count, found.seen[0].count] == [Count.exactly(1_250), Count.exactly(7)]
    assert {one.path.split("/")[1] for one in fake.asked} == {"v1.0"}


def test_an_empty_set_of_insights_is_withheld_and_not_zero() -> None:
    fake = FakeGraph(things={"1": Thing("1", "a", token=SECRET)})
    fake.broken.append(Answered({"data": []}))
    (own,) = asked(
        Threads(), lambda ask: Threads().counts(ask, ACCESS, [ONE], NOW), transport(fake)
    )
    assert own.seen[0].count is None
    for platform in (Instagram(), Threads()):
        question = partial(platform.audience, access=ACCESS, target=ONE, now=NOW)
        assert list(asked(platform, question, transport(fake))) == []


@pytest.mark.parametrize("platform", [Facebook(), Instagram(), Threads()])
def test_places_are_the_largest_cities(fake: FakeGraph, platform: Facebook) -> None:
    (place,) = asked(
        platform, lambda ask: platform.audience(ask, ACCESS, ONE, NOW), transport(fake)
    )
    assert (place.name, place.count.low, place.breakdown) == ("Bhopal, Madhya Pradesh", 700, "city")


def test_where_cities_are_removed_countries_are_asked_and_then_nothing(fake: FakeGraph) -> None:
    fake.no_metrics = {"page_follows_city"}
    (place,) = asked(
        Facebook(), lambda ask: Facebook().audience(ask, ACCESS, ONE, NOW), transport(fake)
    )
    assert place.breakdown == "country"
    fake.no_metrics = {"page_follows"}
    with pytest.raises(NotOffered):
        asked(Facebook(), lambda ask: Facebook().audience(ask, ACCESS, ONE, NOW), transport(fake))


def test_posts_of_a_page_come_page_by_page_and_never_by_the_address_with_the_token(
    fake: FakeGraph,
) -> None:
    fake.things["1"].posts = [page_post(str(number)) for number in range(60)]
    face = Facebook()
    since = NOW - timedelta(days=1)
    page = asked(face, lambda ask: face.posts(ask, ACCESS, ONE, since, ""), transport(fake))
    rest = asked(
        face, lambda ask: face.posts(ask, ACCESS, ONE, since, page.cursor), transport(fake)
    )
    assert (len(page.items), len(rest.items), rest.cursor) == (50, 10, "")
    assert {s.metric: s.count.low for s in page.items[0].seen if s.count} == {
        "likes": 9,
        "comments": 3,
        "shares": 2,
        "views": 400,
    }


def test_one_figure_that_is_gone_does_not_take_the_others_with_it(fake: FakeGraph) -> None:
    fake.things["1"].posts = [page_post("p"), medium("m")]
    fake.no_metrics = {"post_media_view", "views"}
    face, gram = Facebook(), Instagram()
    (post,) = asked(face, lambda ask: face.engagement(ask, ACCESS, ONE, ["p"]), transport(fake))
    (reel,) = asked(gram, lambda ask: gram.engagement(ask, ACCESS, ONE, ["m"]), transport(fake))
    assert "likes" in {seen.metric for seen in post.seen}
    assert (reel.kind, {seen.metric for seen in reel.seen} >= {"comments"}) == ("reel", True)
    assert "likes" not in {seen.metric for seen in reel.seen}


def test_what_an_account_only_repeats_is_no_post_of_its_own(fake: FakeGraph) -> None:
    row = {"timestamp": "2026-11-23T05:00:00+0000", "permalink": ""}
    fake.things["1"].posts = [
        {"id": "a", "media_type": "TEXT_POST", **row},
        {"id": "b", "media_type": "REPOST_FACADE", **row},
    ]
    page = asked(
        Threads(), lambda ask: Threads().posts(ask, ACCESS, ONE, None, ""), transport(fake)
    )
    assert [post.post_id for post in page.items] == ["a"]
    assert {seen.metric for seen in page.items[0].seen} == {
        "views",
        "likes",
        "comments",
        "shares",
        "quotes",
    }


def test_comments_and_messages_are_read_and_one_s_own_left_out(fake: FakeGraph) -> None:
    said = {"created_time": "2026-11-23T05:00:00+0000"}
    fake.things["1"].posts = [page_post("p")]
    fake.things["1"].comments = [
        {"id": "c1", "message": "धन्यवाद", "from": {"id": "7", "name": "Koi Nagrik"}, **said},
        {"id": "c2", "message": "ours", "from": {"id": "1", "name": "asha_office"}, **said},
    ]
    fake.things["1"].talks = [{"id": "m1", "message": "पानी नहीं है", "from": {"id": "8"}, **said}]
    face = Facebook()
    first = asked(face, lambda ask: face.inbox(ask, ACCESS, ONE, None, ""), transport(fake))
    talks = asked(
        face, lambda ask: face.inbox(ask, ACCESS, ONE, None, first.cursor), transport(fake)
    )
    assert [(m.kind, m.message_id, m.post_id) for m in first.items] == [("comment", "c1", "p")]
    assert [(m.kind, m.message_id) for m in talks.items] == [("message", "m1")]
    assert talks.cursor == ""


@pytest.mark.parametrize(
    ("answered", "kind", "word"),
    [
        *[(problem(code), TryLater, str(code)) for code in sorted(graph.BUSY | graph.THROTTLED)],
        *[
            (problem(190, subcode=subcode), Reconnect, f"190/{subcode}")
            for subcode in sorted(graph.TOKEN_SUBCODES)
        ],
        (problem(190), Reconnect, "190"),
        (problem(102), Reconnect, "102"),
        (problem(10), Refused, "10"),
        (problem(200), Refused, "200"),
        (problem(299), Refused, "299"),
        (problem(100), NotOffered, "100"),
        (problem(3001, subcode=1504028), NotOffered, "3001/1504028"),
        (problem(100, subcode=33), Gone, "100/33"),
        (problem(110, subcode=2207013), Gone, "110/2207013"),
        (problem(9999), Refused, "9999"),
        (problem(9999, status=500), TryLater, "500"),
        (Answered({"error": "text"}, 400), Refused, "400"),
    ],
)
def test_each_code_says_what_to_do_next(
    fake: FakeGraph, answered: Answered, kind: type[PlatformError], word: str
) -> None:
    fake.broken.append(answered)
    with pytest.raises(kind) as caught:
        asked(Facebook(), lambda ask: Facebook().counts(ask, ACCESS, [ONE], NOW), transport(fake))
    assert caught.value.code == word
    assert SECRET not in repr(caught.value)


def test_the_limit_is_left_alone_from_four_fifths_on() -> None:
    face = Facebook()
    usage = {"call_count": 79, "total_cputime": 10, "total_time": 3}
    assert list(face.readings({"x-app-usage": json.dumps(usage)}, NOW)) == []
    (reading,) = face.readings({"x-app-usage": json.dumps(usage | {"total_time": 85})}, NOW)
    assert reading.closed_until is not None
    assert reading.closed_until > NOW
    business = {"1": [usage | {"call_count": 100, "estimated_time_to_regain_access": 17}]}
    headers = {"x-business-use-case-usage": json.dumps(business)}
    (reading,) = face.readings(headers, NOW)
    assert reading.closed_until == NOW + timedelta(minutes=17)
    for garbage in ("", "no json", "[]", '{"1": 3}', '{"call_count": "many"}'):
        assert list(face.readings({"x-app-usage": garbage}, NOW)) == []


def test_pages_are_listed_each_with_a_token_of_its_own() -> None:
    class Accounts:
        def answer(self, asked: object) -> Answered:
            row = {"id": "1", "name": "Asha", "username": "asha_office", "access_token": "page"}
            return Answered({"data": [row], "id": "77"})

    way = FacebookSignIn("https://graph.facebook.com")
    (owned,) = asked(
        Facebook(),
        lambda ask: way.owned(ask, Application("id"), Token("user")),
        transport(Accounts()),
    )
    assert (owned.platform_id, owned.handle, owned.token.access) == ("1", "asha_office", "page")
    assert (owned.grantor, "page" in repr(owned)) == ("77", False)


@pytest.mark.parametrize("way", [FacebookSignIn("https://g"), ThreadsSignIn("https://t")])
def test_an_empty_token_is_never_taken(way: FacebookSignIn | ThreadsSignIn) -> None:
    class Empty:
        def answer(self, asked: object) -> Answered:
            return Answered({"access_token": "", "expires_in": 5_184_000})

    application = Application("id", "secret", "https://office.example/back")
    with pytest.raises(TryLater):
        asked(
            Facebook(),
            lambda ask: way.renew(ask, application, Token("old"), now=NOW),
            transport(Empty()),
        )


@pytest.mark.parametrize("platform", [Facebook(), Instagram()])
def test_a_request_proves_the_secret_where_the_application_has_one(
    fake: FakeGraph, platform: Facebook | Instagram
) -> None:
    fake.secret = "our-secret"

    def counted(secret: str) -> Count | None:
        access = Access("connection-1", SECRET, "1", secret)
        (outcome,) = asked(
            platform, lambda ask: platform.counts(ask, access, [ONE], NOW), transport(fake)
        )
        return outcome.seen[0].count

    assert counted("our-secret") == Count.exactly(1_250)
    (request,) = fake.asked
    assert "our-secret" not in json.dumps(dict(request.query))
    for wrong in ("", "another"):
        with pytest.raises(Refused) as caught:
            counted(wrong)
        assert caught.value.code == "appsecret_proof"
    assert "appsecret_proof" not in fake.asked[1].query


def test_threads_whose_documents_know_no_proof_sends_none(fake: FakeGraph) -> None:
    access = Access("connection-1", SECRET, "1", "our-secret")
    asked(Threads(), lambda ask: Threads().counts(ask, access, [ONE], NOW), transport(fake))
    assert "appsecret_proof" not in fake.asked[0].query


def test_pages_are_listed_with_a_proof_of_the_secret() -> None:
    seen: list[str] = []

    class Accounts:
        def answer(self, asked: Asked) -> Answered:
            seen.append(asked.one("appsecret_proof"))
            return Answered({"data": []})

    way = FacebookSignIn("https://graph.facebook.com")
    for application in (Application("id", "secret"), Application("id")):
        asked(
            Facebook(),
            lambda ask, ours=application: way.owned(ask, ours, Token("user")),  # type: ignore[misc]
            transport(Accounts()),
        )
    assert seen == [proof("secret", "user")] * 2 + [""] * 2


def test_the_proof_of_the_secret_is_not_the_secret() -> None:
    assert "secret" not in proof("secret", "token")
    assert proof("secret", "token") != proof("secret", "other")
