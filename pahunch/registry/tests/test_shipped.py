"""The shipped facts of Madhya Pradesh, counted, and loaded twice."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pahunch.registry.load import Loaded
from pahunch.registry.models import (
    Account,
    Department,
    Division,
    Electors,
    Membership,
    OtherName,
    Person,
    Placement,
)
from pahunch.registry.shipped import load_madhya_pradesh
from pahunch.registry.tests.conftest import NOW
from pahunch.staff.models import Deed


@pytest.mark.usefixtures("mp")
def test_every_place_and_department_is_there() -> None:
    kinds = dict.fromkeys(["state", "division", "district", "block", "constituency"], 0)
    for kind in Division.objects.values_list("kind", flat=True):
        kinds[kind] += 1
    assert kinds == {
        "state": 1,
        "division": 10,
        "district": 55,
        "block": 313,
        "constituency": 230,
    }
    assert Department.objects.filter(kind="department").count() == 55


@pytest.mark.usefixtures("mp")
@pytest.mark.parametrize(
    ("year", "electors"), [(2013, 46_636_788), (2018, 50_433_079), (2023, 56_057_953)]
)
def test_a_roll_counts_the_electors_that_the_commission_counted(year: int, electors: int) -> None:
    counts = Electors.objects.filter(roll__state__code="mp", roll__year=year)
    assert (counts.count(), counts.total()) == (230, electors)


@pytest.mark.usefixtures("mp")
@pytest.mark.parametrize(
    ("kind", "day", "count"),
    [
        ("minister", date(2023, 8, 25), 31),  # the three of the next day not yet
        ("minister", date(2023, 8, 26), 34),
        ("minister", date(2023, 12, 12), 34),
        ("minister", date(2023, 12, 13), 1),  # the new Chief Minister alone
        ("minister", date(2025, 6, 30), 31),
        ("member", date(2023, 6, 30), 230),
        ("member", date(2023, 12, 2), 230),
        ("member", date(2024, 1, 1), 227),  # three seats were filled at by-elections in 2024
        ("member", date(2025, 6, 30), 230),
    ],
)
def test_as_many_are_in_office_as_were(kind: str, day: date, count: int) -> None:
    held = Membership.objects.of_state("mp").of_kind(kind).in_office(day)
    assert held.count() == count
    assert held.values("division").distinct().count() == count


@pytest.mark.usefixtures("mp")
def test_two_ministries_and_two_assemblies_are_all_there() -> None:
    assert Membership.objects.of_kind("minister").count() == 34 + 31
    assert Membership.objects.of_kind("member").count() == 230 + 230


@pytest.mark.usefixtures("mp")
def test_a_minister_is_the_member_of_the_same_seat() -> None:
    for day in (date(2023, 8, 26), date(2025, 6, 30)):
        held = Membership.objects.in_office(day)
        members = dict(held.of_kind("member").values_list("division", "person"))
        for seat, person in held.of_kind("minister").values_list("division", "person"):
            assert members[seat] == person


@pytest.mark.usefixtures("mp")
def test_two_people_with_nearly_one_name_at_one_seat_stay_two() -> None:
    for seat in ("mp-ac-7", "mp-ac-150", "mp-ac-193"):
        held = Membership.objects.of_kind("member").filter(division__code=seat)
        assert held.values("person").distinct().count() == 2


@pytest.mark.usefixtures("mp")
def test_nobody_is_joined_across_seats() -> None:
    for person in Person.objects.prefetch_related("memberships__division"):
        assert len({held.division_id for held in person.memberships.all()}) <= 1


@pytest.mark.usefixtures("mp")
def test_another_spelling_is_kept_as_another_name_and_found() -> None:
    assert OtherName.objects.filter(person__slug="jagdish-devda", name="Jagdish Dewda").exists()
    assert Person.objects.called("bhoopendra").filter(slug="bhupendra-singh").exists()


@pytest.mark.usefixtures("mp")
def test_a_reinducted_minister_has_the_time_that_is_known_and_the_words_of_the_rest() -> None:
    held = Membership.objects.get(
        person__slug="tulsiram-silawat", post__code="mp-minister", ends__isnull=False
    )
    assert held.starts == date(2021, 1, 3)
    assert "2020-04-21; re-inducted 2021-01-03" in held.note
    assert not held.verified


@pytest.mark.usefixtures("mp")
def test_a_constituency_of_a_new_district_lay_in_the_old_one_before() -> None:
    amarpatan = Placement.objects.filter(child__code="mp-ac-66")
    assert amarpatan.on(date(2023, 8, 25)).get().parent.name == "Satna"
    assert amarpatan.on(date(2024, 1, 1)).get().parent.name == "Maihar"
    assert Division.objects.get(code="mp-ac-66").path == "mp/mp-v-rewa/mp-d-maihar/mp-ac-66/"
    assert Division.objects.districts().existing(date(2023, 6, 30)).count() == 52
    assert Division.objects.districts().existing(date(2024, 1, 1)).count() == 55


@pytest.mark.usefixtures("mp")
def test_every_place_hangs_below_the_state() -> None:
    paths = Division.objects.values_list("path", flat=True)
    assert all(path.startswith("mp/") and path.endswith("/") for path in paths)
    assert Division.objects.constituencies().under("mp/mp-v-indore/").count() == 37


@pytest.mark.usefixtures("mp")
def test_what_was_compiled_by_hand_is_shown_as_unverified() -> None:
    assert not Division.objects.filter(kind="division", verified=True).exists()
    assert not Membership.objects.filter(
        starts__in=["2023-12-13", "2023-12-25"], verified=True
    ).exists()
    assert not Account.objects.filter(verified=True).exists()
    for model in (Division, Placement, Person, Membership, Department, Electors):
        doubtful = model._base_manager.filter(source__text__contains="unverified")
        assert not doubtful.filter(verified=True).exists()
        assert model._base_manager.filter(verified=True).exists()


@pytest.mark.usefixtures("mp")
def test_an_account_without_a_known_id_says_so_with_a_tilde() -> None:
    assert Account.objects.count() == 17
    assert all(
        re.fullmatch(r"[a-z]+:~[a-z0-9-]+", account.key) for account in Account.objects.all()
    )
    chouhan = Account.objects.get(key="x:~chouhanshivraj")
    assert str(chouhan.owner) == "Shivraj Singh Chouhan"
    assert [handle.handle for handle in chouhan.handles.all()] == ["ChouhanShivraj"]


@pytest.mark.usefixtures("mp")
def test_people_and_parties_that_only_the_counts_name_are_there() -> None:
    assert Person.objects.get(slug="jyotiraditya-scindia").memberships.count() == 0
    assert Department.objects.filter(kind="party").count() == 2


@pytest.mark.usefixtures("mp")
def test_names_are_found_in_both_scripts() -> None:
    for words in ("Shivpuri", "shivpur", "शिवपुरी", "शिवपुर"):
        assert Division.objects.called(words).filter(code="mp-d-432").exists()
    for words in ("chouhan", "चौहान", "shivraj singh"):
        assert Person.objects.called(words).filter(slug="shivraj-singh-chouhan").exists()


def test_loading_again_changes_nothing_and_writes_no_deed(mp: Loaded) -> None:
    deeds = Deed.objects.count()
    again = load_madhya_pradesh(by=None, at=NOW)
    assert again.did_nothing
    assert again.same == mp.new
    assert Deed.objects.count() == deeds
