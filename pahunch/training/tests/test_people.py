"""Lists of people brought in: read, stored once, doubles proposed and decided."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from pahunch.collection.sealing import unseal
from pahunch.registry.models import Division
from pahunch.staff.models import Deed, User
from pahunch.staff.rights import Refused
from pahunch.training.errors import WrongTraining
from pahunch.training.models import (
    Attendance,
    Double,
    Invitation,
    Phone,
    Programme,
    Roster,
    Session,
    Trainee,
)
from pahunch.training.people.bringing import Wish, bring_people, draft_of, look_for_doubles
from pahunch.training.people.deciding import decide_double
from pahunch.training.people.keeping import (
    erase_stale,
    forget_trainee,
    reseal_phones,
    reveal_phones,
)
from pahunch.training.people.phones import KEPT_DAYS, marks_of, numbers_in
from pahunch.training.people.places import blocks_of
from pahunch.training.states import Move
from pahunch.training.tests.conftest import DAY, HEAD, NOW, ROWS, List, add, block, bring
from tests.people import Cast


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("9876543210", ("9876543210",)),
        ("+91-98765-43210", ("9876543210",)),
        ("0091 9876543210", ("9876543210",)),
        ("09876543210.0", ("9876543210",)),
        ("९८७६५४३२१०", ("9876543210",)),
        ("9876543210, 9123456780", ("9876543210", "9123456780")),
        ("9876543210 9123456780", ("9876543210", "9123456780")),
        ("9876543210 या 9123456780", ("9876543210", "9123456780")),
        ("9876543210/9876543210", ("9876543210",)),
        ("", ()),
        ("नहीं", ()),
        ("0000000000", ()),
    ],
)
def test_a_phone_is_read_however_it_is_written(cell: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(cell) == (numbers, "")


@pytest.mark.parametrize("cell", ["98765", "1234567890", "call later", "9876543210, 55", "1E+10"])
def test_what_is_no_phone_is_named(cell: str) -> None:
    assert numbers_in(cell)[1]


def test_a_mark_depends_on_the_key_of_the_installation(settings: object) -> None:
    before = marks_of("9876543210")
    assert marks_of("9876543210") == before
    assert marks_of("9876543211").head == before.head
    assert marks_of("9876543211").tail != before.tail
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]
    assert marks_of("9876543210").whole != before.whole


@pytest.mark.parametrize(
    ("said", "district", "found"),
    [
        ("Shivpur", "", 1),
        ("शिवपुर", "पूर्वी", 1),
        ("SHIV PUR", "purvi", 1),
        ("Shivpura", "", 1),
        ("ब्लॉक नयागढ़", "", 2),
        ("Nayagarh block", "जिला पूर्वी", 2),
    ],
)
def test_a_block_is_found_however_it_is_spelled(
    state: Division, said: str, district: str, found: int
) -> None:
    assert blocks_of(state).find(said, district).block == block(found).pk


@pytest.mark.parametrize(
    ("said", "district", "why"),
    [
        ("", "", "block_empty"),
        ("Wakanda", "", "block_unknown"),
        ("Shivpur", "Paschim", "block_elsewhere"),
        ("Shivpur", "Atlantis", "district_unknown"),
    ],
)
def test_a_wrong_block_is_named_and_not_guessed(
    state: Division, said: str, district: str, why: str
) -> None:
    assert blocks_of(state).find(said, district).why == why


def test_two_blocks_of_one_name_are_both_named(state: Division) -> None:
    fact = {"source": state.source}
    path = "up/up-d-2/up-b-4/"
    Division.objects.create(code="up-b-4", kind="block", name="Shivpur", path=path, **fact)
    found = blocks_of(state).find("Shivpur", "")
    assert (found.why, found.fits) == ("block_several", ("Shivpur (Paschim)", "Shivpur (Purvi)"))
    assert blocks_of(state).find("Shivpur", "Paschim").block != block(1).pk


def test_a_list_is_brought_in_with_sealed_phones_where_the_holder_agreed(
    programme: Programme, listed: List
) -> None:
    draft = bring(listed(), programme)
    assert (len(draft.lines), draft.bad_rows, len(draft.new)) == (4, 0, 4)
    assert Invitation.objects.filter(programme=programme).count() == 4
    ramesh = Trainee.objects.get(name="रमेश वर्मा")
    assert (ramesh.block, ramesh.guardian, ramesh.work) == (block(1), "मोहन वर्मा", "सचिव")
    phone = ramesh.phones.get()
    assert "9876543210" not in phone.sealed
    assert unseal(phone.sealed) == "9876543210"
    assert phone.consent_on is not None
    assert phone.kept_until == phone.consent_on + timedelta(days=KEPT_DAYS)
    refused = Trainee.objects.get(name="गीता साहू").phones.get()
    assert (refused.sealed, refused.consent_on) == ("", None)
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.detail["new"]) == ("training.people_brought", 4)
    assert "9876543210" not in deed.detail_json


def test_rows_that_say_nothing_of_consent_need_a_day_for_the_file(
    programme: Programme, listed: List
) -> None:
    rows = [(*row[:-1], "") for row in ROWS]
    bring(listed(rows), programme)
    assert not Phone.objects.exclude(sealed="")
    bring(listed([*rows, ("Uma Sen", "", "Shivpur", "", "", "", "9000000001", "")]), programme,
          agreed=DAY)  # fmt: skip
    assert Phone.objects.get(trainee__name="Uma Sen").consent_on == DAY
    ramesh = Phone.objects.filter(trainee__name="रमेश वर्मा").get()
    assert unseal(ramesh.sealed) == "9876543210"


def test_every_bad_row_is_named_by_row_and_column_and_the_good_ones_are_stored(
    programme: Programme, listed: List
) -> None:
    bad = (
        ("", "x", "शिवपुर", "", "", "", "", ""),
        ("Uma Sen", "", "Wakanda", "", "", "", "98765", "maybe"),
        ("Uma Sen", "", "Shivpur", "Paschim", "", "", "", ""),
    )
    draft = bring(listed((*ROWS, *bad)), programme)
    named = [(one.row, one.column, one.why) for one in draft.troubles]
    assert named == [
        (6, "नाम", "name_empty"),
        (7, "विकासखंड", "block_unknown"),
        (7, "मोबाइल नंबर", "phone"),
        (7, "सहमति", "consent"),
        (8, "विकासखंड", "block_elsewhere"),
    ]
    assert (draft.bad_rows, Trainee.objects.count()) == (3, 4)


def test_the_same_list_again_adds_nobody_and_a_mended_one_only_what_is_new(
    programme: Programme, session: Session, listed: List
) -> None:
    bring(listed(), programme)
    before = Trainee.objects.count()
    with pytest.raises(WrongTraining, match="known_file"):
        bring(listed(), programme)
    more = (*ROWS, ("Uma Sen", "", "Shivpur", "", "", "", "", ""), ROWS[0])
    bring(listed(more), programme, session)
    assert Trainee.objects.count() == before + 1
    assert Attendance.objects.filter(session=session, how="file").count() == 5
    assert Phone.objects.count() == 3


def test_a_file_without_a_name_or_a_block_is_refused_as_a_whole(
    programme: Programme, listed: List, tmp_path: Path
) -> None:
    with pytest.raises(WrongTraining, match="column"):
        draft_of(Wish(listed((("a", "b"),), ("x", "block")), programme), None)
    picture = tmp_path / "x.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 60)
    with pytest.raises(WrongTraining, match="table"):
        draft_of(Wish(picture, programme), None)
    assert not Trainee.objects.exists()


def test_a_trainer_brings_in_the_own_block_only(
    programme: Programme, listed: List, trainer: User, people: Cast
) -> None:
    draft = draft_of(Wish(listed(), programme), trainer)
    assert [one.why for one in draft.troubles] == ["block_not_yours"] * 2
    bring_people(draft, by=trainer, now=NOW)
    assert set(Trainee.objects.values_list("block__code", flat=True)) == {"up-b-1"}
    before = Deed.objects.count()
    for user in (people.ravi, people.om, people.guest):
        with pytest.raises(Refused):
            bring_people(draft, by=user, now=NOW)
    assert Deed.objects.count() == before


def test_somebody_under_two_spellings_is_proposed_and_not_joined(
    programme: Programme, listed: List
) -> None:
    again = ("Ramesh Varma", "Mohan Verma", "Shivpur", "Purvi", "Rampur", "Secretary",
             "9000000009", "yes")  # fmt: skip
    brother = ("महेश वर्मा", "मोहन वर्मा", "शिवपुर", "पूर्वी", "रामपुर", "सचिव", "9876543210", "yes")
    bring(listed((*ROWS, again, brother)), programme)
    (double,) = Double.objects.all()
    assert {double.first.name, double.second.name} == {"रमेश वर्मा", "Ramesh Varma"}
    assert "same_guardian" in double.why
    assert Trainee.objects.persons().count() == 6


@pytest.fixture
def three(state: Division) -> list[Double]:
    """Give three rows that may be one person, proposed in a ring."""
    rows = [add(name, 1) for name in ("Uma Sen", "उमा सेन", "Sen Uma")]
    pairs = [(rows[0], rows[1]), (rows[1], rows[2])]
    return [
        Double.objects.create(first=one, second=other, score=4, why=["same_name"])
        for one, other in pairs
    ]


def test_rows_that_are_tied_stand_for_the_oldest_and_come_apart_again(
    three: list[Double], people: Cast
) -> None:
    for double in reversed(three):
        decide_double(double, Move.CONFIRM, by=people.meena, now=NOW)
    oldest = three[0].first_id
    assert set(Trainee.objects.exclude(same_as=None).values_list("same_as_id", flat=True)) == {
        oldest
    }
    assert Trainee.objects.persons().count() == 1
    decide_double(three[0], Move.UNDO, reason="Two sisters.", by=people.meena, now=NOW)
    assert Trainee.objects.get(pk=three[1].second_id).same_as_id == three[1].first_id
    assert Trainee.objects.persons().count() == 2
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.reason) == ("training.double_reopened", "Two sisters.")


def test_rows_that_are_one_by_way_of_a_third_need_no_decision(
    three: list[Double], people: Cast
) -> None:
    first, second = three[0].first, three[1].second
    Double.objects.create(first=first, second=second, score=3, why=["same_name"])
    assert Double.objects.open().count() == 3
    for double in three:
        decide_double(double, Move.CONFIRM, by=people.asha, now=NOW)
    assert not Double.objects.open()
    decide_double(three[0], Move.UNDO, reason="Two.", by=people.asha, now=NOW)
    assert Double.objects.open().count() == 2


def test_a_rejected_pair_is_not_proposed_again(state: Division, people: Cast) -> None:
    for name in ("Uma Sen", "उमा सेन"):
        add(name, 1, guardian="Hari Sen", village="Kheda")
    assert look_for_doubles(state, by=None, now=NOW) == 1
    decide_double(Double.objects.get(), Move.REJECT, by=people.asha, now=NOW)
    assert look_for_doubles(state, by=None, now=NOW) == 0


def test_who_may_not_decide_leaves_no_trace(three: list[Double], people: Cast) -> None:
    before = Deed.objects.count()
    for user in (people.ravi, people.om, people.admin, people.guest):
        with pytest.raises(Refused):
            decide_double(three[0], Move.CONFIRM, by=user, now=NOW)
    with pytest.raises(WrongTraining, match="no_reason"):
        decide_double(three[0], Move.UNDO, by=people.asha, now=NOW)
    with pytest.raises(WrongTraining, match="not_decided"):
        decide_double(three[0], Move.UNDO, reason="x", by=people.asha, now=NOW)
    assert Deed.objects.count() == before
    assert Trainee.objects.persons().count() == 3


def test_a_phone_is_shown_with_a_reason_that_the_book_keeps(
    programme: Programme, listed: List, people: Cast
) -> None:
    bring(listed(), programme)
    ramesh = Trainee.objects.get(name="रमेश वर्मा")
    with pytest.raises(WrongTraining, match="no_reason"):
        reveal_phones(ramesh, reason=" ", by=people.meena, now=NOW)
    with pytest.raises(Refused):
        reveal_phones(ramesh, reason="x", by=people.om, now=NOW)
    shown = reveal_phones(ramesh, reason="The venue has moved.", by=people.meena, now=NOW)
    assert shown == ["9876543210"]
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.reason) == ("training.phone_revealed", "The venue has moved.")
    far = Trainee.objects.get(name="Anil Jain")
    with pytest.raises(Refused):
        reveal_phones(far, reason="x", by=people.meena, now=NOW)


def test_phones_and_files_go_when_their_time_is_over(programme: Programme, listed: List) -> None:
    path = listed()
    bring(path, programme)
    kept = Path(settings.UPLOADS) / "training" / Roster.objects.get().checksum
    assert path.read_bytes()[:30] not in kept.read_bytes()
    assert erase_stale(by=None, now=NOW) == type(erase_stale(by=None, now=NOW))(0, 0)
    month = erase_stale(by=None, now=NOW + timedelta(days=31))
    assert (month.phones, month.files, kept.exists()) == (0, 1, False)
    years = erase_stale(by=None, now=NOW + timedelta(days=KEPT_DAYS + 1))
    assert (years.phones, Phone.objects.count()) == (3, 0)


def test_whoever_wishes_is_forgotten_and_stays_counted(
    programme: Programme, session: Session, listed: List, people: Cast
) -> None:
    bring(listed(), programme, session)
    ramesh = Trainee.objects.filter(name="रमेश वर्मा").earliest("pk")
    with pytest.raises(Refused):
        forget_trainee(ramesh, reason="asked", by=people.meena, now=NOW)
    forget_trainee(ramesh, reason="asked on paper", by=people.asha, now=NOW)
    ramesh.refresh_from_db()
    assert (ramesh.name, ramesh.search, ramesh.phones.count()) == ("", "", 0)
    assert not Trainee.objects.filter(pk=ramesh.pk, name__contains="रमेश")


def test_phones_are_sealed_anew_with_the_first_key(
    programme: Programme, listed: List, settings: object
) -> None:
    bring(listed(), programme)
    before = set(Phone.objects.values_list("sealed", flat=True))
    assert reseal_phones(by=None, now=NOW) == 2
    after = set(Phone.objects.values_list("sealed", flat=True))
    assert not (before & after) - {""}
    assert unseal(Phone.objects.exclude(sealed="").earliest("pk").sealed) == "9876543210"


def test_the_head_may_stand_below_a_title_and_in_english(
    programme: Programme, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "List of participants,,\nName of Participant,Block,Mobile No. 1,Mobile No. 2\n"
        "Uma Sen,Shivpur,9000000001,9000000002\n",
        "utf-8",
    )
    draft = draft_of(Wish(path, programme), None)
    assert draft.lines[0].phones == ("9000000001", "9000000002")
    assert HEAD[0] == "नाम"
