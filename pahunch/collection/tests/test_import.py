from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pahunch.collection import files
from pahunch.collection.actions import import_counts, withdraw_import
from pahunch.collection.errors import BadCounts, NoSuchRun, WrongStage
from pahunch.collection.models import Import, Stage
from pahunch.collection.tests.town import NOW
from pahunch.observations import Lake
from pahunch.registry.models import Account, Department, Division
from pahunch.staff.models import Deed, Grant
from pahunch.staff.rights import Refused

pytestmark = pytest.mark.django_db

TWO = """person,account_kind,platform,followers,as_of,source
Asha Verma,personal,x,"1,25,000",2023-08-01,https://example.org/a
मीना बाई,office,x,१२ हज़ार,अप्रैल 2023,https://example.org/b
"""


@pytest.fixture
def bring(town, counts_file):
    def bring_in(text, **options):
        path = text if isinstance(text, Path) else counts_file(text)
        return import_counts(path, **({"state": "up", "by": None, "now": NOW} | options))

    return bring_in


def lake(settings):
    return Lake(settings.LAKE)


def series(settings, *accounts):
    return lake(settings).at().series(list(accounts)).to_pylist()


def test_a_file_becomes_a_run_an_import_a_deed_and_a_kept_file(bring, settings):
    imported = bring(TWO)
    assert (imported.rows, imported.already) == (2, False)
    assert imported.new_accounts == ["x:~asha-verma-personal"]
    kept = Import.objects.get()
    assert (kept.run, kept.stage, kept.rows, kept.by) == (imported.run, Stage.DONE, 2, None)
    assert (settings.HOME / kept.raw_path).read_text() == TWO
    assert [deed.verb for deed in Deed.objects.all()] == ["collection.counts_imported"]
    assert not list(files.journal().iterdir())
    rows = {row["account"]: row for row in series(settings, "x:~asha-verma-personal", "x:101")}
    assert (rows["x:101"]["low"], rows["x:101"]["high"]) == (11_500, 12_499)
    assert rows["x:101"]["wording"] == "१२ हज़ार"
    assert rows["x:101"]["precision"] == "month"
    assert rows["x:101"]["seen_at"] == datetime(2023, 4, 30, 18, 29, 59, 999999, tzinfo=UTC)
    assert rows["x:~asha-verma-personal"]["low"] == 125_000


def test_a_new_account_is_unverified_and_names_its_source(bring):
    bring(TWO)
    account = Account.objects.get(key="x:~asha-verma-personal")
    assert not account.verified
    assert account.source.url == "https://example.org/a"
    assert (account.platform_id, str(account.owner)) == ("", "Dr. Asha Verma")


def test_the_same_bytes_twice_add_nothing(bring, settings, counts_file):
    first = bring(TWO)
    version = lake(settings).version()
    again = bring(counts_file(TWO, "another name.csv"))
    assert (again.already, again.run, again.rows) == (True, first.run, 2)
    assert lake(settings).version() == version
    assert (Import.objects.count(), Deed.objects.count()) == (1, 1)


def test_a_dry_run_shows_and_stores_nothing(bring, settings):
    dry = bring(TWO, dry_run=True)
    assert [reading.count for reading in dry.readings] == [(125_000, 125_000), (11_500, 12_499)]
    assert dry.new_accounts == ["x:~asha-verma-personal"]
    assert not Import.objects.exists()
    assert not Deed.objects.exists()
    assert str(lake(settings).version()) == "o0w0"
    assert not [path for path in settings.HOME.rglob("*") if path.is_file() and path.stat().st_size]


def test_explicit_ends_win_over_the_wording_and_the_wording_is_kept(bring, settings):
    bring("person,kind,followers_low,followers_high,wording\nआशा वर्मा,personal,500000,,5 लाख\n")
    (row,) = series(settings, "unstated:~asha-verma-personal")
    assert (row["low"], row["high"], row["wording"]) == (500_000, None, "5 लाख")
    assert (row["seen_at"], row["precision"]) == (None, "unknown")


def test_words_that_say_no_count_are_kept_beside_the_ends(bring, settings):
    bring("person,account_kind,followers,wording\nआशा वर्मा,personal,5000,see the photo\n")
    (row,) = series(settings, "unstated:~asha-verma-personal")
    assert (row["low"], row["high"], row["wording"]) == (5000, 5000, "see the photo")


def test_two_counts_of_one_day_are_both_kept(bring, settings):
    bring("account,followers,as_of\nx:101,5,2023-08-01\n@meenaoffice,6,2023-08-01\n")
    assert sorted(row["low"] for row in series(settings, "x:101")) == [5, 6]


@pytest.mark.parametrize(
    ("day", "slug"),
    [("2015-01-01", "old-member"), ("2020-01-01", "meena-bai"), ("2013-01-01", "old-member")],
)
def test_a_seat_means_whoever_held_it_on_the_day_or_nearest_to_it(bring, day, slug):
    dry = bring(f"ac_no,kind,platform,followers,as_of\n3,personal,x,5,{day}\n", dry_run=True)
    assert dry.readings[0].account == f"x:~{slug}-personal"


