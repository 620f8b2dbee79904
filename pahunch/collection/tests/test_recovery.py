from __future__ import annotations

from datetime import datetime

import pytest

from pahunch.collection import files, recovery, storing
from pahunch.collection.actions import import_counts, recover, withdraw_import
from pahunch.collection.errors import JournalLost
from pahunch.collection.models import Import, Stage
from pahunch.collection.tests.town import NOW
from pahunch.observations import Lake
from pahunch.registry.models import Account
from pahunch.staff.models import Deed

pytestmark = pytest.mark.django_db
ONE = "person,account_kind,platform,followers\nAsha Verma,personal,x,5000\n"


class PowerCut(BaseException):
    """The machine dies here."""


@pytest.fixture
def cut(monkeypatch):
    """Let the machine die whenever a function is reached."""

    def at(module, name):
        def die(*args, **kwargs):
            raise PowerCut

        monkeypatch.setattr(module, name, die)

    return at


@pytest.fixture
def one(town, counts_file):
    path = counts_file(ONE)
    return lambda: import_counts(path, state="up", by=None, now=NOW)


def rows(settings):
    return Lake(settings.LAKE).at().series(["x:~asha-verma-personal"]).num_rows


def nothing_is_there(settings):
    return (
        not Import.objects.exists()
        and not Account.objects.filter(key__contains="asha").exists()
        and not Deed.objects.exists()
        and not list(settings.UPLOADS.glob("*"))
        and not list(files.journal().glob("*"))
        and rows(settings) == 0
    )


@pytest.mark.parametrize("step", ["write_journal", "keep_copy"])
def test_what_was_never_announced_is_cleared_away(one, cut, settings, step):
    cut(files, step)
    with pytest.raises(PowerCut):
        one()
    assert recover(NOW) == 0
    assert nothing_is_there(settings)


def test_an_announcement_that_fails_takes_its_accounts_with_it(one, cut, settings):
    cut(storing, "record")
    with pytest.raises(PowerCut):
        one()
    recover(NOW)
    assert nothing_is_there(settings)


@pytest.mark.parametrize("step", ["_append", "Lake"])
def test_what_was_announced_is_carried_on_exactly_once(one, cut, settings, monkeypatch, step):
    with monkeypatch.context() as within:
        within.setattr(recovery, step, lambda *args: (_ for _ in ()).throw(PowerCut))
        with pytest.raises(PowerCut):
            one()
    assert Import.objects.get().stage == Stage.PENDING
    assert rows(settings) == 0
    assert recover(NOW) == 1
    assert recover(NOW) == 0
    assert Import.objects.get().stage == Stage.DONE
    assert (rows(settings), Deed.objects.count()) == (1, 1)
    assert not list(files.journal().iterdir())


def test_a_crash_after_the_append_adds_nothing_again(one, settings):
    run = one().run
    version = Lake(settings.LAKE).version()
    Import.objects.update(stage=Stage.PENDING)
    assert recover(NOW) == 1
    assert Lake(settings.LAKE).version() == version
    assert Import.objects.get(run=run).stage == Stage.DONE


def test_the_next_import_recovers_first(one, settings, monkeypatch):
    with monkeypatch.context() as within:
        within.setattr(recovery, "_append", lambda *args: (_ for _ in ()).throw(PowerCut))
        with pytest.raises(PowerCut):
            one()
    assert one().already
    assert rows(settings) == 1


@pytest.mark.parametrize("reached_the_lake", [True, False])
def test_a_withdrawal_is_carried_on_too(one, settings, reached_the_lake):
    run = one().run
    if reached_the_lake:
        withdraw_import(run, reason="wrong", by=None, now=NOW)
    Import.objects.update(stage=Stage.LEAVING, reason="wrong", withdrawn_at=NOW)
    assert recover(NOW) == 1
    assert Import.objects.get().stage == Stage.WITHDRAWN
    (row,) = Lake(settings.LAKE).at().series(["x:~asha-verma-personal"]).to_pylist()
    assert row["withdrawn"]


def test_an_announced_import_without_its_journal_stops_the_recovery(one, monkeypatch):
    with monkeypatch.context() as within:
        within.setattr(recovery, "_append", lambda *args: (_ for _ in ()).throw(PowerCut))
        with pytest.raises(PowerCut):
            one()
    files.drop_journal(Import.objects.get().run)
    with pytest.raises(JournalLost, match="its journal is gone"):
        recover(NOW)
    assert Import.objects.get().stage == Stage.PENDING


def test_half_written_files_are_swept_away(one, settings):
    one()
    (settings.UPLOADS / f"{files.INCOMING}1").write_text("half")
    (files.journal() / "counts-x.writing").write_text("half")
    Import.objects.update(stage=Stage.PENDING)
    recover(NOW)
    assert len(list(settings.UPLOADS.iterdir())) == 1
    assert not list(files.journal().iterdir())


def test_a_file_of_two_states_keeps_its_bytes_while_either_run_needs_them(one, settings):
    run = one().run
    kept = Import.objects.get(run=run)
    table = Lake(settings.LAKE).at().series(["x:~asha-verma-personal"])
    files.write_journal("counts-any-of-a-dead-run", kept.checksum, table)
    recover(NOW)
    assert (settings.UPLOADS / kept.checksum).exists()
    assert not list(files.journal().iterdir())


def test_a_judgement_does_not_wait_for_a_file_that_is_only_being_read(town, settings):
    settings.UPLOADS.mkdir()
    passing = settings.UPLOADS / f"{files.INCOMING}7"
    passing.write_text("under way")
    with files.alone():
        assert recover(NOW) == 0
        assert passing.exists()
    assert recover(NOW) == 0
    assert not passing.exists()


def test_a_naive_time_is_refused(town):
    with pytest.raises(ValueError, match="must be aware"):
        recovery.recover_alone(datetime(2023, 8, 26))  # noqa: DTZ001
