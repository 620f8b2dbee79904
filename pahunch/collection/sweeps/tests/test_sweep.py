"""A sweep from end to end, with a platform that answers as it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import httpx
import pytest
from django.conf import settings

from pahunch.collection.connecting.keeping import Consent, keep
from pahunch.collection.models import Claim, Duty, Message, Meter, Plan, TrackedPost
from pahunch.collection.sweeps import claims, settling
from pahunch.collection.sweeps.duties import enrol
from pahunch.collection.sweeps.lanes import Lane, Tally
from pahunch.collection.sweeps.meters import GUARD
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.collection.sweeps.tests.platform import BATCH, Line, Toy, everybody
from pahunch.facts import Platform
from pahunch.observations import Extra, Lake
from pahunch.platforms.sign_in import Owned, Token
from pahunch.registry.models import Account, AccountStatus, Handle
from pahunch.staff.models import Deed

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def only(*asks: str) -> None:
    """Switch every other kind of fetch off."""
    for ask in {"counts", "posts", "engagement", "inbox", "audience"} - set(asks):
        Plan.objects.update_or_create(
            platform="threads",
            ask=ask,
            defaults={"enabled": False, "every_minutes": 1440, "opens": time(0)},
        )


def swept(clock: Clock, answer: Callable[[httpx.Request], httpx.Response] = everybody) -> Tally:
    """Run one lane to its end; `line` of the tally's requests is checked by the caller."""
    line = Line(answer)
    lane = Lane(Toy(), "w1", clock, transport=line.transport, pauses=(0.0, 0.0))
    enrol({Platform.THREADS: Toy()})
    lane.run(patience=timedelta(0))
    lane.tally.requests = len(line.asked)
    return lane.tally


def nobody(request: httpx.Request) -> httpx.Response:
    """Answer as if no account were there."""
    return httpx.Response(200, json={})


def counted() -> Counter[str]:
    """Give how often each account stands in the lake."""
    rows = Lake(settings.LAKE).at().series([account.key for account in Account.objects.all()])
    return Counter(rows.column("account").to_pylist())


def test_every_account_is_counted_once_a_window_in_the_largest_batches(clock: Clock) -> None:
    only("counts")
    accounts(7)
    assert swept(clock).requests == 3
    assert swept(clock).requests == 0
    assert set(counted().values()) == {1}
    clock.now += DAY
    assert swept(clock).requests == 3
    assert set(counted().values()) == {2}


def test_a_limit_ends_a_sweep_and_the_next_window_goes_on_with_the_rest(clock: Clock) -> None:
    only("counts")
    accounts(20)
    assert swept(clock).requests == 4
    assert len(counted()) == 4 * BATCH
    clock.now += timedelta(seconds=59)
    assert swept(clock).requests == 0
    clock.now += timedelta(seconds=1) + GUARD
    assert swept(clock).requests == 3
    assert len(counted()) == 20


def test_where_windows_are_too_short_for_all_each_has_its_turn(clock: Clock) -> None:
    """Four requests a minute cannot reach twenty accounts; nobody may be left out for ever."""
    only("counts")
    Plan.objects.create(platform="threads", ask="counts", every_minutes=1, opens=time(0))
    accounts(20)
    for _ in range(5):
        swept(clock)
        clock.now += timedelta(minutes=1) + GUARD
    times = counted()
    assert len(times) == 20
    assert min(times.values()) >= 2


def test_a_platform_that_says_wait_is_not_asked_before(clock: Clock) -> None:
    only("counts")
    accounts(2)
    slow = swept(clock, lambda request: httpx.Response(429, json={"error": "slow"}))
    assert slow.requests == 1
    clock.now += timedelta(seconds=29)
    assert swept(clock).requests == 0
    clock.now += timedelta(seconds=1)
    assert swept(clock).requests == 1


def test_a_fault_of_the_platform_is_tried_three_times_and_each_time_is_noted(clock: Clock) -> None:
    only("counts")
    accounts(1)
    assert swept(clock, lambda request: httpx.Response(503)).requests == 3
    rows = Lake(settings.LAKE).rows(Extra.FETCHES).to_pylist()
    assert sorted((row["attempt"], row["outcome"], row["code"]) for row in rows) == [
        (1, "waiting", "503"),
        (2, "waiting", "503"),
        (3, "waiting", "503"),
    ]
    assert not Duty.objects.filter(not_before__lte=clock.now, ask="counts").exists()
    assert Meter.objects.get().spent == 3


def test_one_wrong_name_does_not_spoil_a_batch(clock: Clock) -> None:
    only("counts")
    accounts(2)

    def answer(request: httpx.Request) -> httpx.Response:
        if "2" in request.url.params.get_list("id"):
            return httpx.Response(400, json={"error": "invalid-request"})
        return everybody(request)

    swept(clock, answer)
    assert sorted(counted()) == ["threads:1"]
    assert Duty.objects.get(account__key="threads:2", ask="counts").outcome == "refused"


