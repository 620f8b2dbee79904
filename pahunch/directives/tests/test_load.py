"""Directives come in whole or not at all, and a second time changes nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from pahunch.directives.load import BadDirective, Loaded, load_directives
from pahunch.directives.models import Directive
from pahunch.facts import AccountKind, Adding, Platform, Where
from pahunch.registry.models import Division, Membership, Person, Post, Roll, Source
from pahunch.staff.models import Deed, User
from pahunch.staff.rights import Refused
from tests.people import NOW, Cast, assemble

GOOD = {
    "code": "up-ministers",
    "state": "up",
    "title": "Ministers: 5 per cent",
    "title_hi": "मंत्री: 5 प्रतिशत",
    "binds": "minister",
    "share": "5%",
    "adding": "total",
    "kinds": "personal; office",
    "platforms": "",
    "fresh_days": "7",
    "roll": "2023",
    "source": "made-up",
}


@pytest.fixture
def state(db: None) -> Division:
    source = Source.objects.create(text="made-up")
    up = Division.objects.create(code="up", kind="state", name="Up", path="up/", source=source)
    Roll.objects.create(code="up-2023", state=up, year=2023, name="2023", source=source)
    return up


def load(*rows: dict[str, str], by: Any = None) -> Loaded:
    return load_directives(rows, by=by, at=NOW)


def test_a_row_becomes_a_directive_with_its_terms(state: Division) -> None:
    assert load(GOOD) == Loaded(new=1, changed=0, same=0)
    terms = Directive.objects.get().terms
    assert terms.share == Fraction(1, 20)
    assert terms.adding is Adding.TOTAL
    assert terms.kinds == {AccountKind.OFFICE, AccountKind.PERSONAL}
    assert terms.platforms == frozenset()
    assert terms.fresh_days == 7
    assert terms.where is Where.ANYWHERE
    assert terms.target(164125) == 8207


def test_a_row_may_ask_for_followers_inside_the_constituency(state: Division) -> None:
    load({**GOOD, "where": "inside"})
    assert Directive.objects.get().terms.where is Where.INSIDE


def test_loading_again_changes_nothing_and_writes_no_deed(state: Division) -> None:
    load(GOOD)
    deeds = Deed.objects.count()
    assert load(GOOD) == Loaded(new=0, changed=0, same=1)
    assert Deed.objects.count() == deeds


def test_a_change_is_a_deed_that_says_what_was_before(state: Division) -> None:
    load(GOOD)
    assert load({**GOOD, "share": "1/10", "platforms": "x;youtube"}).changed == 1
    deed = Deed.objects.order_by("seq").last()
    assert deed is not None
    assert deed.verb == "directives.changed"
    assert deed.detail["platforms"] == ["[]", "['x', 'youtube']"]
    assert Directive.objects.get().terms.platforms == {Platform.X, Platform.YOUTUBE}


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"code": ""}, "code"),
        ({"state": "nowhere"}, "state"),
        ({"roll": "1999"}, "roll"),
        ({"roll": "last"}, "roll"),
        ({"share": "0%"}, "share"),
        ({"share": "101%"}, "share"),
        ({"share": "five"}, "share"),
        ({"share": "1/0"}, "share"),
        ({"adding": "sum"}, "adding"),
        ({"kinds": "private"}, "kinds"),
        ({"platforms": "x;orkut"}, "platforms"),
        ({"fresh_days": "-1"}, "fresh_days"),
        ({"binds": "everybody"}, "binds"),
        ({"due_on": "31-02-2023"}, "due_on"),
        ({"replaces": "unheard-of"}, "replaces"),
        ({"source": " "}, "source"),
        ({"where": "nearby"}, "where"),
        ({"where": "inside", "roster": "large"}, "where"),
    ],
)
def test_a_bad_row_is_named_and_leaves_no_trace(
    state: Division, change: dict[str, str], column: str
) -> None:
    with pytest.raises(BadDirective, match=f"line 3, column {column}: "):
        load(GOOD, {**GOOD, "code": "second", **change})
    assert not Directive.objects.exists()
    assert not Deed.objects.exists()


def test_who_may_not_load_is_refused_and_leaves_no_trace(state: Division, cast: Cast) -> None:
    before = Deed.objects.count()
    for user in (cast.ravi, cast.meena, cast.om, cast.guest):
        with pytest.raises(Refused):
            load(GOOD, by=user)
    assert not Directive.objects.exists()
    assert Deed.objects.count() == before


def test_a_state_s_own_cell_may_load_and_another_s_may_not(state: Division) -> None:
    cast = assemble(state="elsewhere/")
    with pytest.raises(Refused):
        load(GOOD, by=cast.asha)
    cast.asha.grants.update(division_path="up/")
    assert load(GOOD, by=User.objects.get(pk=cast.asha.pk)).new == 1


def test_a_state_s_directives_are_seen_by_those_with_a_grant_in_it(
    state: Division, cast: Cast
) -> None:
    load(GOOD)
    seen = {
        name: Directive.objects.seen_by(getattr(cast, name), "directives.see_directive").exists()
        for name in ("asha", "meena", "om", "ravi", "guest")
    }
    # Ravi's representative is not in this registry, so his grant is in no state.
    assert seen == {"asha": True, "meena": True, "om": True, "ravi": False, "guest": False}


def test_an_issuer_a_meeting_and_a_list_are_read_where_a_file_has_them(state: Division) -> None:
    source = Source.objects.get(text="made-up")
    post = Post.objects.create(code="p", state=state, kind="minister", name="P", source=source)
    for name in ("anita", "balram"):
        person = Person.objects.create(slug=name, name=name, source=source)
        Membership.objects.create(
            code=name, person=person, post=post, starts=date(2020, 1, 1), source=source
        )
    load(GOOD)
    more = {"issuer_kind": "cabinet", "meeting": "Cabinet, 1 May", "only": "balram"}
    assert load({**GOOD, **more}) == Loaded(new=0, changed=1, same=0)
    directive = Directive.objects.get()
    assert (directive.issuer_kind, directive.meeting) == ("cabinet", "Cabinet, 1 May")
    assert [one.code for one in directive.bound()] == ["balram"]
    assert Deed.objects.latest("seq").detail["only"] == [[], ["balram"]]
    assert load({**GOOD, **more}) == Loaded(new=0, changed=0, same=1)
    assert load(GOOD) == Loaded(new=0, changed=0, same=1)
    assert load({**GOOD, "only": ""}) == Loaded(new=0, changed=1, same=0)
    assert directive.bound().count() == 2


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [("issuer_kind", "king", "none of"), ("only", "nobody", "holds no such post")],
)
def test_a_wrong_issuer_or_name_is_refused(
    state: Division, column: str, value: str, word: str
) -> None:
    with pytest.raises(BadDirective, match=f"column {column}: .*{word}"):
        load({**GOOD, column: value})
    assert not Directive.objects.exists()
