"""The machine dies between any two steps; what was announced is there once, the rest never was."""

from __future__ import annotations

import pytest

from pahunch.collection import files, recovery
from pahunch.collection.actions import recover
from pahunch.collection.by_hand import actions
from pahunch.collection.by_hand.actions import confirm_reading
from pahunch.collection.by_hand.tests.conftest import NOW
from pahunch.collection.models import HandReading, Import
from pahunch.staff.models import Deed

pytestmark = pytest.mark.django_db


class PowerCut(BaseException):
    """The machine dies here."""


@pytest.fixture
def cut(monkeypatch):
    """Do something while the machine dies whenever a function is reached."""

    def run(module, name, work):
        def die(*args, **kwargs):
            raise PowerCut

        with monkeypatch.context() as within:
            within.setattr(module, name, die)
            with pytest.raises(PowerCut):
                work()

    return run


def left(settings):
    """What lies in the home beside readings and imports that are whole."""
    named = {one.evidence for one in HandReading.objects.all()}
    names = (path.name for path in settings.UPLOADS.glob("*") if path.is_file())
    kept = {name for name in names if name not in named}
    return kept | {path.name for path in files.journal().glob("*")}


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (actions, "check_picture"),
        (files, "write_journal"),
        (files, "keep_copy"),
        (actions, "_enter"),
        (actions, "record"),
    ],
)
def test_a_reading_that_never_reached_the_database_leaves_no_screenshot(
    enter, people, cut, settings, module, step
):
    cut(module, step, lambda: enter(people.ravi))
    recover(NOW)
    assert not HandReading.objects.exists()
    assert not Deed.objects.exists()
    assert not left(settings)
    assert enter(people.ravi).state == "waiting"


def test_a_reading_that_reached_the_database_keeps_its_screenshot(enter, people, cut, settings):
    cut(files, "drop_journal", lambda: enter(people.ravi))
    assert list(files.journal().iterdir())
    recover(NOW)
    assert (settings.UPLOADS / HandReading.objects.get().evidence).exists()
    assert not left(settings)


@pytest.mark.parametrize(
    ("module", "step"),
    [(files, "write_journal"), (actions, "_import_of"), (actions, "record")],
)
def test_a_confirmation_that_was_never_announced_waits_again(
    enter, people, cut, settings, rows, module, step
):
    reading = enter(people.ravi)
    cut(module, step, lambda: confirm_reading(reading, "12.3K", by=people.meena, now=NOW))
    assert recover(NOW) == 0
    again = HandReading.objects.get()
    assert (again.state, again.second_wording) == ("waiting", "")
    assert (settings.UPLOADS / again.evidence).exists()
    assert not left(settings)
    assert rows() == []
    confirm_reading(again, "12.3K", by=people.meena, now=NOW)
    assert len(rows()) == 1


@pytest.mark.parametrize(
    ("module", "step"),
    [(actions, "finish"), (recovery, "_append"), (files, "drop_journal")],
)
def test_a_confirmation_that_was_announced_is_carried_on_once(
    enter, people, cut, settings, rows, module, step
):
    reading = enter(people.ravi)
    cut(module, step, lambda: confirm_reading(reading, "12.3K", by=people.meena, now=NOW))
    recover(NOW)
    recover(NOW)
    assert (HandReading.objects.get().state, Import.objects.get().stage) == ("confirmed", "done")
    assert len(rows()) == 1
    assert not left(settings)
    assert Deed.objects.filter(verb="collection.reading_confirmed").count() == 1
