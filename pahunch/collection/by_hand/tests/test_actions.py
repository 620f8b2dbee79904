from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from pahunch.collection import files
from pahunch.collection.actions import withdraw_import
from pahunch.collection.by_hand.actions import confirm_reading, decline_reading
from pahunch.collection.by_hand.checking import OLDEST
from pahunch.collection.by_hand.listing import confirmable
from pahunch.collection.by_hand.pictures import as_kept
from pahunch.collection.by_hand.tests.conftest import NOW, SEEN
from pahunch.collection.by_hand.tests.pictures import shot, shot_with_place
from pahunch.collection.by_hand.words import WHY_NOT, why_not
from pahunch.collection.errors import WrongReading
from pahunch.collection.models import HandReading, Import, ReadingState, Stage
from pahunch.observations import Lake
from pahunch.registry.models import Account, AccountStatus, Division, Person, Source
from pahunch.staff.models import Deed
from pahunch.staff.rights import Refused

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def why(call, *args, **kwargs):
    with pytest.raises(WrongReading) as refused:
        call(*args, **kwargs)
    return refused.value.why


def verbs():
    return list(Deed.objects.order_by("seq").values_list("verb", flat=True))


def test_what_one_person_entered_does_not_count(enter, people, rows, settings):
    reading = enter(people.ravi)
    assert (reading.state, reading.low, reading.high) == ("waiting", 12_250, 12_399)
    assert rows() == []
    assert (settings.UPLOADS / reading.evidence).read_bytes() == as_kept(shot("12.3K followers"))
    assert verbs() == ["collection.reading_entered"]
    assert not list(files.journal().iterdir())


def test_what_two_people_read_alike_counts_once(enter, people, rows):
    reading = enter(people.ravi)
    confirm_reading(reading, "12.3 हज़ार", by=people.meena, now=NOW)
    (row,) = rows()
    assert (row["low"], row["high"], row["wording"]) == (12_250, 12_399, "12.3K")
    assert (row["seen_at"], row["precision"]) == (SEEN, "moment")
    assert (row["run"], row["source"]) == (f"hand-{reading.pk}", f"screenshot {reading.evidence}")
    imported, up = Import.objects.get(), Division.objects.get(code="up")
    assert (imported.kind, imported.stage, str(imported.state_id)) == ("hand", "done", str(up.pk))
    assert verbs()[-1] == "collection.reading_confirmed"
    again = HandReading.objects.get()
    assert (again.state, again.second_wording) == ("confirmed", "12.3 हज़ार")
    assert (again.decided_by, again.second_by) == (people.meena, people.meena)
    assert why(confirm_reading, again, "12.3K", by=people.asha, now=NOW) == "decided"


@pytest.mark.parametrize("wording", ["12.4K", "12,300", "123", "12.3 lakh"])
def test_another_number_is_a_dispute_and_is_not_tried_again(enter, people, rows, wording):
    reading = enter(people.ravi)
    confirm_reading(reading, wording, by=people.meena, now=NOW)
    assert reading.state == ReadingState.DISPUTED
    assert (reading.second_wording, reading.second_by) == (wording, people.meena)
    for somebody in (people.meena, people.asha):
        assert why(confirm_reading, reading, "12.3K", by=somebody, now=NOW) == "decided"
    assert rows() == []
    assert verbs()[-1] == "collection.reading_disputed"


def test_a_number_that_can_not_be_read_decides_nothing(enter, people):
    reading = enter(people.ravi)
    assert why(confirm_reading, reading, "many", by=people.meena, now=NOW) == "unreadable"
    assert HandReading.objects.get().state == "waiting"


def test_nobody_decides_on_what_they_entered_themselves(enter, people):
    reading = enter(people.asha)
    assert why(confirm_reading, reading, "12.3K", by=people.asha, now=NOW) == "own"
    assert why(decline_reading, reading, reason="mine", by=people.asha, now=NOW) == "own"


def test_the_command_line_is_nobody_who_could_read_a_screen(enter, people):
    assert why(enter, None) == "nobody"
    assert why(confirm_reading, enter(people.ravi), "12.3K", by=None, now=NOW) == "nobody"


@pytest.mark.parametrize("column", ["decided_by", "second_by"])
def test_the_database_holds_that_two_people_are_two(enter, people, column):
    reading = enter(people.ravi)
    change = {"state": "confirmed", "decided_at": NOW, column: people.ravi}
    with pytest.raises(IntegrityError), transaction.atomic():
        HandReading.objects.filter(pk=reading.pk).update(**change)


