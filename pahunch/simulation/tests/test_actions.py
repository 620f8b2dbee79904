from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pahunch.directives.inside import inside_of
from pahunch.directives.judge import judge
from pahunch.directives.large import judge_roster
from pahunch.directives.models import Directive
from pahunch.observations import Extra, Lake
from pahunch.registry.models import (
    Account,
    AccountStatus,
    Division,
    Electors,
    Handle,
    Membership,
    Person,
)
from pahunch.simulation import AlreadyMade, BadPlan, actions
from pahunch.simulation.actions import Asked, make_state, truth_folder
from pahunch.simulation.truth import Made
from pahunch.staff.models import Deed
from pahunch.staff.rights import Refused

pytestmark = pytest.mark.django_db

AT = datetime(2025, 7, 1, 6, 0, tzinfo=UTC)
LAST = date(2025, 6, 30)
SMALL = Asked(7, 40, 70)


def lake(settings) -> Lake:
    return Lake(settings.LAKE)


def truth_rows() -> list[dict[str, str]]:
    with (truth_folder() / "udaharan.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def small():
    return make_state(SMALL, by=None, at=AT)


def test_the_state_comes_in_by_the_registrys_own_door(small):
    state = Division.objects.get(code="udaharan")

    assert (state.name, state.name_hi) == ("Udaharan Pradesh", "उदाहरण प्रदेश")
    assert Division.objects.under("udaharan/").filter(kind="constituency").count() == 40
    assert Person.objects.count() == 40
    assert Membership.objects.of_kind("member").count() == 40
    assert Membership.objects.of_kind("minister").filter(rank="cm").count() == 1
    assert Electors.objects.count() == 80
    assert Deed.objects.filter(verb="registry.loaded", subject="registry:udaharan").count() == 1
    assert Deed.objects.filter(verb="simulation.state_made").count() == 1


def test_every_fact_says_that_it_is_made_up_and_is_not_verified(small):
    for model in (Division, Person, Membership, Account, Handle, Electors):
        said = set(model.objects.values_list("source__text", "verified"))
        assert said == {("made-up, pahunch simulate --seed 7", False)}


def test_a_handle_is_one_that_no_platform_allows(small):
    assert all("!" in handle for handle in Handle.objects.values_list("handle", flat=True))


def test_koo_accounts_are_closed_and_count_until_that_day(small, settings):
    keys = list(Account.objects.filter(platform="koo").values_list("key", flat=True))
    closed = AccountStatus.objects.filter(account__key__in=keys, status="closed")
    since = set(closed.values_list("since", flat=True))
    rows = lake(settings).at().series(keys)

    assert keys
    assert closed.count() == len(keys)
    assert since == {small.plan.day(small.plan.closing)}
    assert pc.max(rows["seen_at"]).as_py().date() < since.pop()
    assert pc.min(rows["low"]).as_py() > 0


def test_every_account_of_the_registry_has_counts_in_the_lake(small, settings):
    keys = set(Account.objects.values_list("key", flat=True))
    rows = lake(settings).at().series(sorted(keys))

    assert set(rows["account"].to_pylist()) == keys
    assert rows.num_rows == small.rows


def test_ministers_stand_as_they_were_planned(small):
    judgement = judge(Directive.objects.get(code="udaharan-ministers"), LAST)

    assert judgement.headline == {
        "bound": 6,
        "met": 5,
        "not_met": 1,
        "undecided": 0,
        "not_measured": 0,
    }


@pytest.mark.slow
def test_of_31_ministers_29_meet_it_one_does_not_and_one_is_undecided():
    make_state(Asked(7, 230, 730), by=None, at=AT)
    ministers = judge(Directive.objects.get(code="udaharan-ministers"), LAST).headline
    members = judge(Directive.objects.get(code="udaharan-members"), LAST).headline

    assert (ministers["bound"], ministers["met"]) == (31, 29)
    assert (ministers["not_met"], ministers["undecided"]) == (1, 1)
    assert members["bound"] == 230
    assert 90 < members["met"] < 140
    assert 1 < members["undecided"] < 15
    assert 0 < members["not_measured"] < 10


def test_the_same_again_changes_nothing(small, settings):
    before = (str(lake(settings).version()), Deed.objects.count(), truth_rows())

    again = make_state(SMALL, by=None, at=AT + timedelta(minutes=5))

    assert not again.is_new
    assert again.rows == 0
    assert (str(lake(settings).version()), Deed.objects.count(), truth_rows()) == before


def test_without_numbers_the_state_that_is_there_goes_on(small):
    assert not make_state(Asked(), by=None, at=AT).is_new


def test_days_later_the_same_state_goes_on(small, settings):
    keys = list(Account.objects.values_list("key", flat=True))
    before = lake(settings).at().series(keys)

    later = make_state(SMALL, by=None, at=AT + timedelta(days=3))
    after = lake(settings).at().series(keys)

    assert later.is_new
    assert later.plan.last_day == LAST + timedelta(days=3)
    assert after.filter(pc.less(after["seen_at"], AT)).equals(before)
    assert after.num_rows - before.num_rows == later.rows > 100
    assert Membership.objects.of_kind("member").count() == 40


@pytest.mark.parametrize("asked", [Asked(8, 40, 70), Asked(7, 41, 70), Asked(7, 40, 71)])
def test_other_numbers_are_refused_in_words_and_leave_no_trace(small, settings, asked):
    before = (str(lake(settings).version()), Deed.objects.count())

    with pytest.raises(AlreadyMade, match="made with --seed 7 --representatives 40 --days 70"):
        make_state(asked, by=None, at=AT)

    assert (str(lake(settings).version()), Deed.objects.count()) == before


def test_a_state_whose_note_is_lost_is_not_made_over(small):
    (truth_folder() / "udaharan.json").unlink()

    with pytest.raises(AlreadyMade, match="note of how it was made is gone"):
        make_state(SMALL, by=None, at=AT)


def test_a_making_that_was_cut_short_is_taken_up_again(settings, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "observations", stop)
        with pytest.raises(KeyboardInterrupt):
            make_state(SMALL, by=None, at=AT)
    assert lake(settings).at().series(["x:ud7-p0000001"]).num_rows == 0
    assert not list(truth_folder().glob("*.part"))

    made = make_state(SMALL, by=None, at=AT + timedelta(days=0))

    assert made.is_new
    assert made.rows > 5000
    assert truth_rows()


def test_the_truth_says_what_was_planted(small):
    rows = truth_rows()

    assert {"busy", "outage", "purge", "closed"} <= {row["event"] for row in rows}
    assert len(rows) == small.events
    purge = next(row for row in rows if row["event"] == "purge")
    assert (purge["platform"], purge["starts"]) == ("x", purge["ends"])


def test_the_true_followers_of_every_day_lie_inside_what_was_seen(small, settings):
    table = pq.read_table(truth_folder() / "udaharan-daily.parquet")
    true = {(row["account"], row["day"]): row["followers"] for row in table.to_pylist()}
    seen = lake(settings).at().series(sorted(set(table["account"].to_pylist()))).to_pylist()

    assert len(true) > len(seen)
    for row in seen:
        followers = true[row["account"], row["seen_at"].date()]
        assert row["withheld"] or row["low"] <= followers <= row["high"]


def test_the_same_seed_gives_the_same_rows_in_another_lake(small, settings, tmp_path):
    keys = list(Account.objects.values_list("key", flat=True))
    first = lake(settings).at().series(keys)
    settings.LAKE, settings.HOME = tmp_path / "other" / "lake", tmp_path / "other"
    Path(settings.HOME).mkdir()
    with pytest.raises(AlreadyMade):
        make_state(SMALL, by=None, at=AT)
    truth_folder().mkdir()
    note = Made.of(small.plan)
    note.write(truth_folder())

    make_state(SMALL, by=None, at=AT)

    assert lake(settings).at().series(keys).equals(first)


def test_a_large_state_lives_in_the_lake_alone(settings, monkeypatch):
    monkeypatch.setattr(actions, "LARGE", 100)

    made = make_state(Asked(7, 3000, 5), by=None, at=AT)

    assert made.is_large
    assert not Person.objects.exists()
    assert not Account.objects.exists()
    assert Division.objects.count() == 1
    assert not (truth_folder() / "udaharan-daily.parquet").exists()
    ministers = judge_roster(Directive.objects.get(code="udaharan-ministers"), LAST).headline
    members = judge_roster(Directive.objects.get(code="udaharan-members"), LAST).headline
    assert (ministers["bound"], ministers["met"], ministers["not_met"]) == (31, 29, 1)
    assert members["bound"] == 3000
    assert 0.35 < members["met"] / 3000 < 0.5
    assert 0 < members["not_measured"] < 60


@pytest.mark.parametrize("until", [date(2025, 7, 2), date(2009, 12, 31)])
def test_a_day_that_cannot_have_counts_is_refused_and_leaves_no_trace(settings, until):
    with pytest.raises(BadPlan, match=f"until is {until}"):
        make_state(Asked(7, 12, 30, until=until), by=None, at=AT)

    assert not Division.objects.exists()
    assert not truth_folder().exists()


def test_a_very_large_state_is_left_without_a_checkpoint(settings, monkeypatch):
    asked: list[date] = []
    monkeypatch.setattr(Lake, "checkpoint", lambda _, *days, zone: asked.append(days[-1]))
    make_state(Asked(7, 40, 3), by=None, at=AT)
    assert asked == [LAST]

    monkeypatch.setattr(actions, "CHECKPOINTED", 30)
    make_state(Asked(), by=None, at=AT + timedelta(days=1))
    assert asked == [LAST]


def test_a_state_that_ended_long_ago_says_which_day_to_look_at():
    make_state(Asked(7, 12, 30, until=date(2024, 3, 31)), by=None, at=AT)

    assert set(Directive.objects.values_list("usual_day", flat=True)) == {date(2024, 3, 31)}


def test_who_watches_hears_of_everybody(settings, monkeypatch):
    monkeypatch.setattr(actions, "LARGE", 100)
    heard: dict[str, int] = {}

    def watch(what, done, total):
        heard[what] = heard.get(what, 0) + done
        assert total == 3000

    make_state(Asked(7, 3000, 2), by=None, at=AT, watch=watch)

    assert heard == {"counts": 3000, "udaharan-ministers": 3000, "udaharan-members": 3000}


def test_only_the_state_cell_may_make_it(asha, ravi):
    with pytest.raises(Refused):
        make_state(SMALL, by=ravi, at=AT)
    assert not Division.objects.exists()

    make_state(SMALL, by=asha, at=AT)

    assert Deed.objects.get(verb="simulation.state_made").by == asha


def test_growth_of_a_representative_goes_up_over_the_years(small, settings):
    table = pq.read_table(truth_folder() / "udaharan-daily.parquet").to_pandas()
    spans = table.groupby("account")["followers"].agg(["first", "last"])

    assert (spans["last"] > spans["first"]).mean() > 0.9
    assert np.isfinite(spans["last"]).all()


def test_a_state_of_one_block_comes_as_one_run_a_month(small, settings):
    everything = lake(settings).at().series(list(Account.objects.values_list("key", flat=True)))
    runs = set(everything.column("run").to_pylist())

    assert runs == {
        "simulate-udaharan-7-40-2025-04-22-to-2025-04-30",
        "simulate-udaharan-7-40-2025-05-01-to-2025-05-31",
        "simulate-udaharan-7-40-2025-06-01-to-2025-06-30",
    }


def test_the_latest_counts_are_kept_of_month_ends_and_of_each_night_of_the_last_weeks(
    small, settings
):
    kept = {path.name[:8] for path in (settings.LAKE / "checkpoints").glob("*.parquet")}
    nights = {f"202506{number:02}" for number in range(1, 31)}
    assert kept == {"20250430", "20250531"} | nights


def test_followers_inside_are_told_from_the_lists_about_as_often_as_claimed(small):
    with (truth_folder() / "udaharan-inside.csv").open(encoding="utf-8", newline="") as file:
        truth = {(row["account"], row["day"]): int(row["inside"]) for row in csv.DictReader(file)}
    directive = Directive.objects.with_terms().get(code="udaharan-members")
    found = inside_of(directive, LAST)
    told = [each for person in found.people.values() for each in person.accounts if each.tells]
    held = [
        each.low <= truth[each.account, each.told_at.date().isoformat()] <= each.high
        for each in told
        if each.told_at and each.high is not None
    ]

    assert len(told) > 20
    assert np.mean(held) > 0.85


def test_above_the_limit_no_places_are_told(settings, monkeypatch):
    monkeypatch.setattr(actions, "PLACED", 10)
    make_state(SMALL, by=None, at=AT)

    assert lake(settings).rows(Extra.AUDIENCE).num_rows == 0
    assert not (truth_folder() / "udaharan-inside.csv").exists()


def test_places_of_a_state_that_goes_on_are_added_and_the_past_stays(small, settings):
    before = lake(settings).rows(Extra.AUDIENCE)
    make_state(Asked(until=LAST + timedelta(days=9)), by=None, at=AT + timedelta(days=10))
    after = lake(settings).rows(Extra.AUDIENCE)

    assert after.num_rows > before.num_rows
    assert set(before["run"].unique().to_pylist()) < set(after["run"].unique().to_pylist())
    newest = pc.max(before["seen_at"])
    assert after.filter(pc.less_equal(after["seen_at"], newest)).equals(before)
