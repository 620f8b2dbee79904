"""YouTube: rounded subscribers, the day's units, and requests that its own document allows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import googleapiclient
import jsonschema
import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.http import HttpMockSequence
from hypothesis import given
from hypothesis import strategies as st

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.base import Access, Ask, Target
from pahunch.platforms.errors import (
    BadAnswer,
    Gone,
    NotOffered,
    PlatformError,
    Reconnect,
    Refused,
    TryLater,
)
from pahunch.platforms.tests.asking import NOW, asked
from pahunch.platforms.youtube import YouTube, pacific_midnight, rounding_step, subscribers
from tests.fakes.base import Answered, Asked, transport
from tests.fakes.youtube import Channel, FakeYouTube, Video, problem

ACCESS = Access(holder="application", token="application-key")
ONE = Target("youtube:UCasha", "UCasha", "asha")
DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
SCHEMAS = {
    "channels": "ChannelListResponse",
    "playlistItems": "PlaylistItemListResponse",
    "videos": "VideoListResponse",
    "commentThreads": "CommentThreadListResponse",
}


@pytest.fixture
def fake() -> FakeYouTube:
    made = FakeYouTube(clock=NOW.timestamp)
    made.channels["UCasha"] = Channel("UCasha", "asha", subscribers=12_345, videos=7)
    made.channels["UCravi"] = Channel("UCravi", "ravi", hidden=True)
    made.videos["v1"] = Video(
        "v1", "UCasha", NOW - timedelta(hours=5), 400, 30, [("koi", "धन्यवाद")]
    )
    return made


@cache
def document(name: str) -> dict[str, Any]:
    return dict(json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8")))


def as_json_schema(node: Any) -> Any:
    """Turn the words of a discovery document into those of JSON Schema."""
    if isinstance(node, list):
        return [as_json_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {key: as_json_schema(value) for key, value in node.items()}
    if isinstance(node.get("$ref"), str):
        return {"$ref": f"#/schemas/{node['$ref']}"}
    for word in ("required", "annotations", "id", "default", "format", "pattern"):
        if not isinstance(made.get(word), dict):
            made.pop(word, None)
    return made


def check(what: str, body: object) -> None:
    """Hold an answer against the discovery document. Raises ValidationError."""
    schemas = as_json_schema(document("youtube.v3")["schemas"])
    jsonschema.validate(body, {"schemas": schemas, "$ref": f"#/schemas/{SCHEMAS[what]}"})


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("0", Count(0, 0)),
        ("999", Count(999, 999)),
        ("1230", Count(1_230, 1_239)),
        ("12100", Count(12_100, 12_199)),
        ("5800000", Count(5_800_000, 5_809_999)),
    ],
)
def test_rounded_subscribers_are_an_interval(told: str, count: Count) -> None:
    assert subscribers({"subscriberCount": told}) == count


@given(st.integers(0, 10**9))
def test_the_true_number_lies_in_the_interval(true: int) -> None:
    step = rounding_step(true)
    count = subscribers({"subscriberCount": str(true // step * step)})
    assert count is not None
    assert count.high is not None
    assert count.low <= true <= count.high


@pytest.mark.parametrize("wrong", [12_100, None, "-5", "12.1K", "१२", "9" * 30])
def test_subscribers_of_a_wrong_type_are_no_number(wrong: object) -> None:
    with pytest.raises(BadAnswer):
        subscribers({"subscriberCount": wrong})


def test_hidden_subscribers_are_withheld_and_not_zero(fake: FakeYouTube) -> None:
    targets = [ONE, Target("youtube:UCravi", "UCravi"), Target("youtube:UCgone", "UCgone")]
    first, hidden, gone = asked(
        YouTube(), lambda ask: YouTube().public_counts(ask, ACCESS, targets, NOW), transport(fake)
    )
    assert first.seen[0].count == Count(12_300, 12_399)
    assert (hidden.seen[0].metric, hidden.seen[0].count) == (FOLLOWERS, None)
    assert isinstance(gone.error, Gone)
    assert first.handle == "asha"


def test_a_channel_known_by_its_handle_is_asked_for_alone(fake: FakeYouTube) -> None:
    named = Target("youtube:~asha", "", "asha")
    parts = YouTube().batches(Ask.PUBLIC_COUNTS, [named, ONE, named])
    assert [len(part) for part in parts] == [1, 1, 1]
    (outcome,) = asked(
        YouTube(), lambda ask: YouTube().public_counts(ask, ACCESS, [named], NOW), transport(fake)
    )
    assert outcome.platform_id == "UCasha"


def test_videos_come_with_their_figures_and_comments_with_their_words(fake: FakeYouTube) -> None:
    tube = YouTube()
    page = asked(tube, lambda ask: tube.posts(ask, ACCESS, ONE, None, ""), transport(fake))
    (post,) = page.items
    assert {each.metric: each.count.low for each in post.seen if each.count} == {
        "views": 400,
        "likes": 30,
        "comments": 1,
    }
    inbox = asked(tube, lambda ask: tube.inbox(ask, ACCESS, ONE, None, ""), transport(fake))
    assert [(each.kind, each.text, each.post_id) for each in inbox.items] == [
        ("comment", "धन्यवाद", "v1")
    ]


def test_places_are_of_views_and_say_so() -> None:
    body = {"rows": [["Bhopal", 70], ["Indore", 30]]}
    tube = YouTube()

    class Reports:
        def answer(self, asked: Asked) -> Answered:
            assert asked.headers["authorization"] == "Bearer consent"
            return Answered(body)

    access = Access(holder="connection-1", token="consent")
    found = asked(tube, lambda ask: tube.audience(ask, access, ONE, NOW), transport(Reports()))
    assert [(each.name, each.count.low, each.breakdown) for each in found] == [
        ("Bhopal", 70, "views_city"),
        ("Indore", 30, "views_city"),
    ]


@pytest.mark.parametrize(
    ("answered", "kind", "word"),
    [
        (problem(403, "quotaExceeded"), TryLater, "quotaExceeded"),
        (problem(403, "rateLimitExceeded"), TryLater, "rateLimitExceeded"),
        (problem(403, "userRateLimitExceeded"), TryLater, "userRateLimitExceeded"),
        (problem(403, "commentsDisabled"), NotOffered, "commentsDisabled"),
        (problem(404, "channelNotFound"), Gone, "channelNotFound"),
        (problem(403, "channelSuspended"), Gone, "channelSuspended"),
        (problem(400, "keyInvalid"), Reconnect, "keyInvalid"),
        (problem(401, "authError"), Reconnect, "authError"),
        (problem(403, "forbidden"), Refused, "forbidden"),
        (problem(400, "invalidFilters"), Refused, "invalidFilters"),
        (Answered({"error": "text"}, 403), Refused, "403"),
        (Answered({}, 500), TryLater, "500"),
    ],
)
def test_each_reason_says_what_to_do_next(
    fake: FakeYouTube, answered: Answered, kind: type[PlatformError], word: str
) -> None:
    fake.broken.append(answered)
    tube = YouTube()
    with pytest.raises(kind) as caught:
        asked(tube, lambda ask: tube.inbox(ask, ACCESS, ONE, None, ""), transport(fake))
    assert caught.value.code == word
    assert "application-key" not in repr(caught.value)


def test_the_units_are_waited_for_until_midnight_in_california(fake: FakeYouTube) -> None:
    fake.broken.append(problem(403, "quotaExceeded"))
    tube = YouTube()
    with pytest.raises(TryLater) as caught:
        asked(tube, lambda ask: tube.inbox(ask, ACCESS, ONE, None, ""), transport(fake))
    assert caught.value.not_before == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert pacific_midnight(summer) == datetime(2026, 7, 2, 7, 0, tzinfo=UTC)


def everything(fake: FakeYouTube) -> None:
    """Ask for all that we ask YouTube for."""
    tube, wire = YouTube(), transport(fake)
    asked(tube, lambda ask: tube.public_counts(ask, ACCESS, [ONE], NOW), wire)
    named = Target("youtube:~asha", "", "asha")
    asked(tube, lambda ask: tube.public_counts(ask, ACCESS, [named], NOW), wire)
    asked(tube, lambda ask: tube.posts(ask, ACCESS, ONE, None, ""), wire)
    asked(tube, lambda ask: tube.engagement(ask, ACCESS, ONE, ["v1"]), wire)
    asked(tube, lambda ask: tube.inbox(ask, ACCESS, ONE, None, ""), wire)


def test_every_request_is_one_that_the_discovery_document_allows(fake: FakeYouTube) -> None:
    everything(fake)
    service = build_from_document(document("youtube.v3"), http=HttpMockSequence([]))
    assert len(fake.asked) == 6
    for request in fake.asked:
        what = request.path.removeprefix("/youtube/v3/")
        params = {name: values[0] for name, values in request.query.items()}
        built = getattr(service, what)().list(**params)
        theirs = dict(parse_qsl(urlsplit(built.uri).query)) | {"alt": ""}
        assert theirs == params | {"alt": ""}
        assert urlsplit(built.uri).path == request.path


def test_an_unknown_parameter_would_be_refused() -> None:
    service = build_from_document(document("youtube.v3"), http=HttpMockSequence([]))
    with pytest.raises(TypeError):
        service.channels().list(part="statistics", ids="UCasha")


def test_every_answer_of_the_fake_fits_the_discovery_document(fake: FakeYouTube) -> None:
    everything(fake)
    for request in list(fake.asked):
        check(request.path.removeprefix("/youtube/v3/"), fake.answer(request).body)


def test_a_number_where_the_document_wants_a_text_is_caught() -> None:
    wrong = {"items": [{"id": "UCasha", "statistics": {"subscriberCount": 12}}]}
    with pytest.raises(jsonschema.ValidationError):
        check("channels", wrong)


def test_the_report_of_places_is_one_that_its_document_allows() -> None:
    service = build_from_document(document("youtubeAnalytics.v2"), http=HttpMockSequence([]))
    service.reports().query(
        ids="channel==UCasha",
        metrics="views",
        dimensions="city",
        sort="-views",
        maxResults=25,
        startDate="2026-10-01",
        endDate="2026-10-28",
    )
