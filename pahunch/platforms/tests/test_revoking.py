"""What each platform is sent to forget a token, and what its answers mean."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs

import httpx
import pytest

from pahunch.facts import Platform
from pahunch.platforms.base import Connector, Target
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.platforms.errors import BadAnswer, PlatformError, Refused, TryLater
from pahunch.platforms.sign_in import Application, Token
from pahunch.platforms.tests.asking import asked

OURS = Application("our-id", "our-secret")
TOKEN = Token("her-token", "her-refresh")
ACCOUNT = {
    Platform.MASTODON: Target("mastodon:5", "5@social.example", "asha@social.example"),
}
BASIC = base64.b64encode(b"our-id:our-secret").decode()


class Line:
    """Answers every request alike, and keeps what was asked."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.answers = list(answers)
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def revoked(platform: Platform, line: Line, *, grantor: str = "", server: str = "") -> bool:
    connector: Connector = CONNECTORS[platform]
    target = ACCOUNT.get(platform, Target(f"{platform.value}:1", "1"))
    way = connector.revocation(target, server)
    assert way is not None
    return asked(
        connector,
        lambda ask: way.revoke(ask, OURS, TOKEN, grantor=grantor),
        httpx.MockTransport(line),
    )


def sent(request: httpx.Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.content.decode()).items()}


def test_x_forgets_what_renews_and_then_the_token() -> None:
    line = Line(httpx.Response(200, json={"revoked": True}))
    assert revoked(Platform.X, line)
    assert [str(each.url) for each in line.seen] == ["https://api.x.com/2/oauth2/revoke"] * 2
    assert [sent(each)["token"] for each in line.seen] == ["her-refresh", "her-token"]
    assert {each.headers["authorization"] for each in line.seen} == {f"Basic {BASIC}"}
    ended = Line(httpx.Response(200, json={}), httpx.Response(400, json={"error": "invalid"}))
    assert revoked(Platform.X, ended)


def test_google_is_told_what_renews_the_token() -> None:
    line = Line(httpx.Response(200, json={}))
    assert revoked(Platform.YOUTUBE, line)
    (request,) = line.seen
    assert (str(request.url), sent(request)) == (
        "https://oauth2.googleapis.com/revoke",
        {"token": "her-refresh"},
    )


@pytest.mark.parametrize("platform", [Platform.FACEBOOK, Platform.INSTAGRAM])
def test_meta_is_told_whose_consent_ends_by_the_application_s_own_key(platform: Platform) -> None:
    line = Line(httpx.Response(200, json={"success": True}))
    assert revoked(platform, line, grantor="77")
    (request,) = line.seen
    assert (request.method, str(request.url)) == (
        "POST",
        "https://graph.facebook.com/v26.0/77/permissions",
    )
    assert sent(request) == {"method": "delete"}
    assert request.headers["authorization"] == "Bearer our-id|our-secret"
    assert not revoked(platform, line)
    assert len(line.seen) == 1
    with pytest.raises(BadAnswer):
        revoked(platform, Line(httpx.Response(200, json={"success": False})), grantor="77")


def test_a_number_of_a_person_is_no_path() -> None:
    line = Line(httpx.Response(200, json={"success": True}))
    revoked(Platform.FACEBOOK, line, grantor="77/../me?x=")
    assert line.seen[0].url.raw_path == b"/v26.0/77%2F..%2Fme%3Fx%3D/permissions"


def test_mastodon_s_own_server_is_told_and_may_say_nothing() -> None:
    for answer in (httpx.Response(200, json={}), httpx.Response(200, content=b"")):
        line = Line(answer)
        assert revoked(Platform.MASTODON, line)
        (request,) = line.seen
        assert str(request.url) == "https://social.example/oauth/revoke"
        assert sent(request) == {
            "client_id": "our-id",
            "client_secret": "our-secret",
            "token": "her-token",
        }


def test_bluesky_ends_the_session_where_the_account_lives() -> None:
    for server, host in (("", "bsky.social"), ("https://pds.asha.example", "pds.asha.example")):
        line = Line(httpx.Response(200, content=b""))
        assert revoked(Platform.BLUESKY, line, server=server)
        (request,) = line.seen
        assert str(request.url) == f"https://{host}/xrpc/com.atproto.server.deleteSession"
        assert request.headers["authorization"] == "Bearer her-refresh"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(400, json={"error": "invalid_token"}), Refused),
        (httpx.Response(503), TryLater),
        (httpx.Response(302, headers={"location": "https://elsewhere.example"}), Refused),
    ],
)
@pytest.mark.parametrize(
    "platform",
    [Platform.X, Platform.YOUTUBE, Platform.FACEBOOK, Platform.MASTODON, Platform.BLUESKY],
)
def test_a_platform_that_does_not_do_it_says_so(
    platform: Platform, answer: httpx.Response, kind: type[PlatformError]
) -> None:
    with pytest.raises(PlatformError) as caught:
        revoked(platform, Line(answer), grantor="77")
    assert isinstance(caught.value, kind)
    assert "her-" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_the_others_have_no_way() -> None:
    told = {
        platform
        for platform, connector in CONNECTORS.items()
        if connector.revocation(ACCOUNT.get(platform, Target("a", "1"))) is not None
    }
    assert told == {
        Platform.X,
        Platform.FACEBOOK,
        Platform.INSTAGRAM,
        Platform.YOUTUBE,
        Platform.BLUESKY,
        Platform.MASTODON,
    }