def test_who_may_do_what(enter, people, channel):
    for somebody in (people.om, people.admin, people.guest):
        with pytest.raises(Refused):
            enter(somebody)
    reading = enter(people.ravi)
    for somebody in (people.om, people.admin, people.guest):
        with pytest.raises(Refused):
            confirm_reading(reading, "12.3K", by=somebody, now=NOW)
        with pytest.raises(Refused):
            decline_reading(reading, reason="no", by=somebody, now=NOW)
    other = Account.objects.create(
        key="whatsapp:~asha",
        platform="whatsapp",
        kind="office",
        person=Person.objects.get(slug="asha-verma"),
        source=Source.objects.get(),
    )
    for somebody in (people.ravi, people.meena):
        with pytest.raises(Refused, match="इस भाग के लिए नहीं"):
            enter(somebody, account=other)


def test_an_office_may_enter_and_may_not_confirm(enter, people):
    office = people.guest
    office.grants.create(role="office", person="meena-bai", granted_at=NOW)
    assert enter(office).state == "waiting"
    HandReading.objects.all().delete()
    with pytest.raises(Refused):
        confirm_reading(enter(people.ravi), "12.3K", by=office, now=NOW)


def test_a_declined_reading_keeps_its_reason(enter, people, rows):
    reading = enter(people.ravi)
    assert why(decline_reading, reading, reason=" ", by=people.meena, now=NOW) == "no_reason"
    decline_reading(reading, reason="another channel", by=people.meena, now=NOW)
    assert (reading.state, reading.reason) == ("declined", "another channel")
    assert why(decline_reading, reading, reason="again", by=people.asha, now=NOW) == "decided"
    assert why(confirm_reading, reading, "12.3K", by=people.asha, now=NOW) == "decided"
    assert Deed.objects.get(verb="collection.reading_declined").reason == "another channel"
    assert rows() == []


def test_a_disputed_reading_can_be_declined_by_a_third(enter, people):
    reading = confirm_reading(enter(people.ravi), "13K", by=people.meena, now=NOW)
    decline_reading(reading, reason="too blurred", by=people.asha, now=NOW)
    assert (reading.second_by, reading.decided_by) == (people.meena, people.asha)


def test_a_disputed_reading_gives_way_to_a_new_one_with_the_same_screenshot(enter, people):
    first = confirm_reading(enter(people.ravi), "13K", by=people.meena, now=NOW)
    second = enter(people.ravi, "13K", picture=shot("12.3K followers"))
    first.refresh_from_db()
    assert (first.state, first.reason, first.decided_by) == ("declined", "", None)
    assert second.evidence == first.evidence
    assert Deed.objects.order_by("-seq")[0].detail["replaces"] == [first.pk]


def test_after_a_dispute_a_third_person_reads_the_same_screenshot(enter, people, rows):
    confirm_reading(enter(people.ravi), "13K", by=people.meena, now=NOW)
    again = enter(people.ravi, "13K", picture=shot("12.3K followers"))
    assert why(confirm_reading, again, "13K", by=people.meena, now=NOW) == "has_read"
    assert (confirmable(people.meena), confirmable(people.asha)) == (set(), {again.pk})
    assert (HandReading.objects.get(pk=again.pk).state, rows()) == ("waiting", [])
    confirm_reading(again, "13K", by=people.asha, now=NOW)
    assert len(rows()) == 1


def test_who_entered_a_disputed_reading_does_not_confirm_it_when_the_other_enters_it(enter, people):
    confirm_reading(enter(people.ravi), "13K", by=people.meena, now=NOW)
    again = enter(people.meena, picture=shot("12.3K followers"))
    assert why(confirm_reading, again, "12.3K", by=people.ravi, now=NOW) == "has_read"
    assert confirm_reading(again, "12.3K", by=people.asha, now=NOW).state == "confirmed"


def test_another_picture_of_the_same_look_needs_a_third_person_too(enter, people):
    confirm_reading(enter(people.ravi), "13K", by=people.meena, now=NOW)
    cut = enter(people.ravi, "13K", picture=shot("cut out"), now=NOW + MINUTE)
    assert why(confirm_reading, cut, "13K", by=people.meena, now=NOW + MINUTE) == "has_read"


def test_a_declined_dispute_is_not_forgotten(enter, people):
    first = confirm_reading(enter(people.ravi), "13K", by=people.meena, now=NOW)
    decline_reading(first, reason="too blurred", by=people.asha, now=NOW)
    again = enter(people.ravi, "13K", picture=shot("12.3K followers"))
    assert why(confirm_reading, again, "13K", by=people.meena, now=NOW) == "has_read"
    decline_reading(again, reason="still blurred", by=people.meena, now=NOW)
    assert again.state == "declined"


