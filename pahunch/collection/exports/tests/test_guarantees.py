"""What holds for every import holds for exports: whole, once, withdrawable, with a deed."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from pahunch.collection import files, recovery, storing
from pahunch.collection.actions import recover, withdraw_import
from pahunch.collection.exports.actions import Wish, import_export
from pahunch.collection.exports.tests import samples
from pahunch.collection.exports.tests.conftest import NOW
from pahunch.collection.exports.tests.samples import sheet
from pahunch.collection.exports.troubles import BadExport
from pahunch.collection.models import Import, Stage
from pahunch.observations import Extra, Lake
from pahunch.registry.models import Account, Department, Division
from pahunch.staff.models import Deed, Grant
from pahunch.staff.rights import Refused

pytestmark = pytest.mark.django_db

ROW = {
    "User Name": "udaharan.office",
    "Followers at Posting": "900",
    "Post Created": "2021-07-05 18:02:45 IST",
    "Likes": "5",
    "URL": "https://www.instagram.com/p/CxYz_-12/",
    "Title": "words of a post",
}
FILE = sheet(samples.CROWDTANGLE_INSTAGRAM, ROW)
OVERVIEW = sheet(samples.X_OVERVIEW, {"Date": "2025-03-21", "New follows": "4"})
KEY = "instagram:17841400000000001"


class PowerCut(BaseException):
    """The machine dies here."""


def in_lake(settings):
    lake = Lake(settings.LAKE)
    return (
        lake.at().series([KEY]).num_rows,
        lake.rows(Extra.POSTS).num_rows,
        lake.rows(Extra.POST_METRICS).num_rows,
    )


def test_an_export_becomes_a_run_an_import_a_deed_and_a_kept_file(bring, settings):
    brought = bring(FILE)
    kept = Import.objects.get()
    assert (kept.run, kept.kind, kept.rows, kept.stage) == (brought.run, "export", 1, Stage.DONE)
    assert kept.state == Division.objects.get(code="up")
    assert (settings.HOME / kept.raw_path).read_bytes() == FILE.encode()
    (deed,) = Deed.objects.all()
    assert deed.verb == "collection.counts_imported"
    assert deed.detail["kind"] == "crowdtangle-instagram"
    assert deed.detail["accounts"] == [KEY]
    assert "words of a post" not in deed.detail_json
    assert in_lake(settings) == (1, 1, 1)
    assert not list(files.journal().iterdir())


def test_a_dry_run_shows_everything_and_stores_nothing(bring, settings):
    brought = bring(FILE, dry_run=True)
    assert (brought.observations, brought.posts, brought.figures) == (1, 1, 1)
    assert not Import.objects.exists()
    assert not Deed.objects.exists()
    assert not [path for path in settings.HOME.rglob("*") if path.is_file() and path.stat().st_size]


def test_the_same_file_again_adds_nothing(bring, settings):
    first = bring(FILE)
    again = bring(FILE)
    assert (again.run, again.already) == (first.run, True)
    assert (Import.objects.count(), Deed.objects.count()) == (1, 1)
    assert in_lake(settings) == (1, 1, 1)


def test_the_same_file_for_another_account_waits_until_the_first_is_withdrawn(bring, settings):
    other = Account.objects.create(
        key="x:102", platform="x", platform_id="102", kind="office",
        department=Department.objects.get(), source=Department.objects.get().source,
    )  # fmt: skip
    first = bring(OVERVIEW, "x:101")
    with pytest.raises(BadExport, match=f"for other accounts, as {first.run}; withdraw that first"):
        bring(OVERVIEW, other.key)
    withdraw_import(first.run, reason="wrong account", by=None, now=NOW)
    assert bring(OVERVIEW, other.key).run != first.run
    assert bring(OVERVIEW, "x:101").stage == Stage.WITHDRAWN


def test_a_withdrawn_export_leaves_every_question(bring, settings):
    run = bring(FILE).run
    withdraw_import(run, reason="wrong file", by=None, now=NOW)
    lake = Lake(settings.LAKE)
    assert lake.rows(Extra.POSTS).num_rows == 0
    assert lake.rows(Extra.POST_METRICS).num_rows == 0
    assert lake.at().series([KEY]).column("withdrawn").to_pylist() == [True]


def test_an_export_of_posts_alone_can_be_withdrawn_too(bring, settings):
    run = bring(sheet(samples.CROWDTANGLE_INSTAGRAM, ROW | {"Followers at Posting": ""})).run
    assert in_lake(settings) == (0, 1, 1)
    withdraw_import(run, reason="wrong file", by=None, now=NOW)
    assert in_lake(settings) == (0, 0, 0)


@pytest.mark.parametrize(
    ("module", "step"), [(files, "write_journal"), (files, "keep_copy"), (storing, "record")]
)
def test_what_was_never_announced_is_cleared_away(bring, settings, monkeypatch, module, step):
    def die(*args, **kwargs):
        raise PowerCut

    monkeypatch.setattr(module, step, die)
    with pytest.raises(PowerCut):
        bring(FILE)
    assert recover(NOW) == 0
    assert in_lake(settings) == (0, 0, 0)
    assert not Import.objects.exists()
    assert not list(settings.UPLOADS.glob("*"))
    assert not files.journal().exists() or not list(files.journal().iterdir())


def test_a_journal_that_was_half_written_is_cleared_away(bring, settings, monkeypatch):
    written: list[object] = []

    def write_once(*args, **kwargs):
        if written:
            raise PowerCut
        written.append(write(*args, **kwargs))

    write = pq.write_table
    with monkeypatch.context() as within:
        within.setattr(pq, "write_table", write_once)
        with pytest.raises(PowerCut):
            bring(FILE)
    assert len(list(files.journal().iterdir())) == 2
    assert recover(NOW) == 0
    assert not list(files.journal().iterdir())
    assert not bring(FILE).already


@pytest.mark.parametrize("table", ["posts", "post_metrics", "observations"])
def test_a_machine_that_dies_between_two_tables_carries_on_exactly_once(
    bring, settings, monkeypatch, table
):
    class Dying(Lake):
        def add(self, extra, run, rows):
            if extra == table:
                raise PowerCut
            return super().add(extra, run, rows)

        def append(self, run, rows):
            if table == "observations":
                raise PowerCut
            return super().append(run, rows)

    with monkeypatch.context() as within:
        within.setattr(recovery, "Lake", Dying)
        with pytest.raises(PowerCut):
            bring(FILE)
    assert Import.objects.get().stage == Stage.PENDING
    assert recover(NOW) == 1
    assert recover(NOW) == 0
    assert in_lake(settings) == (1, 1, 1)
    assert Import.objects.get().stage == Stage.DONE
    assert not list(files.journal().iterdir())


def test_whoever_may_not_is_refused_and_leaves_no_trace(bring, ravi, guest, asha, settings):
    for user in (ravi, guest):
        with pytest.raises(Refused):
            bring(FILE, by=user)
    assert not Import.objects.exists()
    assert not settings.UPLOADS.exists()
    bring(FILE, by=asha)
    assert Import.objects.get().by == asha


def test_a_grant_of_one_state_brings_the_figures_of_its_own_accounts_only(bring, asha):
    Grant.objects.filter(user=asha).update(division_path="xx/")
    with pytest.raises(BadExport, match="row 2: is about somebody outside your part of the state"):
        bring(FILE, by=asha)
    with pytest.raises(Refused):
        bring(FILE, by=asha, state="up")
    with pytest.raises(BadExport, match="'x:101' is no account of the registry, or not of your"):
        bring(OVERVIEW, "x:101", by=asha)
    Grant.objects.filter(user=asha).update(division_path="up/")
    assert bring(FILE, by=asha, state="up").rows == 1


def test_a_state_narrows_the_accounts(bring):
    other = Division.objects.create(
        code="xx", kind="state", name="Other", path="xx/", source=Department.objects.get().source
    )
    with pytest.raises(BadExport, match="is no account of the registry"):
        bring(FILE, state=other.code)
    with pytest.raises(BadExport, match="no state 'yy'; known: up, xx"):
        bring(FILE, state="yy")


def test_the_command_shows_the_mapping_and_brings_the_file(town, export_file, capsys):
    path = str(export_file(FILE))
    call_command("import", "export", path, "--dry-run")
    shown = capsys.readouterr().out
    assert "recognised: CrowdTangle, posts of Instagram accounts" in shown
    assert "not kept" in shown
    assert "likes of the post" in shown
    assert "the file does not say when it was made" in shown
    assert "dry run: 1 observations and 1 figures of 1 posts would be added" in shown
    call_command("import", "export", path, "--format", "json")
    data = json.loads(capsys.readouterr().out)
    assert (data["kind"], data["rows"]) == ("crowdtangle-instagram", 1)
    assert {"name": "Likes", "means": "likes of the post"} in data["columns"]
    assert {"name": "Title", "means": "not kept"} in data["columns"]
    assert data["readings"][0]["figures"]["followers"] == {"low": 900, "high": 900}
    call_command("import", "export", path)
    assert "nothing added: this file was brought before" in capsys.readouterr().out
    call_command("import", "withdraw", data["run"], "--reason", "wrong")
    call_command("import", "export", path)
    assert "was withdrawn" in capsys.readouterr().out


def test_the_command_says_what_is_left_out_and_refuses_in_words(town, export_file, capsys):
    rows = [ROW | {"URL": f"https://www.instagram.com/p/Cxxxx{n}/"} for n in range(25)]
    strangers = [row | {"User Name": "somebody"} for row in rows]
    call_command("import", "export", str(export_file(sheet(samples.CROWDTANGLE_INSTAGRAM, ROW,
                                                           *strangers))), "--dry-run")  # fmt: skip
    shown = capsys.readouterr().out
    assert "left out: row 3: @somebody is no account of the registry" in shown
    assert "and 5 more rows left out" in shown
    with pytest.raises(CommandError, match="belong to no export that is known"):
        call_command("import", "export", str(export_file("a,b\n1,2\n")))
    with pytest.raises(CommandError, match="is no date"):
        call_command("import", "export", str(export_file(FILE)), "--exported-on", "soon")
    with pytest.raises(CommandError, match="newer than the day of the export"):
        call_command("import", "export", str(export_file(FILE)), "--exported-on", "2021-07-01")


def test_a_plain_sheet_goes_to_the_import_of_counts(town, export_file, capsys):
    path = export_file("account,followers,as_of\nx:101,500,2023-04-30\n")
    call_command("import", "export", str(path))
    assert "added 1 observations and 0 new accounts as counts-any-" in capsys.readouterr().out


def test_progress_is_told_while_a_long_export_is_read(town, export_file):
    told = []
    path = export_file("Date,Views\n" + "2025-03-21,5\n" * 2500)
    import_export(
        Wish(path, accounts=["youtube:UCudaharanoffice00000001"]),
        by=None,
        now=NOW,
        dry_run=True,
        watch=lambda *at: told.append(at),
    )
    assert told == [(1000, 2501), (2000, 2501)]
