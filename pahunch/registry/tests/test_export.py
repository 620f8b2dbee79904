"""What goes out comes in again, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from pahunch.registry import models
from pahunch.registry.actions import correct_fact
from pahunch.registry.errors import RegistryError
from pahunch.registry.export import export_folder
from pahunch.registry.load import load_folder
from pahunch.registry.tables import TABLES
from pahunch.registry.tests.conftest import NOW
from pahunch.staff.models import Deed, User
from pahunch.staff.rights import Refused


def empty_the_registry() -> None:
    """Remove every row, those that name others first."""
    for table in reversed(TABLES.values()):
        table.model._base_manager.all().delete()
    models.Source.objects.all().delete()


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.usefixtures("mp")
def test_the_whole_state_goes_out_and_comes_in_with_the_same_bytes(tmp_path: Path) -> None:
    person = models.Person.objects.get(slug="usha-thakur")
    correct_fact(person, "name_hi", "उषा", reason="her letter", by=None, at=NOW)
    counts = export_folder(tmp_path / "one", by=None, at=NOW, state="mp")
    assert counts["divisions"] == 609
    assert counts["corrections"] == 1
    empty_the_registry()
    loaded = load_folder(tmp_path / "one", by=None, at=NOW)
    assert loaded.new == sum(counts.values())
    export_folder(tmp_path / "two", by=None, at=NOW, state="mp")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    connection.check_constraints()


@pytest.mark.usefixtures("mp", "small")
def test_one_state_goes_out_without_the_others(tmp_path: Path) -> None:
    person = models.Person.objects.get(slug="usha-thakur")
    correct_fact(person, "name_hi", "उषा", reason="her letter", by=None, at=NOW)
    alone = export_folder(tmp_path / "zz", by=None, at=NOW, state="zz")
    assert (alone["divisions"], alone["people"], alone["accounts"]) == (5, 2, 3)
    assert alone["corrections"] == 0
    assert not (tmp_path / "zz" / "corrections.csv").exists()
    together = export_folder(tmp_path / "all", by=None, at=NOW)
    assert together["divisions"] == 5 + 609


@pytest.mark.usefixtures("small")
def test_an_export_is_a_deed(tmp_path: Path, om: User) -> None:
    export_folder(tmp_path / "out", by=om, at=NOW)
    deed = Deed.objects.order_by("seq").last()
    assert deed is not None
    assert (deed.verb, deed.subject, deed.by) == ("registry.exported", "registry:all", om)


@pytest.mark.usefixtures("small")
def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(RegistryError, match="not an empty folder"):
        export_folder(folder, by=None, at=NOW)
    assert bytes_of(folder) == {"letter.txt": b"mine"}


@pytest.mark.usefixtures("small")
def test_a_state_that_is_not_there_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    deeds = Deed.objects.count()
    with pytest.raises(RegistryError, match="no state 'xx'"):
        export_folder(tmp_path / "xx", by=None, at=NOW, state="xx")
    assert not (tmp_path / "xx").exists()
    assert Deed.objects.count() == deeds


@pytest.mark.usefixtures("small")
def test_a_district_officer_may_not_take_the_registry_away(tmp_path: Path, meena: User) -> None:
    with pytest.raises(Refused):
        export_folder(tmp_path / "out", by=meena, at=NOW)
    assert not (tmp_path / "out").exists()
