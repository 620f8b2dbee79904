"""The book of deeds: what is written stays, and what was done to it is found."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from pahunch.staff import guards
from pahunch.staff.deeds import Damage, record, verify
from pahunch.staff.errors import ChainIsBroken, DeedIsFinal
from pahunch.staff.models import BEGINNING, Deed, DeedHead
from tests.people import NOW

pytestmark = pytest.mark.django_db


def write(many: int) -> list[Deed]:
    return [
        record("test.wrote", f"page:{number}", by=None, at=NOW + timedelta(minutes=number))
        for number in range(1, many + 1)
    ]


def sql(statement: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_empty_book_is_whole() -> None:
    proof = verify()
    assert proof.is_whole
    assert (proof.count, proof.hash) == (0, BEGINNING)


def test_deeds_are_numbered_from_one_and_each_names_the_hash_before_it() -> None:
    first, second, third = write(3)
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert first.previous == BEGINNING
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert verify().hash == third.hash


def test_a_deed_keeps_who_what_when_why_and_the_rest(asha) -> None:
    detail = {"पहले": "१", "numbers": [1, 1.5, 1e22, None], "day": NOW.date(), "at": NOW}
    record("test.wrote", "page:1", by=asha, at=NOW, reason="नया आदेश", detail=detail)
    deed = Deed.objects.get()
    assert (deed.by, deed.by_name, deed.at, deed.reason) == (asha, "asha", NOW, "नया आदेश")
    assert deed.detail["numbers"] == [1, 1.5, 1e22, None]
    assert deed.detail["day"] == "2023-08-26"
    assert verify().is_whole


def test_who_is_nobody_is_the_command_line_unless_named() -> None:
    assert record("test.wrote", "page:1", by=None, at=NOW).by_name == "command line"
    assert record("test.wrote", "page:2", by=None, by_name="timer", at=NOW).by_name == "timer"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        record("test.wrote", "page:1", by=None, at=datetime(2023, 8, 26))  # noqa: DTZ001
    assert not Deed.objects.exists()


def test_the_same_moment_in_another_zone_has_the_same_hash() -> None:
    (deed,) = write(1)
    deed.at = deed.at.astimezone(UTC).astimezone()
    assert deed.computed_hash() == deed.hash


def test_a_deed_of_a_transaction_that_failed_is_not_in_the_book() -> None:
    write(1)
    with transaction.atomic():
        record("test.wrote", "page:2", by=None, at=NOW)
        transaction.set_rollback(True)
    assert verify().count == 1
    assert verify().is_whole


def test_the_orm_refuses_to_edit_or_remove_a_deed() -> None:
    (deed,) = write(1)
    deed.reason = "better"
    for attempt in (
        deed.save,
        deed.delete,
        Deed.objects.all().delete,
        lambda: Deed.objects.update(reason="better"),
        lambda: Deed.objects.bulk_update([deed], ["reason"]),
    ):
        with pytest.raises(DeedIsFinal):
            attempt()
    assert verify().is_whole


def test_the_database_refuses_to_edit_or_remove_a_deed() -> None:
    write(1)
    guards.install(connection)
    for statement in ("UPDATE staff_deed SET reason = 'better'", "DELETE FROM staff_deed"):
        with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
            sql(statement)
    guards.remove(connection)
    assert verify().is_whole


def test_a_user_whom_a_deed_names_cannot_be_removed(asha) -> None:
    record("test.wrote", "page:1", by=asha, at=NOW)
    with pytest.raises(ProtectedError):
        asha.delete()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "better"),
        ("verb", "test.read"),
        ("subject", "page:9"),
        ("by_name", "somebody"),
        ("detail_json", '{"a":1}'),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("hash", "f" * 64),
    ],
)
def test_a_changed_deed_is_named(column: str, value: str) -> None:
    write(5)
    sql(f"UPDATE staff_deed SET {column} = %s WHERE seq = 3", value)
    fault = verify().fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (3, Damage.CHANGED)


@pytest.mark.sqlite
@pytest.mark.parametrize("value", ["at = ''", "at = 'yesterday'", "reason = x'fffe'"])
def test_a_value_that_no_deed_can_hold_is_a_change_and_no_crash(value: str) -> None:
    write(3)
    sql(f"UPDATE staff_deed SET {value} WHERE seq = 2")
    fault = verify().fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (2, Damage.CHANGED)


def test_a_removed_deed_is_named() -> None:
    write(5)
    sql("DELETE FROM staff_deed WHERE seq IN (2, 3)")
    fault = verify().fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (2, Damage.MISSING)
    assert fault.why == "deed 2 to 3 was removed"


def test_a_tail_that_was_cut_off_is_named() -> None:
    write(5)
    sql("DELETE FROM staff_deed WHERE seq > 3")
    fault = verify().fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (4, Damage.CUT_OFF)


def test_a_deed_put_in_past_the_head_is_named() -> None:
    *_, last = write(2)
    extra = Deed(seq=3, at=NOW, by_name="x", verb="v", subject="s", previous=last.hash)
    extra.hash = extra.computed_hash()
    extra.save()
    fault = verify().fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (3, Damage.INSERTED)


def test_a_deed_put_in_before_the_first_is_named() -> None:
    write(2)
    extra = Deed(seq=0, at=NOW, by_name="x", verb="v", subject="s", previous=BEGINNING)
    extra.hash = extra.computed_hash()
    extra.save()
    fault = verify().fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (0, Damage.INSERTED)


def test_a_deed_changed_and_hashed_anew_no_longer_fits_the_next() -> None:
    second = write(3)[1]
    second.reason = "better"
    sql("UPDATE staff_deed SET reason = 'better', hash = %s WHERE seq = 2", second.computed_hash())
    fault = verify().fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (3, Damage.INSERTED)


def test_the_last_deed_changed_and_hashed_anew_does_not_fit_the_head() -> None:
    last = write(3)[-1]
    last.reason = "better"
    sql("UPDATE staff_deed SET reason = 'better', hash = %s WHERE seq = 3", last.computed_hash())
    fault = verify().fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (3, Damage.CHANGED)


def test_a_book_written_anew_is_found_by_an_earlier_proof() -> None:
    write(3)
    before = verify()
    sql("DELETE FROM staff_deed")
    DeedHead.objects.update(count=0, hash=BEGINNING)
    for number in range(4):
        record("test.wrote", f"other:{number}", by=None, at=NOW)
    assert verify().is_whole
    fault = verify((before.count, before.hash)).fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (3, Damage.CHANGED)


def test_a_book_shortened_with_its_head_is_found_by_an_earlier_proof() -> None:
    deeds = write(3)
    before = verify()
    sql("DELETE FROM staff_deed WHERE seq = 3")
    DeedHead.objects.update(count=2, hash=deeds[1].hash)
    assert verify().is_whole
    fault = verify((before.count, before.hash)).fault
    assert fault is not None
    assert (fault.seq, fault.damage) == (3, Damage.CUT_OFF)


def test_nothing_is_added_to_a_book_whose_head_is_gone() -> None:
    write(2)
    DeedHead.objects.all().delete()
    with pytest.raises(ChainIsBroken, match="head"):
        record("test.wrote", "page:3", by=None, at=NOW)
    assert verify().fault is not None


WRITER = """
import sys
import django
from django.conf import settings

django.setup()
from datetime import UTC, datetime
from django.db import connection
from pahunch.staff.deeds import record

connection.settings_dict["NAME"] = sys.argv[1]
for number in range(25):
    record("test.wrote", f"{sys.argv[2]}:{number}", by=None, at=datetime.now(UTC))
"""


@pytest.mark.django_db(transaction=True)
def test_four_writers_at_once_keep_one_chain() -> None:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and ("memory" in name or "mode=memory" in name):
        pytest.skip("processes cannot share a database in memory")
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, name, f"writer{number}"])
        for number in range(4)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0, 0]
    proof = verify()
    assert proof.is_whole
    assert proof.count == 100
