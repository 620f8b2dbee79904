"""Assignments: who pays, hours, days, rights that begin and end, handovers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pahunch.facts import AccountKind
from pahunch.registry.models import Division, Person, Source
from pahunch.staff.actions import Days, end_loan, lend_analyst
from pahunch.staff.errors import WrongStaff
from pahunch.staff.models import Deed, Grant, Role, User
from pahunch.staff.rights import Refused, may
from pahunch.support.assigning.actions import (
    add_analyst,
    assign,
    change_analyst,
    end_assignment,
    hand_over,
    make_team,
    set_members,
)
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.models import Analyst, Assignment, Handover
from pahunch.support.payers import PAYS_FOR, Payer, beyond
from pahunch.support.tests.conftest import NOW, TODAY, Room, days, profile, wanted
from tests.people import give, person

SEE = "dashboard.see_representative"


def world() -> tuple[Any, ...]:
    """Everything that an action of assigning can change."""
    return (
        list(Assignment.objects.order_by("pk").values_list()),
        list(Grant.objects.order_by("pk").values_list()),
        list(Analyst.objects.order_by("pk").values_list()),
        Handover.objects.count(),
        Deed.objects.count(),
    )


def fresh(user: User) -> User:
    """Give the user without what was remembered of the rights."""
    return User.objects.get(pk=user.pk)


def test_an_analyst_sees_the_representative_from_the_first_day_to_the_last(
    room: Room, ravi: Analyst
) -> None:
    assert not may(fresh(room.ravi), SEE, room.anita)
    made = assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    assert may(fresh(room.ravi), SEE, room.anita)
    assert not may(fresh(room.ravi), SEE, room.balram)
    (grant,) = made.grants.all()
    assert (grant.role, grant.person, grant.starts, grant.ends) == (
        Role.ANALYST,
        "anita",
        TODAY,
        days(90),
    )
    assert [deed.verb for deed in Deed.objects.order_by("-seq")[:2]] == [
        "support.assigned",
        "staff.analyst_lent",
    ]


@pytest.mark.parametrize(("starts", "ends"), [(1, 30), (-30, -1), (1, None)])
def test_the_right_holds_on_no_other_day_without_anybody_taking_it(
    room: Room, ravi: Analyst, starts: int, ends: int | None
) -> None:
    last = None if ends is None else days(ends)
    assign(room.anita, wanted(ravi, starts=days(starts), ends=last), by=room.asha, now=NOW)
    assert not may(fresh(room.ravi), SEE, room.anita)


def test_a_right_that_was_given_for_good_stays_when_the_assignment_ends(
    room: Room, ravi: Analyst
) -> None:
    give(room.ravi, Role.ANALYST, person="anita")
    made = assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    end_assignment(made, TODAY, reason="Left.", by=room.asha, now=NOW)
    assert may(fresh(room.ravi), SEE, room.anita)
    assert room.ravi.grants.filter(starts=None).count() == 1


def test_ending_early_ends_the_right(room: Room, ravi: Analyst) -> None:
    made = assign(room.anita, wanted(ravi, starts=days(-20)), by=room.asha, now=NOW)
    ended = end_assignment(made, days(-1), reason="Left.", by=room.asha, now=NOW)
    assert ended is not None
    assert ended.ends == days(-1)
    assert not may(fresh(room.ravi), SEE, room.anita)
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.reason) == ("support.assignment_ended", "Left.")


def test_what_has_not_begun_is_called_off_and_its_right_with_it(room: Room, ravi: Analyst) -> None:
    made = assign(room.anita, wanted(ravi, starts=days(5)), by=room.asha, now=NOW)
    assert end_assignment(made, TODAY, reason="Mistyped.", by=room.asha, now=NOW) is None
    assert not Assignment.objects.exists()
    assert not room.ravi.grants.exists()
    assert Deed.objects.latest("seq").reason == "Mistyped."
    assign(room.anita, wanted(ravi, starts=days(5)), by=room.asha, now=NOW)


def test_what_was_handed_over_is_not_called_off(room: Room, ravi: Analyst) -> None:
    other = add_analyst(room.state, room.sita, profile(), by=room.asha, now=NOW)
    made = assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    done = hand_over(made, other, days(9), notes="Soon.", by=room.asha, now=NOW)
    before = world()
    with pytest.raises(WrongAssignment, match="days"):
        end_assignment(done.after, TODAY, reason="No.", by=room.asha, now=NOW)
    assert world() == before


@pytest.mark.parametrize("day", [-21, 91])
def test_an_assignment_ends_within_its_days(room: Room, ravi: Analyst, day: int) -> None:
    made = assign(room.anita, wanted(ravi, starts=days(-20)), by=room.asha, now=NOW)
    before = world()
    with pytest.raises(WrongAssignment, match="days"):
        end_assignment(made, days(day), reason="Left.", by=room.asha, now=NOW)
    with pytest.raises(WrongAssignment, match="no_words"):
        end_assignment(made, TODAY, reason=" ", by=room.asha, now=NOW)
    assert world() == before


@pytest.mark.parametrize(
    ("payer", "kinds", "wrong"),
    [
        (Payer.STATE, [AccountKind.OFFICE], []),
        (Payer.STATE, [AccountKind.PARTY], [AccountKind.PARTY]),
        (Payer.STATE, [AccountKind.OFFICE, AccountKind.PERSONAL], [AccountKind.PERSONAL]),
        (Payer.STATE, list(AccountKind), [AccountKind.PERSONAL, AccountKind.PARTY]),
        (Payer.PARTY, [AccountKind.PARTY, AccountKind.PERSONAL], []),
        (Payer.PARTY, [AccountKind.OFFICE], [AccountKind.OFFICE]),
        (Payer.OWN, [AccountKind.PARTY], [AccountKind.PARTY]),
        (Payer.OWN, [AccountKind.OFFICE, AccountKind.PERSONAL], []),
    ],
)
def test_who_pays_decides_for_which_accounts(
    room: Room, payer: Payer, kinds: list[AccountKind], wrong: list[AccountKind]
) -> None:
    assert beyond(payer, kinds) == wrong
    analyst = add_analyst(room.state, room.ravi, profile(paid_by=payer), by=room.asha, now=NOW)
    asked = wanted(analyst, kinds=kinds)
    if not wrong:
        assert assign(room.anita, asked, by=room.asha, now=NOW).the_kinds == [
            kind for kind in AccountKind if kind in kinds
        ]
        return
    before = world()
    with pytest.raises(WrongAssignment, match="payer") as refused:
        assign(room.anita, asked, by=room.asha, now=NOW)
    assert refused.value.said["kinds"] == wrong
    assert world() == before


def test_no_account_kind_is_without_a_payer() -> None:
    assert frozenset().union(*PAYS_FOR.values()) == frozenset(AccountKind)


def test_who_is_assigned_cannot_come_to_be_paid_by_another(room: Room, ravi: Analyst) -> None:
    assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    before = world()
    with pytest.raises(WrongAssignment, match="payer"):
        change_analyst(ravi, profile(paid_by=Payer.PARTY), by=room.asha, now=NOW)
    with pytest.raises(WrongAssignment, match="overload"):
        change_analyst(ravi, profile(hours=9), by=room.asha, now=NOW)
    with pytest.raises(WrongAssignment, match="over"):
        change_analyst(ravi, profile(ends=days(10)), by=room.asha, now=NOW)
    assert world() == before
    changed = change_analyst(ravi, profile(hours=10, ends=days(90)), by=room.asha, now=NOW)
    assert changed.hours == 10


def test_more_than_the_hours_of_a_week_is_refused_with_figures(room: Room, ravi: Analyst) -> None:
    assign(room.anita, wanted(ravi, hours=31, ends=days(30)), by=room.asha, now=NOW)
    before = world()
    with pytest.raises(WrongAssignment, match="overload") as refused:
        assign(room.balram, wanted(ravi, starts=days(30)), by=room.asha, now=NOW)
    assert (refused.value.said["hours"], refused.value.said["of"]) == (41, 40)
    assert world() == before
    assign(room.balram, wanted(ravi, starts=days(31)), by=room.asha, now=NOW)


def test_nobody_supports_one_person_twice_on_a_day(room: Room, ravi: Analyst) -> None:
    assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    with pytest.raises(WrongAssignment, match="overlap"):
        assign(room.anita, wanted(ravi, starts=days(90), ends=None), by=room.asha, now=NOW)
    team = make_team(room.state, "t", ("Team", ""), [ravi], lead=ravi, by=room.asha, now=NOW)
    with pytest.raises(WrongAssignment, match="overlap"):
        assign(room.anita, wanted(team), by=room.asha, now=NOW)
    assign(room.anita, wanted(ravi, starts=days(91), ends=None), by=room.asha, now=NOW)


@pytest.mark.parametrize(
    ("others", "why"),
    [({"kinds": []}, "no_kinds"), ({"starts": days(5), "ends": days(4)}, "days")],
)
def test_an_assignment_names_accounts_and_days(
    room: Room, ravi: Analyst, others: dict[str, Any], why: str
) -> None:
    with pytest.raises(WrongAssignment, match=why):
        assign(room.anita, wanted(ravi, **others), by=room.asha, now=NOW)


def test_who_leaves_takes_no_work_beyond_the_last_day(room: Room) -> None:
    ravi = add_analyst(room.state, room.ravi, profile(ends=days(60)), by=room.asha, now=NOW)
    for ends in (days(61), None):
        with pytest.raises(WrongAssignment, match="over"):
            assign(room.anita, wanted(ravi, ends=ends), by=room.asha, now=NOW)
    assign(room.anita, wanted(ravi, ends=days(60)), by=room.asha, now=NOW)


def test_a_handover_leaves_no_day_between_and_keeps_what_is_open(
    room: Room, ravi: Analyst, asked: Any
) -> None:
    asked()
    made = assign(room.anita, wanted(ravi, starts=days(-10)), by=room.asha, now=NOW)
    other = add_analyst(room.state, room.sita, profile(), by=room.asha, now=NOW)
    done = hand_over(made, other, TODAY, notes="The X token ends soon.", by=room.asha, now=NOW)
    assert (done.before.ends, done.after.starts, done.after.ends) == (days(-1), TODAY, days(90))
    assert (done.after.analyst, done.after.kinds, done.after.hours) == (other, ["office"], 10)
    assert [matter[2] for matter in done.open_matters] == ["A camera"]
    assert not may(fresh(room.ravi), SEE, room.anita)
    assert may(fresh(room.sita), SEE, room.anita)
    assert Deed.objects.latest("seq").verb == "support.handed_over"


def test_a_handover_to_somebody_who_may_not_leaves_all_as_it_was(
    room: Room, ravi: Analyst, sita: Analyst
) -> None:
    made = assign(room.anita, wanted(ravi, starts=days(-10)), by=room.asha, now=NOW)
    before = world()
    for to, on, notes, why in (
        (sita, TODAY, "On.", "payer"),
        (ravi, TODAY, "On.", "same"),
        (sita, days(-10), "On.", "days"),
        (sita, days(91), "On.", "days"),
        (sita, TODAY, "  ", "no_words"),
    ):
        with pytest.raises(WrongAssignment, match=why):
            hand_over(made, to, on, notes=notes, by=room.asha, now=NOW)
    assert world() == before


def test_a_team_shares_its_hours_and_its_rights(room: Room, ravi: Analyst) -> None:
    other = add_analyst(room.state, room.sita, profile(hours=6), by=room.asha, now=NOW)
    team = make_team(
        room.state, "t", ("Team", "दल"), [ravi, other], lead=ravi, by=room.asha, now=NOW
    )
    with pytest.raises(WrongAssignment, match="overload"):
        assign(room.anita, wanted(team, hours=13), by=room.asha, now=NOW)
    assign(room.anita, wanted(team, hours=12), by=room.asha, now=NOW)
    assert may(fresh(room.ravi), SEE, room.anita)
    assert may(fresh(room.sita), SEE, room.anita)


def test_who_leaves_a_team_loses_the_right_and_who_comes_gets_it(room: Room, ravi: Analyst) -> None:
    other = add_analyst(room.state, room.sita, profile(hours=6), by=room.asha, now=NOW)
    team = make_team(room.state, "t", ("Team", ""), [ravi], lead=ravi, by=room.asha, now=NOW)
    made = assign(room.anita, wanted(team, hours=12, starts=days(-5)), by=room.asha, now=NOW)
    set_members(team, [ravi, other], lead=ravi, by=room.asha, now=NOW)
    assert may(fresh(room.sita), SEE, room.anita)
    before = world()
    with pytest.raises(WrongAssignment, match="overload"):
        set_members(team, [other], lead=other, by=room.asha, now=NOW)
    assert world() == before
    assert set(team.members.all()) == {ravi, other}
    set_members(team, [ravi], lead=ravi, by=room.asha, now=NOW)
    assert not may(fresh(room.sita), SEE, room.anita)
    set_members(team, [ravi, other], lead=ravi, by=room.asha, now=NOW)
    assert may(fresh(room.sita), SEE, room.anita)
    end_assignment(made, days(-1), reason="Over.", by=room.asha, now=NOW)
    assert not may(fresh(room.ravi), SEE, room.anita)
    assert not may(fresh(room.sita), SEE, room.anita)


def test_a_team_pays_by_the_rules_of_each_of_its_members(
    room: Room, ravi: Analyst, sita: Analyst
) -> None:
    mixed = make_team(room.state, "t", ("T", ""), [ravi, sita], lead=ravi, by=room.asha, now=NOW)
    for kind in AccountKind:
        with pytest.raises(WrongAssignment, match="payer"):
            assign(room.anita, wanted(mixed, kinds=[kind]), by=room.asha, now=NOW)
    alone = make_team(room.state, "u", ("U", ""), [ravi], lead=ravi, by=room.asha, now=NOW)
    assign(room.anita, wanted(alone), by=room.asha, now=NOW)
    with pytest.raises(WrongAssignment, match="payer"):
        set_members(alone, [ravi, sita], lead=ravi, by=room.asha, now=NOW)


def test_a_team_has_members_of_its_state_and_a_code_of_its_own(room: Room, ravi: Analyst) -> None:
    other = Division.objects.create(
        code="vp", kind="state", name="V", path="vp/", source=Source.objects.get()
    )
    far = add_analyst(other, person("far", "Far", "दूर"), profile(), by=None, now=NOW)
    make_team(room.state, "t", ("T", ""), [ravi], lead=ravi, by=room.asha, now=NOW)
    before = world()
    for code, members, lead, why in (
        ("t", [ravi], ravi, "known"),
        ("n", [], ravi, "no_members"),
        ("n", [ravi], far, "no_members"),
        ("n", [ravi, far], ravi, "elsewhere"),
    ):
        with pytest.raises(WrongAssignment, match=why):
            make_team(room.state, code, ("N", ""), members, lead=lead, by=room.asha, now=NOW)
    with pytest.raises(WrongAssignment, match="known"):
        add_analyst(room.state, room.ravi, profile(), by=room.asha, now=NOW)
    with pytest.raises(Refused):  # an analyst of another state's cell
        assign(room.anita, wanted(far), by=room.asha, now=NOW)
    assert world() == before


def test_strangers_assign_nobody_and_leave_no_trace(room: Room, ravi: Analyst) -> None:
    made = assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    before = world()
    for user in (room.ravi, room.kavi, room.meena, room.om, room.guest):
        with pytest.raises(Refused):
            assign(room.balram, wanted(ravi), by=user, now=NOW)
        with pytest.raises(Refused):
            end_assignment(made, TODAY, reason="x", by=user, now=NOW)
        with pytest.raises(Refused):
            hand_over(made, ravi, days(1), notes="x", by=user, now=NOW)
        with pytest.raises(Refused):
            add_analyst(room.state, room.guest, profile(), by=user, now=NOW)
        with pytest.raises(Refused):
            change_analyst(ravi, profile(), by=user, now=NOW)
    assert world() == before


def test_a_right_is_lent_for_the_person_of_the_row_only(room: Room) -> None:
    before = world()
    with pytest.raises(WrongStaff):
        lend_analyst(room.ravi, room.anita, Days(TODAY), person="balram", by=room.asha, at=NOW)
    with pytest.raises(WrongStaff):
        lend_analyst(
            room.ravi, room.anita, Days(TODAY, days(-1)), person="anita", by=room.asha, at=NOW
        )
    given = give(room.guest, Role.ANALYST, person="anita").grants.get()
    with pytest.raises(WrongStaff, match="not lent"):
        end_loan(given, room.anita, ends=TODAY, by=room.asha, at=NOW)
    given.delete()
    assert world() == before


def test_the_database_holds_that_somebody_is_assigned_once(room: Room, ravi: Analyst) -> None:
    made = assign(room.anita, wanted(ravi, ends=None), by=room.asha, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            person=room.anita, analyst=ravi, hours=1, starts=days(5), made_at=NOW
        )
    for wrong in ({"analyst": None}, {"ends": days(-1)}, {"hours": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.filter(pk=made.pk).update(**wrong)


def test_a_person_without_a_post_hangs_below_the_state(room: Room, ravi: Analyst) -> None:
    free = Person.objects.create(
        slug="free", name="Free", state=room.state, source=Source.objects.get()
    )
    assert assign(free, wanted(ravi), by=room.asha, now=NOW).person == free