def test_a_new_look_after_a_dispute_is_for_the_same_two_people(enter, people, rows):
    confirm_reading(enter(people.ravi), "13K", by=people.meena, now=NOW)
    new = enter(
        people.ravi, "12.4K", picture=shot("new"), seen_at=NOW + MINUTE, now=NOW + 2 * MINUTE
    )
    assert confirmable(people.meena) == {new.pk}
    confirm_reading(new, "12.4K", by=people.meena, now=NOW + 2 * MINUTE)
    assert len(rows()) == 1


def test_one_may_correct_what_nobody_has_confirmed_yet(enter, people):
    first, second = enter(people.ravi, "12.8K"), enter(people.ravi, "12.3K")
    first.refresh_from_db()
    assert (first.state, second.state) == ("declined", "waiting")


def test_two_people_do_not_enter_the_same_account_at_once(enter, people):
    enter(people.ravi)
    assert why(enter, people.asha) == "waits"


def test_a_screenshot_speaks_once(enter, counted, people):
    reading = counted("12.3K")
    assert why(enter, people.ravi) == "used"
    assert not list(files.journal().iterdir())
    withdraw_import(reading.run, reason="another channel", by=None, now=NOW)
    assert enter(people.ravi).state == "waiting"


def test_a_screenshot_does_not_wait_for_two_accounts(enter, people):
    enter(people.ravi)
    assert why(enter, people.ravi, account=Account.objects.get(key="x:101")) == "used"


def test_the_place_where_a_photograph_was_taken_is_kept_nowhere(enter, people, settings):
    picture = shot_with_place()
    assert b"MakerOfPhones" in picture
    enter(people.ravi, picture=picture)
    for path in settings.HOME.rglob("*"):
        assert path.is_dir() or b"MakerOfPhones" not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("seen_at", "said"),
    [
        (NOW + timedelta(seconds=1), "future"),
        (NOW - OLDEST - timedelta(seconds=1), "old"),
        (NOW, ""),
        (NOW - OLDEST, ""),
    ],
)
def test_a_screenshot_is_of_these_days(enter, people, seen_at, said):
    if said:
        assert why(enter, people.ravi, seen_at=seen_at) == said
    else:
        assert enter(people.ravi, seen_at=seen_at).seen_at == seen_at


def test_a_number_far_from_the_last_one_is_looked_at_again(enter, counted, people):
    counted("12.3K")
    with pytest.raises(WrongReading) as refused:
        enter(people.ravi, "123K")
    assert refused.value.why == "far"
    with override("en"):
        assert "12,250–12,399" in why_not(refused.value)
    assert why(enter, people.ravi, "1.2K") == "far"
    assert enter(people.ravi, "30K").state == "waiting"
    assert enter(people.ravi, "123K", looked_again=True).low == 122_500


def test_a_platform_that_has_closed_gets_no_more_readings(enter, people, channel):
    koo = Account.objects.create(
        key="koo:~meena",
        platform="koo",
        kind="office",
        person=channel.person,
        source=channel.source,
    )
    with pytest.raises(WrongReading) as refused:
        enter(people.ravi, account=koo)
    assert refused.value.why == "closed"
    with override("en"):
        assert "Koo has closed. Its series ends on 03-07-2024" in why_not(refused.value)


def test_an_account_that_was_deleted_gets_no_more_readings(enter, people, channel):
    AccountStatus.objects.create(
        account=channel, status="deleted", since=SEEN.date(), source=channel.source
    )
    assert why(enter, people.ravi) == "gone"


@pytest.mark.parametrize("picture", [b"12.3K", b""])
def test_without_a_picture_nothing_is_kept(enter, people, settings, picture):
    assert why(enter, people.ravi, picture=picture) == "no_picture"
    assert not HandReading.objects.exists()
    assert not settings.UPLOADS.exists()


def test_a_confirmed_reading_is_withdrawn_as_every_run_is(counted, rows, settings, channel):
    reading = counted("12.3K")
    withdraw_import(reading.run, reason="of another channel", by=None, now=NOW)
    (row,) = rows()
    assert (row["withdrawn"], row["reason"]) == (True, "of another channel")
    latest = Lake(settings.LAKE).at().latest([channel.key], until=NOW)
    assert latest.num_rows == 0
    assert Import.objects.get().stage == Stage.WITHDRAWN


def test_every_refusal_has_words():
    given = {"most": 7, "last": "1", "day": NOW, "platform": "Koo", "on": NOW}
    for name in WHY_NOT:
        assert "%" not in why_not(WrongReading(name, **given))