@pytest.mark.parametrize(
    ("header", "cells", "account"),
    [
        ("नाम,प्रकार,मंच,अनुयायी,दिनांक", "आशा वर्मा,निजी,ट्विटर,५०००,०१-०८-२०२३",
         "x:~asha-verma-personal"),
        ("Name,Kind,Network,Follower Count,Date", "asha  VERMA,Official,Fb,5000,1/8/2023",
         "facebook:~asha-verma-office"),
        ("person,ac_no,kind,followers", "Ravi Kumar,2,personal,5", "unstated:~ravi-kumar-personal"),
        ("person,kind,followers", "Minakshi Bai,personal,5", "unstated:~meena-bai-personal"),
        ("person,followers", "Udaharan Dal,5", "unstated:~up-party-party"),
        ("department,followers,platform", "up-party,5,x", "x:~up-party-party"),
        ("person,platform,followers", "Meena Bai,x,5", "x:101"),
        ("person_en,person_hi,kind,followers", "Koi Aur,,personal,5",
         "unstated:~stranger-personal"),
        ("account,person,followers", "@MeenaOffice,मीना बाई,5", "x:101"),
    ],
)  # fmt: skip
def test_owners_are_found_in_either_script_by_name_seat_or_handle(bring, header, cells, account):
    dry = bring(f"{header}\n{cells}\n", dry_run=True)
    assert [reading.account for reading in dry.readings] == [account]


def test_a_year_that_is_not_over_counts_from_its_last_day(bring, settings):
    bring("account,followers,as_of\nx:101,5,2023\n")
    (row,) = series(settings, "x:101")
    assert row["seen_at"].date().isoformat() == "2023-12-31"


def test_a_withdrawn_run_stays_visible_and_the_file_does_not_come_back(bring, settings):
    run = bring(TWO).run
    withdrawn = withdraw_import(run[:12], reason="wrong month", by=None, now=NOW)
    assert (withdrawn.stage, withdrawn.reason) == (Stage.WITHDRAWN, "wrong month")
    assert [row["withdrawn"] for row in series(settings, "x:101")] == [True]
    again = bring(TWO)
    assert (again.already, again.stage) == (True, Stage.WITHDRAWN)
    assert [deed.verb for deed in Deed.objects.order_by("seq")] == [
        "collection.counts_imported",
        "collection.run_withdrawn",
    ]
    with pytest.raises(WrongStage, match="was withdrawn already: wrong month"):
        withdraw_import(run, reason="again", by=None, now=NOW)


def test_a_withdrawal_needs_a_run_and_a_reason(bring):
    run = bring(TWO).run
    with pytest.raises(WrongStage, match="needs a reason"):
        withdraw_import(run, reason=" ", by=None, now=NOW)
    with pytest.raises(NoSuchRun, match="is no import"):
        withdraw_import("counts-xx", reason="x", by=None, now=NOW)
    with pytest.raises(NoSuchRun, match="is no import"):
        withdraw_import("", reason="x", by=None, now=NOW)
    assert Import.objects.get().stage == Stage.DONE


def test_whoever_may_not_is_refused_and_leaves_no_trace(bring, ravi, guest, asha, settings):
    for user in (ravi, guest):
        with pytest.raises(Refused):
            bring(TWO, by=user)
    assert not Import.objects.exists()
    assert not settings.UPLOADS.exists()
    run = bring(TWO, by=asha).run
    assert Import.objects.get().by == asha
    with pytest.raises(Refused):
        withdraw_import(run, reason="x", by=ravi, now=NOW)
    assert Import.objects.get().stage == Stage.DONE


def test_a_grant_of_one_state_brings_counts_of_its_own_people_only(bring, asha):
    Grant.objects.filter(user=asha).update(division_path="up/")
    with pytest.raises(BadCounts, match="row 2: is about somebody outside your part"):
        bring("person,kind,followers\nKoi Aur,personal,5\n", by=asha)
    Department.objects.update(state=Division.objects.get(code="up"))
    assert bring("department,followers\nup-party,5\n", by=asha, dry_run=True).rows == 1
    with pytest.raises(Refused):
        bring(TWO, by=asha, state="")
    assert bring(TWO, by=asha).rows == 2


def test_the_command_previews_brings_lists_and_withdraws(bring, counts_file, capsys, town):
    path = str(counts_file(TWO))
    call_command("import", "counts", path, "--state", "up", "--dry-run")
    preview = capsys.readouterr().out
    assert "11,500 to 12,499" in preview
    assert "30-04-2023 (month)" in preview
    assert "dry run: 2 observations and 1 new accounts would be added" in preview
    call_command("import", "counts", path, "--state", "up", "--format", "json")
    data = json.loads(capsys.readouterr().out)
    assert (data["rows"], data["readings"][0]["low"]) == (2, 125_000)
    call_command("import", "counts", path, "--state", "up")
    assert "nothing added: this file was brought before" in capsys.readouterr().out
    call_command("import", "withdraw", data["run"], "--reason", "wrong")
    assert "2 observations stay visible" in capsys.readouterr().out
    call_command("import", "list", "--format", "json")
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["stage"], listed["reason"], listed["by"]) == (
        "withdrawn",
        "wrong",
        "command line",
    )
    call_command("import", "list")
    assert "withdrawn" in capsys.readouterr().out
    call_command("import", "counts", path, "--state", "up")
    assert "was withdrawn" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no state 'xx'; known: up"):
        call_command("import", "counts", path, "--state", "xx")


def test_progress_is_told_while_a_long_file_is_read(bring):
    told = []
    rows = "x:101,5\n" * 2500
    bring(f"account,followers\n{rows}", watch=lambda *at: told.append(at), dry_run=True)
    assert told == [(1000, 2501), (2000, 2501)]
