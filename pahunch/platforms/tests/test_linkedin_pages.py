"""LinkedIn over days: tokens that end, calls that are used up, posts whose figures are missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pahunch.facts import Count
from pahunch.platforms.base import Access, Target
from pahunch.platforms.errors import Gone, PlatformError, Reconnect, Refused, TryLater
from pahunch.platforms.linkedin import LinkedIn
from pahunch.platforms.sign_in import Application, Token
from pahunch.platforms.tests.asking import NOW, asked
from tests.fakes.base import Answered, transport
from tests.fakes.linkedin import FakeLinkedIn, Page, Share

ASHA, RAVI = Access("connection-1", "token-of-asha"), Access("connection-2", "token-of-ravi")
HERS = Target("linkedin:7", "7")
PLACE = LinkedIn()


class Clock:
    """A clock that a test sets."""

    now = NOW.timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def fake() -> FakeLinkedIn:
    made = FakeLinkedIn(clock=Clock())
    made.pages["7"] = Page("7", 1_234, {"token-of-asha"}, regions={"urn:li:geo:102713980": 77})
    made.pages["8"] = Page("8", 56, {"token-of-asha", "token-of-ravi"})
    return made


def counted(fake: FakeLinkedIn, access: Access = ASHA, target: Target = HERS) -> Count | None:
    (outcome,) = asked(PLACE, lambda ask: PLACE.counts(ask, access, [target], NOW), transport(fake))
    return outcome.seen[0].count


def test_a_page_is_counted_until_its_administrator_s_token_ends(fake: FakeLinkedIn) -> None:
    assert counted(fake) == Count.exactly(1_234)
    fake.pages["7"].followers = 1_240
    assert counted(fake) == Count.exactly(1_240)
    fake.ended.add("token-of-asha")
    with pytest.raises(Reconnect) as caught:
        counted(fake)
    assert caught.value.code == "EXPIRED_ACCESS_TOKEN"


def test_a_member_without_a_role_is_refused_and_a_page_that_is_not_there_is_missing(
    fake: FakeLinkedIn,
) -> None:
    with pytest.raises(Refused):
        counted(fake, RAVI)
    with pytest.raises(Gone) as caught:
        counted(fake, ASHA, Target("linkedin:9", "9"))
    assert caught.value.status == "missing"


def test_the_calls_of_a_member_end_before_those_of_the_application_and_come_back(
    fake: FakeLinkedIn,
) -> None:
    fake.member_calls, fake.calls = 2, 3
    limits, waits = [], set()
    for access in (ASHA, ASHA, ASHA, RAVI, RAVI):
        try:
            counted(fake, access, Target("linkedin:8", "8"))
            limits.append("")
        except TryLater as later:
            waits.add(later.not_before)
            limits.append(later.limit)
    assert limits == ["", "", "member", "", "calls"]
    assert waits == {NOW.replace(hour=0, minute=0) + timedelta(days=1)}
    assert isinstance(fake.clock, Clock)
    fake.clock.now += 86_400
    assert counted(fake) == Count.exactly(1_234)


def test_a_post_whose_figures_are_missing_in_a_batch_has_none_and_not_zero(
    fake: FakeLinkedIn,
) -> None:
    fake.pages["7"].posts = [
        Share(f"urn:li:share:{n}", NOW - timedelta(hours=n), likes=n, told=n != 1)
        for n in range(60)
    ]
    first = asked(PLACE, lambda ask: PLACE.posts(ask, ASHA, HERS, None, ""), transport(fake))
    rest = asked(
        PLACE, lambda ask: PLACE.posts(ask, ASHA, HERS, None, first.cursor), transport(fake)
    )
    posts = [*first.items, *rest.items]
    assert [post.post_id for post in posts] == [f"urn:li:share:{n}" for n in range(60)]
    assert (first.cursor, rest.cursor) == ("50", "")
    likes = [[one.count for one in post.seen if one.metric == "likes"] for post in posts]
    assert likes == [[] if n == 1 else [Count.exactly(n)] for n in range(60)]


def test_a_list_that_breaks_between_posts_and_figures_is_read_again_as_a_whole(
    fake: FakeLinkedIn,
) -> None:
    fake.pages["7"].posts = [Share("urn:li:ugcPost:1", NOW, likes=3)]
    rows = {"elements": [{"id": "urn:li:ugcPost:1", "publishedAt": 1_795_415_400_000}]}
    for broken in (Answered({}, 503), Answered(b'{"elements": [', 200), Answered({}, 302)):
        fake.broken = [Answered(rows), broken]
        with pytest.raises(PlatformError):
            asked(PLACE, lambda ask: PLACE.posts(ask, ASHA, HERS, None, ""), transport(fake))
    page = asked(PLACE, lambda ask: PLACE.posts(ask, ASHA, HERS, None, ""), transport(fake))
    assert [one.count for one in page.items[0].seen] == [Count.exactly(3), Count.exactly(100)]


def test_only_the_pages_that_a_member_administers_are_listed(fake: FakeLinkedIn) -> None:
    way = PLACE.sign_in
    owned = [
        [
            page.platform_id
            for page in asked(
                PLACE,
                lambda ask, word=word: way.owned(ask, Application("id"), Token(word)),  # type: ignore[misc]
                transport(fake),
            )
        ]
        for word in ("token-of-asha", "token-of-ravi")
    ]
    assert owned == [["7", "8"], ["8"]]
    places = asked(PLACE, lambda ask: PLACE.audience(ask, ASHA, HERS, NOW), transport(fake))
    assert [(place.name, place.count) for place in places] == [
        ("urn:li:geo:102713980", Count.exactly(77))
    ]


def test_a_version_that_is_kept_no_more_is_refused(fake: FakeLinkedIn) -> None:
    fake.version_kept = False
    with pytest.raises(Refused) as caught:
        counted(fake)
    assert caught.value.code == "NONEXISTENT_VERSION"
