"""The one door: what comes in, what is refused and how, and that refusal leaves no trace."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pahunch.registry.errors import BadFiles, Problem
from pahunch.registry.load import load_folder, load_sheets
from pahunch.registry.models import (
    Account,
    Division,
    Electors,
    Membership,
    Person,
    Placement,
    Source,
)
from pahunch.registry.sheets import Sheet
from pahunch.registry.tests.conftest import NOW, SAID, Edit, Rows, write_folder
from pahunch.staff.models import Deed, User
from pahunch.staff.rights import Refused

pytestmark = pytest.mark.django_db


def problems_of(folder: Path) -> list[Problem]:
    """Give what is wrong with a folder, having seen that nothing of it stayed."""
    with pytest.raises(BadFiles) as refused:
        load_folder(folder, by=None, at=NOW)
    assert not Source.objects.exists()
    assert not Division.objects.exists()
    assert not Deed.objects.exists()
    return refused.value.problems


def put(table: str, row: int, **cells: str) -> Edit:
    """Edit cells of one row of one table."""
    return lambda tables: tables[table][row].update(cells)


def add(table: str, **cells: str) -> Edit:
    """Add a row to one table."""
    return lambda tables: tables[table].append({**cells, **SAID})


def drop_column(table: str, column: str) -> Edit:
    """Leave a column out of one table."""

    def edit(tables: dict[str, Rows]) -> None:
        for row in tables[table]:
            del row[column]

    return edit


def test_a_state_comes_in_with_its_tree_and_one_deed(small: Path) -> None:
    assert Division.objects.get(code="zz-ac-1").path == "zz/zz-d-1/zz-ac-1/"
    assert Electors.objects.total() == 200_000
    assert Person.objects.called("आशा").get().slug == "asha-one"
    deed = Deed.objects.get()
    assert (deed.verb, deed.subject) == ("registry.loaded", "registry:small")


def test_loading_again_changes_nothing_and_writes_no_deed(small: Path) -> None:
    again = load_folder(small, by=None, at=NOW)
    assert again.did_nothing
    assert Deed.objects.count() == 1


def test_a_changed_cell_is_one_changed_row(small: Path) -> None:
    write_folder(small, put("divisions", 3, name_hi="शिवपुरी", as_of="2025"))
    loaded = load_folder(small, by=None, at=NOW)
    assert (loaded.new, loaded.changed) == (0, 1)
    shivpur = Division.objects.get(code="zz-ac-1")
    assert (shivpur.name_hi, shivpur.source.as_of) == ("शिवपुरी", "2025")
    assert Division.objects.called("शिवपुरी").get() == shivpur


def test_a_column_that_is_left_out_keeps_what_is_known(small: Path) -> None:
    write_folder(small, drop_column("people", "state"))
    assert load_folder(small, by=None, at=NOW).did_nothing


def test_a_row_that_no_file_names_stays(small: Path) -> None:
    (small / "accounts.csv").unlink()
    load_folder(small, by=None, at=NOW)
    assert Account.objects.count() == 3


def test_a_dry_run_counts_and_leaves_no_trace(tmp_path: Path) -> None:
    loaded = load_folder(write_folder(tmp_path / "in"), by=None, at=NOW, dry_run=True)
    assert loaded.is_dry_run
    assert loaded.tables["divisions"].new == 5
    assert not Division.objects.exists()
    assert not Deed.objects.exists()


def test_a_zip_archive_is_a_folder(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    with zipfile.ZipFile(tmp_path / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            archive.write(path, f"../../{path.name}")
        archive.writestr("README.txt", "not a table")
    assert load_folder(tmp_path / "in.zip", by=None, at=NOW).tables["divisions"].new == 5


def test_a_district_that_is_divided_takes_its_constituency_along(small: Path) -> None:
    def divide(tables: dict[str, Rows]) -> None:
        new = {"code": "zz-d-3", "kind": "district", "name": "Madhya", "starts": "2025-04-01"}
        tables["divisions"].append({**new, **SAID})
        tables["placements"][2]["ends"] = "2025-03-31"
        for child, parent in (("zz-d-3", "zz"), ("zz-ac-1", "zz-d-3")):
            row = {"child": child, "parent": parent, "starts": "2025-04-01"}
            tables["placements"].append({**row, **SAID})

    load_folder(write_folder(small, divide), by=None, at=NOW)
    assert Division.objects.get(code="zz-ac-1").path == "zz/zz-d-3/zz-ac-1/"
    before = Placement.objects.on(date(2025, 3, 31)).get(child__code="zz-ac-1")
    assert before.parent.code == "zz-d-1"


BAD: list[tuple[str, Edit, str]] = [
    (
        "a parent that is not there",
        put("placements", 2, parent="zz-d-9"),
        "placements.csv, line 4, column parent: names 'zz-d-9', which is not among the divisions",
    ),
    (
        "a code twice",
        add("divisions", code="zz-d-1", kind="district", name="Again"),
        "divisions.csv, line 7, column code: names the same row as line 3",
    ),
    (
        "a date that is none",
        put("memberships", 1, starts="31-02-2024"),
        "memberships.csv, line 3, column starts: is '31-02-2024'; a date is written 2023-08-25",
    ),
    (
        "the thirtieth of February",
        put("statuses", 0, since="2024-02-30"),
        "statuses.csv, line 2, column since: is '2024-02-30'; a date is written 2023-08-25",
    ),
    (
        "a last day before the first",
        put("memberships", 0, ends="2024-01-31"),
        "memberships.csv, line 2, column ends: is 2024-01-31, before the first day 2024-02-01",
    ),
    (
        "a missing column",
        drop_column("rolls", "year"),
        "rolls.csv, line 1, column year: this column is missing",
    ),
    (
        "a column that nobody knows",
        put("posts", 0, salary="1"),
        "posts.csv, line 1, column salary: is no column of this table",
    ),
    (
        "no source",
        put("people", 1, source=""),
        "people.csv, line 3, column source: is empty",
    ),
    (
        "negative electors",
        put("electors", 0, electors="-5"),
        "electors.csv, line 2, column electors: is '-5'; it must be a whole number",
    ),
    (
        "more electors than people",
        put("electors", 0, electors="1000000000000000000"),
        "electors.csv, line 2, column electors: is '1000000000000000000'; it must be",
    ),
    (
        "a code with capitals",
        put("people", 0, slug="Asha One"),
        "people.csv, line 2, column slug: is 'Asha One'; a code has small letters",
    ),
    (
        "a kind that is none",
        put("divisions", 1, kind="zila"),
        "divisions.csv, line 3, column kind: is 'zila'; it must be one of: state, division",
    ),
    (
        "neither yes nor no",
        put("divisions", 1, verified="true"),
        "divisions.csv, line 3, column verified: is 'true'; it must be yes or no",
    ),
    (
        "a name that is too long",
        put("people", 0, name="ब" * 201),
        "people.csv, line 2, column name: has 201 letters; at most 200 fit",
    ),
    (
        "a place without a place",
        add("divisions", code="zz-d-8", kind="district", name="Nowhere"),
        "divisions.csv, line 7, column code: 'zz-d-8' lies nowhere: it has no row in placements",
    ),
    (
        "a state in a district",
        add("placements", child="zz", parent="zz-d-1"),
        "placements.csv, line 6, column parent: a state cannot lie in a district",
    ),
    (
        "one place in two places",
        add("placements", child="zz-ac-1", parent="zz-d-2", starts="2020-01-01"),
        "placements.csv, line 6, column starts: 'zz-ac-1' would lie in two places on 2020-01-01",
    ),
    (
        "half a tile",
        put("divisions", 3, tile_row="4"),
        "divisions.csv, line 5, column tile_row: a tile needs both",
    ),
    (
        "an account of two owners",
        put("accounts", 0, department="zz-water"),
        "accounts.csv, line 2, column person: an account has one owner; this one has 2",
    ),
    (
        "an account of nobody",
        put("accounts", 2, department=""),
        "accounts.csv, line 4, column person: an account has one owner; this one has 0",
    ),
    (
        "a key of another platform",
        put("accounts", 1, key="kooo:~asha"),
        "accounts.csv, line 3, column key: is 'kooo:~asha'; it begins koo:",
    ),
    (
        "an id that is not the key's",
        put("accounts", 0, platform_id="7"),
        "accounts.csv, line 2, column platform_id: is '7', and the key says '1'",
    ),
    (
        "one id under two keys",
        add(
            "accounts",
            key="x:~other",
            platform="x",
            platform_id="1",
            kind="party",
            person="bala-two",
        ),
        "accounts.csv, line 5, column platform_id: another row has the same platform, platform_id",
    ),
    (
        "one office begun twice on a day",
        add("memberships", code="zz-m-3", person="bala-two", post="zz-member", starts="2024-02-01"),
        "memberships.csv, line 4, column starts: another row has the same person, post, starts",
    ),
]


@pytest.mark.parametrize(("edit", "words"), [each[1:] for each in BAD], ids=[e[0] for e in BAD])
def test_a_bad_row_is_named_by_file_line_and_column(tmp_path: Path, edit: Edit, words: str) -> None:
    problems = problems_of(write_folder(tmp_path / "in", edit))
    assert str(problems[0]).startswith(words)
    if "whole number" not in words:
        assert len([problem for problem in problems if problem.file == problems[0].file]) == 1


def _nothing(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _utf16(folder: Path) -> None:
    (folder / "people.csv").write_bytes(b"\xff\xfe\x00\x00" + "slug".encode("utf-32-le"))


def _latin(folder: Path) -> None:
    (folder / "people.csv").write_bytes(b"slug,name,source\nasha-one,\x81\xff\xc3(,here\n")


def _empty(folder: Path) -> None:
    (folder / "people.csv").write_bytes(b"")


def _twice(folder: Path) -> None:
    (folder / "people.csv").write_bytes(b"slug,Slug,name,source\na,a,b,c\n")


def _foreign(folder: Path) -> None:
    (folder / "voters.csv").write_text("name\nnobody\n")


@pytest.mark.parametrize(
    ("spoil", "file"),
    [
        (_nothing, "in"),
        (_utf16, "people.csv"),
        (_latin, "people.csv"),
        (_empty, "people.csv"),
        (_twice, "people.csv"),
        (_foreign, "voters.csv"),
    ],
)
def test_a_file_that_is_no_table_is_named(
    tmp_path: Path, spoil: Callable[[Path], None], file: str
) -> None:
    folder = write_folder(tmp_path / "in")
    spoil(folder)
    problems = problems_of(folder)
    assert {problem.file for problem in problems} == {file}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"plain text"])
def test_an_archive_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(content)
    assert "cannot be unpacked" in str(problems_of(path)[0])


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", b"0" * 70_000_000)
    assert "too much to be a registry" in str(problems_of(path)[0])


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "neither a folder nor a file" in str(problems_of(tmp_path / "none")[0])


def test_every_problem_is_told_and_the_first_hundred_are_listed(tmp_path: Path) -> None:
    def spoil(tables: dict[str, Rows]) -> None:
        for number in range(130):
            row = {"slug": f"p-{number}", "name": "", **SAID}
            tables["people"].append(row)
        tables["memberships"][0]["ends"] = "soon"

    folder = write_folder(tmp_path / "in", spoil)
    assert len(problems_of(folder)) == 131
    lines = str(BadFiles(problems_of(folder))).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "and 31 more"


def test_a_broken_row_does_not_make_those_that_name_it_broken(tmp_path: Path) -> None:
    problems = problems_of(write_folder(tmp_path / "in", put("people", 0, name="")))
    assert [str(problem) for problem in problems] == ["people.csv, line 2, column name: is empty"]


@pytest.mark.parametrize(
    ("table", "row", "cells"),
    [("divisions", 1, {"kind": "block"}), ("posts", 0, {"state": "zz-d-1"})],
)
def test_what_is_said_once_does_not_change(
    small: Path, table: str, row: int, cells: dict[str, str]
) -> None:
    write_folder(small, put(table, row, **cells))
    with pytest.raises(BadFiles, match="it is fixed"):
        load_folder(small, by=None, at=NOW)


def test_a_refused_load_leaves_what_was_there_as_it_was(small: Path) -> None:
    write_folder(small, put("divisions", 1, name="Changed"))
    (small / "electors.csv").write_text("roll,division,electors,source\nzz-2024,zz-ac-9,5,here\n")
    with pytest.raises(BadFiles):
        load_folder(small, by=None, at=NOW)
    assert Division.objects.get(code="zz-d-1").name == "Purab"
    assert Membership.objects.count() == 2
    assert Deed.objects.count() == 1


def test_an_analyst_may_not_load(tmp_path: Path, ravi: User) -> None:
    with pytest.raises(Refused):
        load_folder(write_folder(tmp_path / "in"), by=ravi, at=NOW)
    with pytest.raises(Refused):
        load_sheets([Sheet("people", "people.csv", ())], by=ravi, at=NOW, name="people")
    assert not Division.objects.exists()


def test_the_state_cell_loads_in_its_own_name(tmp_path: Path, asha: User) -> None:
    load_folder(write_folder(tmp_path / "in"), by=asha, at=NOW)
    assert Deed.objects.get().by == asha
