"""X: what it is asked, what its answers come to, and what each of its errors means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.asking import FreePurse
from pahunch.platforms.base import Access, Target
from pahunch.platforms.errors import Gone, PlatformError, Reconnect, Refused, TryLater
from pahunch.platforms.sign_in import Application, Token
from pahunch.platforms.tests.asking import NOW, asked
from pahunch.platforms.x import MESSAGE_READ, MESSAGES, PAGE, POST_READ, X, month_end
from tests.fakes.base import Answered, Served, transport
from tests.fakes.x import PROBLEM, Account, FakeX, Post, Talk
from tests.servers.prism import prism

SPECIFICATION = Path(__file__).resolve().parents[4] / "shared" / "specs" / "x-openapi-2.167.json"
ACCESS = Access(holder="application", token="application-token")
ONE = Target("x:1", "1", "asha_office")


@pytest.fixture(params=[False, True], ids=["older-names", "newer-names"])
def fake(request: pytest.FixtureRequest) -> FakeX:
    made = FakeX(newer_names=request.param, clock=NOW.timestamp)
    made.add(Account("1", "asha_office", followers=58_000, posts=12))
    made.add(Account("2", "ravi_office", followers=7))
    made.add(Account("3", "gone_office", state="suspended"))
    made.add(Account("4", "quiet_office", followers=3, state="protected"))
    made.posts["90"] = Post("90", "1", NOW - timedelta(hours=3), likes=4)
    made.posts["91"] = Post("91", "2", NOW - timedelta(hours=2), text="पानी", to="1", answers="90")
    return made


def look(fake: FakeX, *targets: Target) -> list[object]:
    outcomes = asked(X(), lambda ask: X().public_counts(ask, ACCESS, targets, NOW), transport(fake))
    return [
        outcome.error.status if isinstance(outcome.error, Gone) else outcome.seen
        for outcome in outcomes
    ]


def test_one_request_tells_of_found_and_missing_accounts_side_by_side(fake: FakeX) -> None:
    targets = [Target(f"x:{number}", str(number)) for number in (1, 3, 99, 4)]
    first, suspended, missing, protected = look(fake, *targets)
    assert {each.metric: each.count for each in first} == {  # type: ignore[attr-defined]
        FOLLOWERS: Count.exactly(58_000),
        "posts": Count.exactly(12),
    }
    assert (suspended, missing) == ("suspended", "missing")
    assert protected
    assert fake.total == 1


def test_accounts_of_whom_only_the_name_is_known_are_looked_up_by_name(fake: FakeX) -> None:
    (outcome,) = asked(
        X(),
        lambda ask: X().public_counts(ask, ACCESS, [Target("x:~r", "", "Ravi_Office")], NOW),
        transport(fake),
    )
    assert (outcome.platform_id, outcome.handle) == ("2", "ravi_office")


def test_a_batch_has_a_hundred_accounts_of_one_sort() -> None:
    known = [Target(f"x:{number}", str(number)) for number in range(150)]
    named = [Target("x:~a", "", "a")]
    assert [len(batch) for batch in X().batches(next(iter(X.offers)), known + named)] == [
        100,
        50,
        1,
    ]


def test_posts_come_with_their_figures_and_without_their_words(fake: FakeX) -> None:
    page = asked(
        X(), lambda ask: X().posts(ask, ACCESS, ONE, NOW - timedelta(days=1), ""), transport(fake)
    )
    (post,) = page.items
    assert (post.post_id, post.kind, page.cursor) == ("90", "post", "")
    assert {each.metric: each.count.low for each in post.seen if each.count} == {
        "likes": 4,
        "comments": 1,
        "shares": 2,
        "quotes": 0,
        "saves": 0,
        "views": 100,
    }


def test_a_long_list_is_read_page_by_page(fake: FakeX) -> None:
    for number in range(100, 250):
        fake.posts[str(number)] = Post(str(number), "1", NOW - timedelta(minutes=number))
    page = asked(X(), lambda ask: X().posts(ask, ACCESS, ONE, None, ""), transport(fake))
    rest = asked(X(), lambda ask: X().posts(ask, ACCESS, ONE, None, page.cursor), transport(fake))
    assert (len(page.items), len(rest.items), rest.cursor) == (PAGE, 51, "")


def test_engagement_of_posts_that_were_taken_back_is_absent(fake: FakeX) -> None:
    found = asked(X(), lambda ask: X().engagement(ask, ACCESS, ONE, ["90", "404"]), transport(fake))
    assert [post.post_id for post in found] == ["90"]


def test_a_post_that_is_absent_costs_nothing(fake: FakeX) -> None:
    purse = Kept()
    asked(
        X(),
        lambda ask: X().engagement(replace(ask, purse=purse), ACCESS, ONE, ["90", "404", "405"]),
        transport(fake),
    )
    assert purse.back == {"posts": 2, "money": 2 * POST_READ}
    assert fake.money == POST_READ


def test_a_mention_is_a_message_with_its_writer(fake: FakeX) -> None:
    page = asked(X(), lambda ask: X().inbox(ask, ACCESS, ONE, None, ""), transport(fake))
    (message,) = page.items
    assert (message.kind, message.author_name, message.post_id) == ("reply", "ravi_office", "90")
    assert "पानी" not in repr(message)


def test_direct_messages_are_read_with_the_account_s_own_token_page_by_page(fake: FakeX) -> None:
    fake.owners["token-of-asha"] = "1"
    fake.talks = [
        Talk(str(number), "1", "2" if number % 2 else "1", NOW - timedelta(minutes=number), "पानी")
        for number in range(MESSAGES + 4)
    ]
    fake.talks.append(Talk("900", "1", "2", NOW, kind="ParticipantsJoin"))
    fake.talks.append(Talk("901", "2", "1", NOW))
    x = X(newer_names=fake.newer_names)
    own = Access(holder="connection-1", token="token-of-asha")
    first = asked(x, lambda ask: x.messages(ask, own, ONE, None, ""), transport(fake))
    rest = asked(x, lambda ask: x.messages(ask, own, ONE, None, first.cursor), transport(fake))
    assert (len(first.items), len(rest.items), rest.cursor) == (MESSAGES // 2, 2, "")
    assert {(each.kind, each.author_id, each.author_name) for each in first.items} == {
        ("message", "2", "")
    }
    assert "पानी" not in repr(first)
    with pytest.raises(Reconnect):
        asked(x, lambda ask: x.messages(ask, ACCESS, ONE, None, ""), transport(fake))


def test_what_a_page_of_messages_did_not_bring_is_given_back(fake: FakeX) -> None:
    fake.owners["token-of-asha"] = "1"
    fake.talks = [Talk("1", "1", "2", NOW), Talk("2", "1", "1", NOW)]
    own = Access(holder="connection-1", token="token-of-asha")
    purse = Kept()
    asked(
        X(),
        lambda ask: X().messages(replace(ask, purse=purse), own, ONE, None, ""),
        transport(fake),
    )
    assert purse.back == {"money": (MESSAGES - 2) * MESSAGE_READ}


@pytest.mark.parametrize(
    ("answered", "kind", "word"),
    [
        (Answered({"type": f"{PROBLEM}rate-limit-exceeded"}, 429), TryLater, "rate-limit-exceeded"),
        (Answered({"type": f"{PROBLEM}usage-capped"}, 429), TryLater, "usage-capped"),
        (Answered({"type": "about:blank"}, 401), Reconnect, "about:blank"),
        (Answered({"type": f"{PROBLEM}client-forbidden"}, 403), Refused, "client-forbidden"),
        (Answered({"type": f"{PROBLEM}invalid-request"}, 400), Refused, "invalid-request"),
        (Answered({"type": f"{PROBLEM}resource-not-found"}, 404), Gone, "resource-not-found"),
        (Answered({"title": "credits"}, 402), Refused, "402"),
        (Answered(b"<html>", 503), TryLater, "503"),
        (Answered({"data": {}}), PlatformError, "wrong type"),
    ],
)
def test_each_problem_says_what_to_do_next(
    fake: FakeX, answered: Answered, kind: type[PlatformError], word: str
) -> None:
    fake.broken.append(answered)
    with pytest.raises(kind) as caught:
        asked(X(), lambda ask: X().public_counts(ask, ACCESS, [ONE], NOW), transport(fake))
    assert caught.value.code == word
    assert "application-token" not in repr(caught.value)


def test_the_month_s_posts_are_waited_for_until_the_month_ends(fake: FakeX) -> None:
    fake.broken.append(Answered({"type": f"{PROBLEM}usage-capped"}, 429))
    with pytest.raises(TryLater) as caught:
        asked(X(), lambda ask: X().posts(ask, ACCESS, ONE, None, ""), transport(fake))
    assert caught.value.limit == "posts"
    assert caught.value.not_before == datetime(2026, 12, 1, tzinfo=UTC)
    assert month_end(datetime(2026, 12, 31, tzinfo=UTC)) == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("skew", [-3_600, 0, 3_600])
def test_a_reset_is_read_on_our_clock_however_the_platform_s_is_set(skew: int) -> None:
    theirs = NOW.timestamp() + skew
    fake = FakeX(sizes={"users": 1}, clock=lambda: theirs)
    fake.add(Account("1", "asha_office"))
    look(fake, ONE)
    with pytest.raises(TryLater) as caught:
        look(fake, ONE)
    assert caught.value.not_before == NOW + timedelta(minutes=15)


class Kept(FreePurse):
    """Keeps what was given back."""

    def __init__(self) -> None:
        self.back: dict[str, int] = {}

    async def give_back(self, cost: Mapping[str, int]) -> None:
        self.back.update(cost)


def test_a_page_with_few_posts_costs_what_it_holds(fake: FakeX) -> None:
    purse = Kept()
    asked(
        X(),
        lambda ask: X().posts(replace(ask, purse=purse), ACCESS, ONE, None, ""),
        transport(fake),
    )
    assert purse.back == {"posts": PAGE - 1, "money": (PAGE - 1) * POST_READ}


def test_a_token_is_renewed_and_an_empty_one_is_never_taken(fake: FakeX) -> None:
    application = Application("client", "secret", "https://office.example/back")
    old = Token("old", "keep-me", NOW)
    way = X().sign_in
    fake.broken.append(Answered({"access_token": "new", "expires_in": 7_200}))
    new = asked(X(), lambda ask: way.renew(ask, application, old, now=NOW), transport(fake))
    assert (new.access, new.refresh) == ("new", "keep-me")
    fake.broken.append(Answered({"access_token": "", "expires_in": 7_200}))
    with pytest.raises(TryLater):
        asked(X(), lambda ask: way.renew(ask, application, old, now=NOW), transport(fake))
    fake.broken.append(Answered({"error": "invalid_request"}, 400))
    with pytest.raises(Reconnect):
        asked(X(), lambda ask: way.renew(ask, application, old, now=NOW), transport(fake))


@pytest.mark.servers
def test_no_request_breaks_the_specification(fake: FakeX) -> None:
    fake.newer_names = True
    with Served(fake) as served, prism(SPECIFICATION, served.base) as address:
        x = X(address, newer_names=True)
        counts = asked(x, lambda ask: x.public_counts(ask, ACCESS, [ONE], NOW))
        named = asked(
            x, lambda ask: x.public_counts(ask, ACCESS, [Target("x:~r", "", "ravi_office")], NOW)
        )
        posts = asked(x, lambda ask: x.posts(ask, ACCESS, ONE, NOW - timedelta(days=1), ""))
        figures = asked(x, lambda ask: x.engagement(ask, ACCESS, ONE, ["90"]))
        inbox = asked(x, lambda ask: x.inbox(ask, ACCESS, ONE, NOW - timedelta(days=1), ""))
        fake.owners["token-of-asha"], fake.talks = "1", [Talk("1", "1", "2", NOW)]
        own = Access(holder="connection-1", token="token-of-asha")
        talks = asked(x, lambda ask: x.messages(ask, own, ONE, None, ""))
        with pytest.raises(PlatformError):
            asked(x, lambda ask: x.engagement(ask, ACCESS, ONE, ["not-a-number"]))
    lists = [posts.items, figures, inbox.items, talks.items]
    assert [len(counts), len(named), *map(len, lists)] == [1] * 6
    assert fake.total == 6
