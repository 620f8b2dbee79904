"""LinkedIn pages: what is asked, what answers come to, what errors mean, and the way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.base import Access, Target
from pahunch.platforms.errors import (
    BadAnswer,
    Gone,
    NotOffered,
    PlatformError,
    Reconnect,
    Refused,
    TryLater,
)
from pahunch.platforms.linkedin import LinkedIn
from pahunch.platforms.linkedin_sign_in import SCOPES, LinkedInSignIn
from pahunch.platforms.sign_in import Application, Token
from pahunch.platforms.tests.asking import NOW, asked

ACCESS = Access("connection-1", "token-of-asha")
PAGE = Target("linkedin:2414183", "2414183")
SHARE, UGC = "urn:li:share:11", "urn:li:ugcPost:22"
ROOT = "https://api.linkedin.com/rest"
OURS = Application("our-id", "our-secret", "https://pahunch.example/collection/connections/back/")
SIXTY_DAYS = 5_184_000


class Line:
    """Answers by the last part of the path, and keeps what was asked."""

    def __init__(self, answers: Mapping[str, object], status: int = 200) -> None:
        self.answers = answers
        self.status = status
        self.headers: dict[str, str] = {}
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        last = request.url.path.split("/")[2]
        answer = self.answers.get(last, self.answers.get("*", {}))
        return httpx.Response(self.status, json=answer, headers=self.headers)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self)


def counted(line: Line) -> Count | None:
    linkedin = LinkedIn()
    (outcome,) = asked(
        linkedin, lambda ask: linkedin.counts(ask, ACCESS, [PAGE], NOW), line.transport
    )
    (seen,) = outcome.seen
    assert (outcome.target, seen.metric) == (PAGE, FOLLOWERS)
    return seen.count


def test_a_page_is_counted_with_its_administrator_s_token() -> None:
    line = Line({"networkSizes": {"firstDegreeSize": 1_234}})
    assert counted(line) == Count.exactly(1_234)
    (request,) = line.seen
    assert str(request.url) == (
        f"{ROOT}/networkSizes/urn%3Ali%3Aorganization%3A2414183?edgeType=COMPANY_FOLLOWED_BY_MEMBER"
    )
    assert request.headers["authorization"] == "Bearer token-of-asha"
    assert request.headers["x-restli-protocol-version"] == "2.0.0"
    assert datetime.strptime(request.headers["linkedin-version"], "%Y%m").replace(tzinfo=UTC) < NOW


def test_posts_come_newest_first_with_the_figures_of_each_kind() -> None:
    told = {"likeCount": 5, "commentCount": 2, "shareCount": 1, "impressionCount": 900}
    line = Line(
        {
            "posts": {
                "elements": [
                    {"id": UGC, "publishedAt": 1_795_415_400_000},
                    {"id": SHARE, "createdAt": 1_795_400_000_000},
                ]
            },
            "organizationalEntityShareStatistics": {
                "elements": [{"ugcPost": UGC, "totalShareStatistics": told}]
            },
        }
    )
    linkedin = LinkedIn()
    page = asked(linkedin, lambda ask: linkedin.posts(ask, ACCESS, PAGE, None, ""), line.transport)
    newer, older = page.items
    assert {one.metric: one.count for one in newer.seen} == {
        "likes": Count.exactly(5),
        "comments": Count.exactly(2),
        "shares": Count.exactly(1),
        "views": Count.exactly(900),
    }
    assert older.seen == ()
    assert newer.made_at > older.made_at
    assert page.cursor == ""
    assert parse_qs(urlsplit(str(line.seen[0].url)).query)["sortBy"] == ["CREATED"]


def test_the_brackets_of_a_list_are_sent_as_they_are_and_its_parts_encoded() -> None:
    posts = {"elements": [{"id": one, "publishedAt": 1_795_415_400_000} for one in (SHARE, UGC)]}
    line = Line({"posts": posts, "organizationalEntityShareStatistics": {"elements": []}})
    linkedin = LinkedIn()
    asked(linkedin, lambda ask: linkedin.posts(ask, ACCESS, PAGE, None, ""), line.transport)
    assert line.seen[1].url.query.decode() == (
        "q=organizationalEntity&organizationalEntity=urn%3Ali%3Aorganization%3A2414183"
        "&shares=List(urn%3Ali%3Ashare%3A11)&ugcPosts=List(urn%3Ali%3AugcPost%3A22)"
    )


def test_a_full_page_leads_to_the_next_and_an_empty_one_asks_for_no_figures() -> None:
    rows = [{"id": f"urn:li:share:{n}", "publishedAt": 1_795_415_400_000} for n in range(50)]
    line = Line(
        {
            "posts": {"elements": rows},
            "organizationalEntityShareStatistics": {"elements": []},
        }
    )
    linkedin = LinkedIn()
    page = asked(linkedin, lambda ask: linkedin.posts(ask, ACCESS, PAGE, None, ""), line.transport)
    assert page.cursor == "50"
    empty = Line({"posts": {"elements": []}})
    page = asked(
        linkedin, lambda ask: linkedin.posts(ask, ACCESS, PAGE, None, "50"), empty.transport
    )
    assert (page.items, page.cursor, len(empty.seen)) == ((), "", 1)
    assert parse_qs(urlsplit(str(empty.seen[0].url)).query)["start"] == ["50"]


def test_places_are_regions_in_linkedin_s_own_numbers() -> None:
    region = {"geo": "urn:li:geo:102713980", "followerCounts": {"organicFollowerCount": 77}}
    line = Line(
        {
            "organizationalEntityFollowerStatistics": {
                "elements": [{"followerCountsByGeo": [region]}]
            }
        }
    )
    linkedin = LinkedIn()
    (place,) = asked(
        linkedin, lambda ask: linkedin.audience(ask, ACCESS, PAGE, NOW), line.transport
    )
    assert (place.name, place.count, place.breakdown) == (
        "urn:li:geo:102713980",
        Count.exactly(77),
        "region",
    )


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"code": "ILLEGAL_ARGUMENT"}, Refused),
        (401, {"code": "EXPIRED_ACCESS_TOKEN"}, Reconnect),
        (403, {"code": "ACCESS_DENIED"}, Refused),
        (404, {"code": "NOT_FOUND"}, Gone),
        (426, {"code": "NONEXISTENT_VERSION"}, Refused),
        (429, {"code": "TOO_MANY_REQUESTS"}, TryLater),
        (500, {}, TryLater),
        (503, None, TryLater),
    ],
)
def test_each_error_is_told_apart(status: int, body: object, kind: type[PlatformError]) -> None:
    with pytest.raises(kind) as caught:
        counted(Line({"*": body}, status))
    word = body.get("code") if isinstance(body, dict) else None
    assert caught.value.code == (word or str(status))
    assert "token-of-asha" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_the_day_s_calls_come_back_at_midnight_unless_linkedin_says_when() -> None:
    line = Line({"*": {}}, 429)
    with pytest.raises(TryLater) as caught:
        counted(line)
    assert caught.value.limit == "calls"
    assert caught.value.not_before == datetime(2026, 11, 24, tzinfo=UTC)
    line.headers = {"retry-after": "90"}
    with pytest.raises(TryLater) as caught:
        counted(line)
    assert caught.value.not_before == NOW + timedelta(seconds=90)


@pytest.mark.parametrize("answer", [[], {}, {"firstDegreeSize": "many"}, {"firstDegreeSize": -1}])
def test_an_answer_of_another_shape_is_no_count(answer: object) -> None:
    with pytest.raises(BadAnswer):
        counted(Line({"networkSizes": answer}))


def test_a_post_without_a_moment_is_no_post() -> None:
    line = Line({"posts": {"elements": [{"id": SHARE}]}, "*": {"elements": []}})
    linkedin = LinkedIn()
    with pytest.raises(BadAnswer):
        asked(linkedin, lambda ask: linkedin.posts(ask, ACCESS, PAGE, None, ""), line.transport)


def test_the_owner_is_asked_for_two_permissions_on_linkedin_s_own_page() -> None:
    address = urlsplit(LinkedIn().sign_in.address(OURS, state="knock", challenge="c"))
    query = parse_qs(address.query)
    assert address.hostname == "www.linkedin.com"
    assert (query["scope"], query["state"]) == ([" ".join(SCOPES)], ["knock"])
    assert query["redirect_uri"] == [OURS.redirect]
    assert "our-secret" not in address.query


def token_line(body: object, status: int = 200) -> tuple[Callable[..., Token], Line]:
    line = Line({"*": body}, status)
    way = LinkedInSignIn("https://api.linkedin.com")

    def renewed(old: Token) -> Token:
        return asked(LinkedIn(), lambda ask: way.renew(ask, OURS, old, now=NOW), line.transport)

    return renewed, line


def test_a_code_becomes_a_token_of_sixty_days_and_the_pages_that_it_administers() -> None:
    way = LinkedInSignIn("https://api.linkedin.com")
    given = {"access_token": "new", "expires_in": SIXTY_DAYS, "scope": ",".join(SCOPES)}
    line = Line({"*": given})
    token = asked(
        LinkedIn(),
        lambda ask: way.exchange(ask, OURS, code="code", verifier="v", now=NOW),
        line.transport,
    )
    assert (token.access, token.refresh, token.scopes) == ("new", "", SCOPES)
    assert token.expires_at == NOW + timedelta(days=60)
    sent = parse_qs(line.seen[0].content.decode())
    assert (sent["code"], sent["client_secret"]) == (["code"], ["our-secret"])
    assert "our-secret" not in str(line.seen[0].url)
    roles = [
        {"organization": "urn:li:organization:7", "role": "ADMINISTRATOR"},
        {"organizationTarget": "urn:li:organization:8"},
        {"organizationalTarget": "urn:li:organization:7"},
    ]
    pages = asked(
        LinkedIn(),
        lambda ask: way.owned(ask, Application("id"), token),
        Line({"organizationAcls": {"elements": roles}}).transport,
    )
    assert [page.platform_id for page in pages] == ["7", "8"]
    assert {page.token for page in pages} == {token}


def test_a_token_that_only_partners_may_renew_is_left_as_it_is() -> None:
    renewed, line = token_line({})
    with pytest.raises(NotOffered):
        renewed(Token("old", expires_at=NOW + timedelta(days=3)))
    assert line.seen == []


def test_a_partner_s_token_is_renewed_and_what_the_answer_leaves_out_stays() -> None:
    renewed, _ = token_line({"access_token": "newer", "expires_in": SIXTY_DAYS})
    token = renewed(Token("old", "refresh", NOW, SCOPES))
    assert (token.access, token.refresh, token.scopes) == ("newer", "refresh", SCOPES)


def test_a_consent_that_was_taken_back_must_be_given_again() -> None:
    renewed, _ = token_line({"error": "invalid_grant"}, 400)
    with pytest.raises(Reconnect):
        renewed(Token("old", "refresh", NOW))


def test_an_empty_token_is_never_taken() -> None:
    renewed, _ = token_line({"access_token": "", "expires_in": SIXTY_DAYS})
    with pytest.raises(BadAnswer):
        renewed(Token("old", "refresh", NOW))
