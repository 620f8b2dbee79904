"""Who may do what, and that rows and rule agree."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pahunch.staff.deeds import record
from pahunch.staff.models import Deed, Grant, Role, User
from pahunch.staff.operations import CELL
from pahunch.staff.rights import (
    OPERATIONS,
    Place,
    Refused,
    Scope,
    SeenBy,
    action,
    may,
    page,
    require,
)
from tests.people import DISTRICT, NOW, PERSON, give, person

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


def test_every_operation_is_named_for_its_room_and_has_a_sentence() -> None:
    for name, row in OPERATIONS.items():
        room, _, verb = name.partition(".")
        assert room
        assert verb
        assert row.name == name
        assert row.sentence.endswith(".")
        assert row.roles or row.everybody


def test_asha_may_change_what_ravi_may_only_see(cast) -> None:
    assert may(cast.asha, "registry.correct_fact")
    assert not may(cast.ravi, "registry.correct_fact")
    assert may(cast.ravi, "registry.see")


def test_an_auditor_reads_everything_and_changes_nothing(om) -> None:
    changing = {name for name, row in OPERATIONS.items() if row.roles & CELL and "see" not in name}
    assert may(om, "staff.see_deeds")
    for name in changing & {"registry.import_registry", "registry.correct_fact"}:
        assert not may(om, name)


def test_an_administrator_manages_people_and_edits_no_fact(admin) -> None:
    assert may(admin, "staff.manage_users")
    for name in ("registry.correct_fact", "registry.import_registry", "collection.import_counts"):
        assert not may(admin, name)


def test_only_an_administrator_manages_people(cast) -> None:
    for somebody in (cast.asha, cast.ravi, cast.meena, cast.om, cast.guest):
        assert not may(somebody, "staff.manage_users")


def test_a_guest_may_see_their_own_account_and_nothing_else(guest) -> None:
    allowed = {name for name in OPERATIONS if may(guest, name)}
    assert allowed == {name for name, row in OPERATIONS.items() if row.everybody}


def test_a_stranger_may_nothing() -> None:
    assert not [name for name in OPERATIONS if may(STRANGER, name)]


def test_a_closed_user_may_nothing(asha) -> None:
    asha.is_active = False
    assert not [name for name in OPERATIONS if may(asha, name)]


def test_an_operation_that_does_not_exist_is_an_error_and_not_a_no(asha) -> None:
    with pytest.raises(KeyError):
        may(asha, "registry.burn")
    with pytest.raises(KeyError):
        page("registry.burn")
    with pytest.raises(KeyError):
        action("registry.burn")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(division="up/up-d-1/"), True),
        (Place(division="up/up-d-1/up-b-7/"), True),
        (Place(division="up/up-d-10/"), False),
        (Place(division="up/"), False),
        (Place(department="health"), False),
        (Place(), False),
    ],
)
def test_meena_sees_her_district_and_what_is_below_it(meena, place: Place, expected: bool) -> None:
    assert may(meena, "registry.see", place) is expected


def test_ravi_sees_the_representative_granted_and_nobody_else(ravi) -> None:
    assert may(ravi, "dashboard.see_representative", Place(person=PERSON))
    assert not may(ravi, "dashboard.see_representative", Place(person="another"))
    assert not may(ravi, "dashboard.see_representative", Place(division=DISTRICT))


def test_a_grant_of_the_whole_reaches_every_place(asha) -> None:
    for place in (Place(), Place(division="up/"), Place(department="a"), Place(person="b")):
        assert may(asha, "registry.see", place)


def test_a_row_stands_for_its_places(om, meena) -> None:
    deed = record("test.wrote", "page:1", by=None, at=NOW)
    assert may(om, "staff.see_deeds", deed)
    assert not may(meena, "staff.see_deeds", deed)


def test_the_command_line_may_and_a_stranger_may_not() -> None:
    require(None, "registry.correct_fact")
    with pytest.raises(Refused) as refusal:
        require(STRANGER, "registry.correct_fact")  # type: ignore[arg-type]
    assert refusal.value.operation == "registry.correct_fact"


def test_a_refusal_says_whether_it_is_the_place_or_the_right(meena, guest) -> None:
    with pytest.raises(Refused, match=r"part of the state|भाग"):
        require(meena, "registry.see", Place(division="up/up-d-2/"))
    with pytest.raises(Refused, match=r"no right|अधिकार नहीं"):
        require(guest, "registry.see", Place(division="up/up-d-2/"))


@action("registry.see", place="where")
def look(where: Place, *, by: User | None) -> str:
    return where.division


@action("registry.correct_fact")
def correct(*, by: User | None) -> str:
    return "corrected"


def test_an_action_with_a_place_needs_the_right_there(meena) -> None:
    assert look(Place(division=DISTRICT), by=meena) == DISTRICT
    with pytest.raises(Refused):
        look(Place(division="up/up-d-2/"), by=meena)


def test_an_action_without_a_place_needs_the_whole_installation(asha) -> None:
    partly = give(person("partly", "Partly", ""), Role.STATE_CELL, division_path="up/")
    assert correct(by=asha) == "corrected"
    assert correct(by=None) == "corrected"
    with pytest.raises(Refused):
        correct(by=partly)


def test_an_action_must_be_able_to_know_by_whom() -> None:
    with pytest.raises(TypeError, match="no argument 'by'"):
        action("registry.see")(lambda: None)


def test_deeds_are_shown_to_the_auditor_only(cast) -> None:
    record("test.wrote", "page:1", by=None, at=NOW)
    assert Deed.objects.seen_by(cast.om, "staff.see_deeds").count() == 1
    for somebody in (cast.asha, cast.meena, cast.guest, cast.admin, STRANGER):
        assert not Deed.objects.seen_by(somebody, "staff.see_deeds").exists()


# Grants stand in for the rows of another room: they have a path, a department and a person,
# and users have many of them.
ROWS = Scope(division="division_path", department="department", person="person")
PEOPLE = Scope(
    division="grants__division_path", department="grants__department", person="grants__person"
)
paths = st.sampled_from(["", "up/", "up/d-1/", "up/d-1/b-1/", "up/d-10/", "mp/", "up/d_1/"])
slugs = st.sampled_from(["", "health", "asha"])
scopes = st.one_of(
    st.fixed_dictionaries({"division_path": paths.filter(lambda path: "_" not in path)}),
    st.fixed_dictionaries({"department": slugs}),
    st.fixed_dictionaries({"person": slugs}),
)
roles = st.sampled_from([Role.STATE_CELL, Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR])


class SeenGrants(SeenBy[Grant]):
    pass


class SeenUsers(SeenBy[User]):
    pass


def make(rows: list[tuple[Role, dict[str, str]]], user: User) -> None:
    for role, scope in rows:
        Grant.objects.get_or_create(
            user=user,
            role=role,
            **{"division_path": "", "department": "", "person": "", **scope},
            defaults={"granted_at": NOW},
        )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    held=st.lists(st.tuples(roles, scopes), max_size=3),
    rows=st.lists(st.tuples(roles, scopes), min_size=1, max_size=6),
    operation=st.sampled_from(["registry.see", "staff.see_deeds", "registry.correct_fact"]),
)
def test_what_is_shown_is_exactly_what_may_be_seen(monkeypatch, held, rows, operation) -> None:
    User.objects.all().delete()
    looker, other = person("looker", "", ""), person("other", "", "")
    make(held, looker)
    make(rows, other)
    monkeypatch.setattr(Grant, "scope", ROWS, raising=False)
    monkeypatch.setattr(User, "scope", PEOPLE, raising=False)
    for queryset in (SeenGrants(Grant), SeenUsers(User)):
        shown = [row.pk for row in queryset.seen_by(looker, operation)]
        expected = {row.pk for row in queryset.all() if may(looker, operation, row)}
        assert len(shown) == len(set(shown)), "a row is shown once"
        assert set(shown) == expected