def test_a_dead_worker_s_duties_are_asked_again_after_its_lease(clock: Clock) -> None:
    only("counts")
    accounts(2)
    enrol({Platform.THREADS: Toy()})
    taken = claims.take(Toy(), "counts", NOON, worker="dead", now=clock.now)
    assert isinstance(taken, claims.Taken)
    assert swept(clock).requests == 0
    clock.now += claims.LEASE
    assert swept(clock).requests == 1
    assert set(counted().values()) == {1}


def test_what_was_answered_is_carried_on_by_another_worker_without_asking(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    only("counts")
    accounts(2)
    with monkeypatch.context() as patch:
        patch.setattr(settling, "append", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            swept(clock)
    assert Claim.objects.get().answered
    clock.now += claims.LEASE
    assert swept(clock).requests == 0
    assert set(counted().values()) == {1}
    assert not Claim.objects.exists()


def test_a_worker_that_slept_through_its_lease_writes_nothing(clock: Clock) -> None:
    only("counts")
    accounts(2)
    enrol({Platform.THREADS: Toy()})
    taken = claims.take(Toy(), "counts", NOON, worker="sleepy", now=clock.now)
    assert isinstance(taken, claims.Taken)
    clock.now += claims.LEASE
    swept(clock)
    assert settling.write_answers(taken.claim, [], clock.now) is False
    assert set(counted().values()) == {1}


@pytest.mark.parametrize("status", ["suspended", "private", "deleted"])
def test_an_account_that_is_gone_gets_a_state_with_a_date_and_is_left_in_peace(
    clock: Clock, status: str
) -> None:
    only("counts")
    accounts(1)
    gone = lambda request: httpx.Response(200, json={"1": status})  # noqa: E731
    swept(clock, gone)
    seen = AccountStatus.objects.get()
    assert (seen.status, seen.since.isoformat()) == (status, "2026-11-23")
    clock.now += DAY
    assert swept(clock, gone).requests == 0
    clock.now += 30 * DAY
    assert swept(clock).requests == 1
    assert AccountStatus.objects.latest("since").status == "active"


def test_an_account_that_is_only_absent_is_called_deleted_on_the_third_day(clock: Clock) -> None:
    only("counts")
    accounts(1)
    for day in range(3):
        assert AccountStatus.objects.count() == 0, day
        swept(clock, lambda request: httpx.Response(200, json={"1": "missing"}))
        clock.now += DAY
    assert AccountStatus.objects.get().status == "deleted"


def test_an_answer_without_anybody_deletes_nobody_and_each_is_soon_asked_for_alone(
    clock: Clock,
) -> None:
    only("counts")
    accounts(BATCH)
    for _ in range(claims.DOUBTED_AFTER):
        swept(clock, nobody)
        assert {duty.code for duty in Duty.objects.filter(ask="counts")} == {"nobody"}
        assert not Duty.objects.filter(missing__gt=0).exists()
        clock.now += timedelta(hours=2)
    assert swept(clock, nobody).requests == BATCH
    assert Duty.objects.filter(ask="counts", missing=1).count() == BATCH
    assert AccountStatus.objects.count() == 0
    clock.now += DAY
    swept(clock)
    assert Duty.objects.filter(ask="counts", outcome="counted", missing=0).count() == BATCH


def test_of_many_that_are_doubted_only_a_few_are_asked_for_alone(clock: Clock) -> None:
    only("counts")
    accounts(2 * BATCH)
    enrol({Platform.THREADS: Toy()})
    Duty.objects.update(code="nobody", tries=claims.DOUBTED_AFTER)
    swept(clock, nobody)
    assert Duty.objects.filter(ask="counts", missing=1).count() == claims.ALONE < 2 * BATCH


def test_a_new_name_ends_the_old_one_the_day_before(clock: Clock) -> None:
    only("counts")
    (account,) = accounts(1)
    new = {"1": {"followers": 5, "id": "1", "handle": "NayaNaam"}}
    swept(clock, lambda request: httpx.Response(200, json=new))
    old, now = Handle.objects.filter(account=account).order_by("pk")
    assert (old.ends, now.handle, now.starts) == (
        date(2026, 11, 22),
        "NayaNaam",
        date(2026, 11, 23),
    )
    clock.now += DAY
    swept(clock, lambda request: httpx.Response(200, json=new))
    assert Handle.objects.filter(account=account).count() == 2


def test_what_a_platform_says_of_an_account_is_kept_with_a_deed_when_it_changes(
    clock: Clock,
) -> None:
    only("counts")
    accounts(1)
    said = ["moved:asha@elsewhere.example", "moved:asha@elsewhere.example", "limited", ""]
    for note in said:
        row = {"1": {"followers": 5, "id": "1", "note": note}}
        swept(clock, lambda request, row=row: httpx.Response(200, json=row))  # type: ignore[misc]
        assert Duty.objects.get(ask="counts").note == note
        clock.now += DAY
    deeds = Deed.objects.filter(verb="registry.account_note_seen").order_by("seq")
    assert [deed.detail["is"] for deed in deeds] == ["moved:asha@elsewhere.example", "limited", ""]
    assert [deed.detail["was"] for deed in deeds][1:] == ["moved:asha@elsewhere.example", "limited"]
    assert AccountStatus.objects.count() == 0


def test_the_deed_of_a_new_status_has_the_platform_s_own_word(clock: Clock) -> None:
    only("counts")
    accounts(1)
    swept(clock, lambda request: httpx.Response(200, json={"1": "suspended"}))
    deed = Deed.objects.get(verb="registry.account_status_seen")
    assert deed.detail == {"was": "active", "is": "suspended", "said": "suspended"}


def test_a_withheld_count_is_kept_as_withheld(clock: Clock) -> None:
    only("counts")
    accounts(1)
    swept(clock, lambda request: httpx.Response(200, json={"1": {"id": "1"}}))
    (row,) = Lake(settings.LAKE).at().series(["threads:1"]).to_pylist()
    assert (row["withheld"], row["low"]) == (True, None)


def test_a_fault_of_ours_in_one_answer_costs_the_others_nothing(clock: Clock) -> None:
    only("counts")
    accounts(6)

    def answer(request: httpx.Request) -> httpx.Response:
        if "1" in request.url.params.get_list("id"):
            return httpx.Response(200, json={"1": {"followers": "not a number"}})
        return everybody(request)

    swept(clock, answer)
    assert sorted(counted()) == ["threads:4", "threads:5", "threads:6"]
    assert Duty.objects.get(account__key="threads:1", ask="counts").outcome == "failed"


def test_the_engagement_of_a_post_is_read_on_days_0_1_7_and_28(clock: Clock) -> None:
    only("posts", "engagement")
    accounts(1)
    made = NOON - timedelta(hours=2)
    days = []

    def answer(request: httpx.Request) -> httpx.Response:
        post = {"id": "p1", "at": made.isoformat(), "likes": 10}
        days.append((request.url.path, (clock.now - NOON).days))
        if request.url.path == "/posts":
            return httpx.Response(200, json={"items": [post] if clock.now == NOON else []})
        return httpx.Response(200, json={"p1": post})

    for day in range(40):
        clock.now = NOON + day * DAY
        swept(clock, answer)
    assert [day for path, day in days if path == "/likes"] == [1, 7, 28]
    assert [day for path, day in days if path == "/posts"] == list(range(40))
    metrics = Lake(settings.LAKE).rows(Extra.POST_METRICS)
    assert metrics.num_rows == 4
    assert not TrackedPost.objects.exists()


def test_a_post_that_was_taken_down_is_not_asked_for_again(clock: Clock) -> None:
    only("engagement")
    (account,) = accounts(1)
    TrackedPost.objects.create(account=account, post_id="p", made_at=NOON - DAY, due_on=NOON.date())
    swept(clock, lambda request: httpx.Response(200, json={}))
    assert not TrackedPost.objects.exists()


def test_an_answer_without_any_of_several_posts_forgets_none_of_them_at_once(clock: Clock) -> None:
    only("engagement")
    (account,) = accounts(1)
    TrackedPost.objects.bulk_create(
        TrackedPost(account=account, post_id=each, made_at=NOON - DAY, due_on=NOON.date())
        for each in "pq"
    )
    for _ in range(claims.DOUBTED_AFTER):
        swept(clock, nobody)
        assert Duty.objects.get(ask="engagement").code == "nobody"
        assert TrackedPost.objects.count() == 2
        clock.now += timedelta(hours=2)
    swept(clock, nobody)
    assert Duty.objects.get(ask="engagement").outcome == "counted"
    assert not TrackedPost.objects.exists()


def test_without_consent_nothing_is_asked_that_needs_it(clock: Clock) -> None:
    only("inbox", "audience")
    accounts(2)
    assert swept(clock).requests == 0
    assert set(Duty.objects.filter(ask="inbox").values_list("outcome", flat=True)) == {
        "not_connected"
    }


def test_connections_to_one_server_share_what_it_allows(clock: Clock) -> None:
    only("inbox")
    for account in accounts(6):
        owned = Owned(account.platform_id, "", "Asha", Token(f"token-{account.pk}"))
        keep(account, Consent("Asha Verma", "counting", None), owned, by=None, now=clock())
    answer: dict[str, list[object]] = {"items": []}
    assert swept(clock, lambda request: httpx.Response(200, json=answer)).requests == 4
    assert [(meter.holder, meter.spent) for meter in Meter.objects.all()] == [(Toy().base, 4)]
    clock.now += timedelta(minutes=1) + GUARD
    assert swept(clock, lambda request: httpx.Response(200, json=answer)).requests == 2


def test_people_who_do_not_exist_are_not_asked_about(clock: Clock) -> None:
    (account,) = accounts(1)
    account.source.text = "made-up: a demonstration"
    account.source.save()
    assert swept(clock).requests == 0
    assert not Duty.objects.exists()
    assert not Message.objects.exists()
