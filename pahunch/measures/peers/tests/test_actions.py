"""Comparison sets: frozen for good, with the facts they were made of and a deed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from pahunch.measures.models import PeerSet, UrbanShare
from pahunch.measures.peers.actions import freeze_peers, import_urban
from pahunch.measures.peers.errors import WrongPeers
from pahunch.measures.peers.gathering import Urban, places_of, read_urban
from pahunch.measures.peers.tests.conftest import Town, damage
from pahunch.measures.peers.words import no_comparison, why_not
from pahunch.registry.models import Division, Electors
from pahunch.rules.peers import REVISION, Place, Why
from pahunch.staff import guards
from pahunch.staff.errors import Refused, SealedIsFinal
from pahunch.staff.models import Deed
from pahunch.staff.sealed import broken_seals
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db


def share(code: str, part: float, source: str = "made-up census") -> Urban:
    return Urban(code, part, source, "2011", 2)


def test_sets_are_frozen_with_their_facts_and_a_deed(town: Town, people: Cast) -> None:
    frozen = freeze_peers(town.state, town.roll, by=people.asha, at=NOW)
    assert frozen.code == "up-2023-20230826"
    assert frozen.the_places[0] == Place("up-ac-1", 201_000, "GEN", None)
    first, *_, last = frozen.the_sets
    assert first.peers == tuple(f"up-ac-{number}" for number in range(2, 8))
    assert (last.code, last.peers, last.why) == ("up-ac-8", (), Why.TOO_FEW)
    assert (frozen.rule, frozen.is_whole) == (REVISION, True)
    deed = Deed.objects.get()
    assert (deed.verb, deed.subject, deed.by) == (
        "measures.peers_frozen",
        "peerset:up-2023-20230826",
        people.asha,
    )
    assert (deed.detail["digest"], deed.detail["seal"]) == (frozen.digest, frozen.seal)


def test_what_was_frozen_stands_whatever_becomes_of_the_registry(
    town: Town, frozen: PeerSet
) -> None:
    before = (frozen.the_places, frozen.the_sets)
    Electors.objects.all().delete()
    Division.objects.filter(code="up-ac-1").update(reservation="SC")
    again = PeerSet.objects.get()
    assert (again.the_places, again.the_sets) == before
    assert again.is_whole


def test_the_same_facts_give_the_same_digest_on_another_day(town: Town, frozen: PeerSet) -> None:
    later = freeze_peers(town.state, town.roll, by=None, at=NOW)
    assert later.code == "up-2023-20230826-2"
    assert later.digest == frozen.digest
    import_urban([share("up-ac-1", 0.9)], town.state, by=None, at=NOW)
    third = freeze_peers(town.state, town.roll, by=None, at=NOW)
    assert third.code == "up-2023-20230826-3"
    assert third.digest != frozen.digest


def test_nobody_changes_or_removes_what_was_frozen(frozen: PeerSet) -> None:
    frozen.text = "{}"
    for wish in (
        frozen.save,
        frozen.delete,
        PeerSet.objects.all().delete,
        lambda: PeerSet.objects.update(text="{}"),
    ):
        with pytest.raises(SealedIsFinal):
            wish()


def test_the_database_refuses_too(frozen: PeerSet) -> None:
    guards.install(connection, PeerSet._meta.db_table)
    for wish in (QuerySet(PeerSet).delete, lambda: QuerySet(PeerSet).update(text="{}")):
        with pytest.raises(DatabaseError, match="never edited nor removed"), transaction.atomic():
            wish()
    guards.remove(connection, PeerSet._meta.db_table)


def test_what_was_changed_past_the_program_is_found(frozen: PeerSet) -> None:
    assert broken_seals() == []
    damage({"sets": []})
    assert not PeerSet.objects.get().is_whole
    (broken,) = broken_seals()
    assert broken.subject == "peerset:up-2023-20230826"


@pytest.mark.parametrize("who", ["ravi", "meena", "om", "admin", "guest"])
def test_only_the_state_cell_freezes_or_brings_shares(town: Town, people: Cast, who: str) -> None:
    user = getattr(people, who)
    with pytest.raises(Refused):
        freeze_peers(town.state, town.roll, by=user, at=NOW)
    with pytest.raises(Refused):
        import_urban([share("up-ac-1", 0.5)], town.state, by=user, at=NOW)
    assert not PeerSet.objects.exists()
    assert not UrbanShare.objects.exists()
    assert not Deed.objects.exists()


def test_a_cell_freezes_nothing_of_another_state(town: Town, people: Cast) -> None:
    with pytest.raises(Refused):
        freeze_peers(town.other, town.roll, by=people.asha, at=NOW)


def test_a_roll_of_another_state_and_a_state_without_seats_are_refused(town: Town) -> None:
    with pytest.raises(WrongPeers, match="roll"):
        freeze_peers(town.other, town.roll, by=None, at=NOW)
    town.roll.state = town.other
    town.roll.save()
    with pytest.raises(WrongPeers) as caught:
        freeze_peers(town.other, town.roll, by=None, at=NOW)
    assert why_not(caught.value) == "The registry has no constituency of this state."
    assert not PeerSet.objects.exists()


def test_urban_shares_come_in_with_their_source_and_change_with_a_deed(
    town: Town, people: Cast
) -> None:
    rows = [share("up-ac-1", 0.25), share("up-ac-2", 0.5)]
    assert import_urban(rows, town.state, by=people.asha, at=NOW) == {
        "new": 2,
        "changed": 0,
        "same": 0,
    }
    again = [share("up-ac-1", 0.25), share("up-ac-2", 0.75)]
    assert import_urban(again, town.state, by=people.asha, at=NOW) == {
        "new": 0,
        "changed": 1,
        "same": 1,
    }
    assert str(UrbanShare.objects.get(division__code="up-ac-1").source) == "made-up census"
    assert Deed.objects.latest("seq").detail == {"up-ac-2": [0.5, 0.75]}
    known = {one.code: one.urban for one in places_of(town.state, town.roll, localdate(NOW))}
    assert (known["up-ac-1"], known["up-ac-2"], known["up-ac-3"]) == (0.25, 0.75, None)
    deeds = Deed.objects.count()
    import_urban(again, town.state, by=people.asha, at=NOW)
    assert Deed.objects.count() == deeds, "the same again is no deed"


def test_a_constituency_of_elsewhere_stores_none_of_the_rows(town: Town) -> None:
    with pytest.raises(WrongPeers) as caught:
        import_urban([share("up-ac-1", 0.5), share("xp-ac-1", 0.5)], town.state, by=None, at=NOW)
    assert "xp-ac-1 is no constituency of this state." in why_not(caught.value)
    assert not UrbanShare.objects.exists()
    assert not Deed.objects.exists()


def test_a_file_of_urban_shares_is_read_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "urban.csv"
    path.write_text("division,urban_share,source,as_of\nup-ac-1,62.5%,made up,2011\n", "utf-8")
    assert read_urban(path) == [Urban("up-ac-1", 0.625, "made up", "2011", 2)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("division,source\nup-ac-1,x\n", "There is no column urban_share."),
        ("division,urban_share,source\nup-ac-1,62,x\n", "Row 2, column urban_share: This is no"),
        ("division,urban_share,source\nup-ac-1,62%,\n", "Row 2, column source: This cell is"),
        ("division,urban_share,source\na,1%,x\na,2%,x\n", "Row 3, column division: This const"),
        (f"division,urban_share,source\na,1%,{'x' * 501}\n", "longer than 500 letters"),
        ("%PDF-1.7", "cannot be read as a table"),
    ],
)
def test_a_wrong_file_of_urban_shares_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "urban.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongPeers) as caught:
        read_urban(path)
    assert said in why_not(caught.value)


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_words(why: Why) -> None:
    said = no_comparison(why)
    assert said.startswith(("No comparison: ", "Nobody is ranked: "))
    assert said.endswith(".")
