from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.asking import FreePurse
from pahunch.platforms.base import Access, Ask, Reading, Target
from pahunch.platforms.errors import BadAnswer, Gone, NotOffered, Reconnect, Refused, TryLater
from pahunch.platforms.mastodon_answers import statuses
from pahunch.platforms.tests.mastodon_town import (
    ASHA,
    MEENA,
    NOW,
    PLACE,
    RAVI,
    Says,
    ask,
    counted,
    servers,
)
from tests.fakes.base import Answered
from tests.fakes.mastodon import FakeMastodon, Person


@pytest.fixture
def fake() -> FakeMastodon:
    return servers()


class Heard(FreePurse):
    """Keeps what the headers said."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []

    async def learn(self, readings: Sequence[Reading]) -> None:
        self.readings += readings


def status(identity: str, made_at: datetime, **more: object) -> dict[str, object]:
    return {
        "id": identity,
        "created_at": made_at.isoformat(),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "visibility": "public",
        "url": f"https://social.example/@asha/{identity}",
        "favourites_count": 3,
        "reblogs_count": 2,
        "replies_count": 1,
        "reblog": None,
        "media_attachments": [],
        "content": "<p>नमस्ते &amp; welcome<br>all</p><p>again</p>",
        **more,
    }


def mention(identity: str, written: dict[str, object]) -> dict[str, object]:
    author = {"id": "77", "acct": "citizen@far.example"}
    return {"id": identity, "type": "mention", "account": author, "status": written}


def test_accounts_of_one_server_are_asked_for_in_one_request(fake):
    first, second = counted(fake, ASHA, RAVI)
    assert first.seen[0].count == Count.exactly(12_345)
    assert first.platform_id == "1@social.example"
    assert first.handle == "asha@social.example"
    assert second.seen[0].count == Count.exactly(7)
    assert fake.asked == 1


def test_a_batch_holds_one_servers_accounts_and_at_most_forty():
    many = [Target(f"k{n}", f"{n}@social.example", "") for n in range(41)]
    parts = PLACE.batches(Ask.PUBLIC_COUNTS, [*many, MEENA, Target("k", "", "new@social.example")])
    assert [len(part) for part in parts] == [40, 1, 1, 1]
    assert all(len({PLACE.host(each) for each in part}) == 1 for part in parts)


def test_the_server_is_the_holder_of_the_limit():
    assert PLACE.host(ASHA) == "social.example"
    assert PLACE.host(Target("k", "", "@Asha@Social.Example")) == "social.example"
    assert PLACE.host(Target("k", "123", "asha@social.example")) == "social.example"
    assert PLACE.host(Target("k", "", "asha")) == ""


def test_an_account_known_by_its_handle_is_looked_up_at_home_and_gets_an_id(fake):
    (outcome,) = counted(fake, Target("k", "", "@asha@social.example"))
    assert outcome.platform_id == "1@social.example"
    assert outcome.seen[0].count == Count.exactly(12_345)


def test_a_new_handle_is_told(fake):
    fake.server("social.example").rename("1", "asha_office")
    (outcome,) = counted(fake, ASHA)
    assert outcome.handle == "asha_office@social.example"


def test_an_account_missing_from_the_answer_is_missing_and_the_others_are_counted(fake):
    nobody = Target("k", "3@social.example", "gone@social.example")
    missing, there = counted(fake, nobody, ASHA)
    assert isinstance(missing.error, Gone)
    assert missing.error.status == "missing"
    assert there.seen


def test_a_suspended_account_has_no_figures(fake):
    fake.server("social.example").people["1"].suspended = True
    (outcome,) = counted(fake, ASHA)
    assert isinstance(outcome.error, Gone)
    assert outcome.error.status == "suspended"
    assert outcome.seen == ()


def test_a_moved_account_keeps_its_count_and_says_where_it_went(fake):
    fake.server("social.example").people["1"].moved = "asha@other.example"
    fake.server("social.example").people["2"].limited = True
    moved, limited = counted(fake, ASHA, RAVI)
    assert moved.note == "moved:asha@other.example"
    assert moved.seen[0].count == Count.exactly(12_345)
    assert limited.note == "limited"


def test_a_count_that_the_account_hides_is_withheld_and_not_zero():
    account = {"id": "1", "acct": "asha", "followers_count": -1, "statuses_count": 4}
    (outcome,) = counted(Says(Answered([account])), ASHA)
    assert outcome.error is None
    assert [(each.metric, each.count) for each in outcome.seen] == [
        (FOLLOWERS, None),
        ("posts", Count.exactly(4)),
    ]


@pytest.mark.parametrize("wrong", ["12", 1.5, None, True, -2, 10**18, [], {}])
def test_a_follower_count_of_a_wrong_type_spoils_that_account_alone(wrong):
    good = {"id": "2", "acct": "ravi", "followers_count": 7, "statuses_count": 0}
    bad = {"id": "1", "acct": "asha", "followers_count": wrong, "statuses_count": 0}
    first, second = counted(Says(Answered([bad, good])), ASHA, RAVI)
    assert isinstance(first.error, BadAnswer)
    assert second.seen[0].count == Count.exactly(7)


def test_a_server_before_4_3_is_asked_one_by_one(fake):
    fake.server("social.example").old = True
    first, second = counted(fake, ASHA, RAVI)
    assert (first.seen[0].count, second.seen[0].count) == (Count.exactly(12_345), Count.exactly(7))
    assert fake.asked == 3


def test_a_closed_server_is_asked_by_activitypub(fake):
    fake.server("social.example").closed = True
    (outcome,) = counted(fake, ASHA)
    assert outcome.seen[0].count == Count.exactly(12_345)
    assert [each.metric for each in outcome.seen] == [FOLLOWERS]
    named = Target("k", "", "ravi@social.example")
    (outcome,) = counted(fake, named)
    assert outcome.seen[0].count == Count.exactly(7)


def test_a_closed_server_answers_the_accounts_own_token(fake):
    fake.server("social.example").closed = True
    access = Access(token="asha's token")
    (outcome,) = ask(fake, lambda asker: PLACE.counts(asker, access, [ASHA], NOW))
    assert outcome.seen[0].count == Count.exactly(12_345)


def test_a_token_of_another_account_is_not_believed(fake):
    access = Access(token="asha's token")
    with pytest.raises(Reconnect):
        ask(fake, lambda asker: PLACE.counts(asker, access, [RAVI], NOW))


def test_a_revoked_token_disconnects_but_a_closed_server_does_not(fake):
    with pytest.raises(Reconnect) as caught:
        ask(fake, lambda asker: PLACE.counts(asker, Access(token="old"), [ASHA], NOW))
    assert caught.value.code == "invalid_token"
    german = Says(Answered({"error": "Diese Methode benötigt einen Benutzer"}, 401))
    with pytest.raises(Refused):
        ask(german, lambda asker: PLACE.counts(asker, Access(token="t"), [ASHA], NOW))


def test_headers_tell_how_much_is_left_and_until_when(fake):
    heard = Heard()
    ask(fake, lambda asker: PLACE.public_counts(asker, Access(), [ASHA], NOW), purse=heard)
    (reading,) = heard.readings
    assert (reading.limit, reading.remaining, reading.amount) == ("requests", 299, 300)
    assert reading.resets_at == datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "reset", ["2026-11-22T06:05:00.000000Z", "2026-11-22T06:05:00+00:00", "1795327500"]
)
def test_a_reset_is_read_as_iso_and_as_epoch(reset):
    busy = Says(Answered({"error": "Too many requests"}, 429, {"x-ratelimit-reset": reset}))
    with pytest.raises(TryLater) as caught:
        counted(busy, ASHA)
    assert caught.value.not_before == datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    assert caught.value.limit == "requests"


def test_a_reset_ten_minutes_away_is_of_the_limit_on_paging():
    later = (NOW + timedelta(minutes=10)).isoformat()
    headers = {"x-ratelimit-reset": later, "x-ratelimit-remaining": "0", "x-ratelimit-limit": "300"}
    (reading,) = PLACE.readings(headers, NOW)
    assert reading.limit == "paging"


def test_the_three_hundred_and_first_request_waits_for_the_window(fake):
    server = fake.server("social.example")
    server.spent["", ""] = (int(NOW.timestamp()) // 300, 300)
    with pytest.raises(TryLater) as caught:
        counted(fake, ASHA)
    assert caught.value.not_before == datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    assert fake.over == 1
    assert counted(fake, MEENA)[0].seen


def test_posts_are_public_own_and_newest_first(fake):
    asha = fake.server("social.example").people["1"]
    video = [{"type": "video"}]
    own_thread = {"in_reply_to_id": "11", "in_reply_to_account_id": "1"}
    asha.statuses = [
        status("11", NOW - timedelta(hours=4), media_attachments=video, quotes_count=5),
        status("12", NOW - timedelta(hours=3), visibility="direct"),
        status("13", NOW - timedelta(hours=2), in_reply_to_id="9", in_reply_to_account_id="8"),
        status("14", NOW - timedelta(hours=1), **own_thread),
        status("15", NOW, reblog={"id": "1"}),
    ]
    page = ask(fake, lambda asker: PLACE.posts(asker, Access(), ASHA, None, ""))
    assert [(post.post_id, post.kind) for post in page.items] == [
        ("14", "post"),
        ("13", "reply"),
        ("11", "video"),
    ]
    assert page.cursor == ""
    assert {each.metric: each.count for each in page.items[2].seen} == {
        "likes": Count.exactly(3),
        "shares": Count.exactly(2),
        "comments": Count.exactly(1),
        "quotes": Count.exactly(5),
    }
    assert "नमस्ते" not in repr(page)


def test_a_full_page_goes_on_below_its_last_post_until_the_day_asked_for(fake):
    asha = fake.server("social.example").people["1"]
    asha.statuses = [status(str(n), NOW - timedelta(hours=100 - n)) for n in range(1, 100)]

    def page(since, cursor):
        return ask(fake, lambda asker: PLACE.posts(asker, Access(), ASHA, since, cursor))

    first = page(None, "")
    assert (len(first.items), first.cursor) == (40, "60")
    second = page(NOW - timedelta(hours=50), first.cursor)
    assert [second.items[0].post_id, second.items[-1].post_id] == ["59", "50"]
    assert second.cursor == ""


def test_posts_of_an_account_without_an_id_are_found_by_its_name(fake):
    fake.server("social.example").people["1"].statuses = [status("5", NOW)]
    named = Target("k", "", "asha@social.example")
    page = ask(fake, lambda asker: PLACE.posts(asker, Access(), named, None, ""))
    assert [post.account for post in page.items] == ["k"]


@pytest.mark.parametrize("old", [False, True])
def test_engagement_leaves_out_what_was_deleted(fake, old):
    server = fake.server("social.example")
    server.old = old
    server.people["1"].statuses = [status("5", NOW), status("6", NOW)]
    posts = ask(fake, lambda asker: PLACE.engagement(asker, Access(), ASHA, ["5", "7", "../8"]))
    assert [post.post_id for post in posts] == ["5"]


def test_the_inbox_tells_mentions_replies_and_messages_apart(fake):
    answers_us = {"in_reply_to_id": "5", "in_reply_to_account_id": "1"}
    fake.server("social.example").people["1"].mentions = [
        mention("31", status("21", NOW - timedelta(minutes=3))),
        mention("32", status("22", NOW - timedelta(minutes=2), **answers_us)),
        mention("33", status("23", NOW - timedelta(minutes=1), visibility="direct")),
        {"id": "34", "type": "favourite", "account": {}, "status": None},
    ]
    access = Access(token="asha's token")
    page = ask(fake, lambda asker: PLACE.inbox(asker, access, ASHA, None, ""))
    assert [(each.message_id, each.kind, each.post_id) for each in page.items] == [
        ("23", "message", ""),
        ("22", "reply", "5"),
        ("21", "mention", ""),
    ]
    assert page.items[0].text == "नमस्ते & welcome\nall\nagain"
    assert page.items[0].author_name == "citizen@far.example"
    assert page.items[0].author_id == "77@social.example"
    assert "citizen" not in repr(page)


def test_the_inbox_is_read_back_to_the_moment_asked_for(fake):
    fake.server("social.example").people["1"].mentions = [
        mention(str(n), status(str(n), NOW - timedelta(hours=60 - n))) for n in range(60)
    ]
    access = Access(token="asha's token")
    since = NOW - timedelta(hours=10)
    page = ask(fake, lambda asker: PLACE.inbox(asker, access, ASHA, since, ""))
    assert (len(page.items), page.cursor) == (10, "")


def test_a_name_that_finds_somebody_else_is_missing():
    other = {"id": "5", "acct": "asha@far.example", "followers_count": 1, "statuses_count": 1}
    (outcome,) = counted(Says(Answered(other)), Target("k", "", "asha@social.example"))
    assert isinstance(outcome.error, Gone)


def test_a_deleted_account_is_deleted():
    gone = Says(Answered({"error": "Gone"}, 410))
    (outcome,) = counted(gone, Target("k", "", "asha@social.example"))
    assert isinstance(outcome.error, Gone)
    assert outcome.error.status == "deleted"


def test_ids_that_are_no_ids_are_not_paged_by(fake):
    page = [status("a/../b", NOW) for _ in range(40)]
    with pytest.raises(NotOffered):
        ask(Says(Answered(page)), lambda asker: PLACE.posts(asker, Access(), ASHA, None, ""))


def test_a_status_without_a_moment_is_a_bad_answer():
    for wrong in ("yesterday", None, 5):
        with pytest.raises(BadAnswer):
            statuses([status("1", NOW) | {"created_at": wrong}], "k", "1")


def test_the_fake_holds_a_hundred_thousand_people_without_searching(fake):
    server = fake.server("big.example")
    for n in range(1_000):
        server.add(str(n), f"p{n}", n)
    assert isinstance(server.named("p999"), Person)
    many = [Target(f"k{n}", f"{n}@big.example", "") for n in range(40)]
    assert [each.seen[0].count for each in counted(fake, *many)] == [
        Count.exactly(n) for n in range(40)
    ]
