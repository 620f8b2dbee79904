"""The pages of readings: who sees what, and the whole way from a telephone to the lake."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime, now

from pahunch.collection.actions import withdraw_import
from pahunch.collection.by_hand.actions import confirm_reading, decline_reading
from pahunch.collection.by_hand.tests.pictures import bomb, shot
from pahunch.collection.models import Duty, HandReading, Import
from pahunch.facts import Platform
from pahunch.registry.models import Account, Person
from pahunch.staff.models import Role, User
from tests.people import Cast, give

pytestmark = pytest.mark.django_db
NEW = "/collection/readings/new/whatsapp:~meena/"


def browser(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def body(answer: Any) -> str:
    return unescape(answer.content.decode())


def picture(words: str = "12.3K followers", name: str = "screen.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, shot(words), content_type="image/png")


def form(wording: str = "12.3K", **others: Any) -> dict[str, Any]:
    seen = f"{localtime(now()) - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    return {"wording": wording, "seen_at": seen, "screenshot": picture(), **others}


@pytest.fixture
def today(enter: Any) -> Any:
    """Enter a reading by the clock that the pages go by."""

    def entered(by: User, wording: str = "12.3K", **others: Any) -> HandReading:
        at = now()
        made: HandReading = enter(by, wording, now=at, seen_at=at, **others)
        return made

    return entered


def address(name: str, reading: HandReading) -> str:
    return reverse(f"collection:{name}", args=[reading.pk])


def test_a_count_goes_from_a_telephone_to_the_lake(people: Cast, rows: Any) -> None:
    ravi, meena = browser(people.ravi), browser(people.meena)
    page = ravi.post(NEW, form(), follow=True)
    assert "Entered: 12.3K, that is 12,250–12,399. Another person must read it now." in body(page)
    reading = HandReading.objects.get()
    assert rows() == []
    before = body(meena.get(address("reading", reading)))
    assert "This is what stands there" in before
    done = meena.post(address("reading-confirm", reading), {"wording": "12.3 k"}, follow=True)
    assert "Confirmed: both read the same. It counts now." in body(done)
    assert "12,250–12,399" in body(done)
    assert [row["low"] for row in rows()] == [12_250]


def test_the_second_person_is_not_told_what_the_first_one_read(people: Cast, today: Any) -> None:
    reading = today(people.ravi, "54.7K")
    told = ("54.7", "54,6", "54650", "54,7")
    for somebody in (people.meena, people.asha, people.om):
        client = browser(somebody)
        for page in (
            address("reading", reading),
            reverse("collection:reading-list"),
            reverse("collection:readings") + "?every=1",
        ):
            text = body(client.get(page))
            assert not any(part in text for part in told), page
    assert "54.7K" in body(browser(people.ravi).get(address("reading", reading)))


def test_a_wrong_guess_shows_both_and_ends_the_matter(people: Cast, today: Any, rows: Any) -> None:
    reading = today(people.ravi)
    meena = browser(people.meena)
    done = body(meena.post(address("reading-confirm", reading), {"wording": "12.4K"}, follow=True))
    assert "The two numbers differ. It does not count." in done
    assert "12,250–12,399" in done
    assert "12,350–12,499" in done
    again = meena.post(address("reading-confirm", reading), {"wording": "12.3K"})
    assert again.status_code == 422
    assert "Somebody has decided this reading already." in body(again)
    assert rows() == []


def test_a_disputed_reading_is_entered_again_with_its_screenshot(people: Cast, today: Any) -> None:
    first = confirm_reading(today(people.ravi), "12.4K", by=people.meena, now=now())
    ravi = browser(people.ravi)
    page = body(ravi.get(address("reading", first)))
    again = f"{NEW}?again={first.pk}"
    assert again in page
    assert "one person read “12.3K” and the other “12.4K”" in body(ravi.get(again))
    given = form("12.4K")
    del given["screenshot"]
    assert ravi.post(again, given).status_code == 302
    second = HandReading.objects.get(state="waiting")
    assert second.evidence == first.evidence
    assert "entered again" in body(ravi.get(reverse("collection:reading-list")))
    for reader, may in ((people.meena, False), (people.asha, True)):
        page = body(browser(reader).get(address("reading", second)))
        assert ("This is what stands there" in page) == may
        assert ("A third person must read it" in page) != may
    refused = browser(people.meena).post(address("reading-confirm", second), {"wording": "12.4K"})
    assert (refused.status_code, HandReading.objects.get(pk=second.pk).state) == (422, "waiting")
    assert "A third person must read it" in body(refused)


@pytest.mark.parametrize("again", ["x", "-1", "99", "9" * 30, "²"])
def test_a_reading_that_is_not_disputed_is_not_entered_again(people: Cast, again: str) -> None:
    assert browser(people.ravi).get(NEW, {"again": again}).status_code == 200


def test_nobody_confirms_their_own(people: Cast, today: Any) -> None:
    reading = today(people.asha)
    client = browser(people.asha)
    page = body(client.get(address("reading", reading)))
    assert "This is what stands there" not in page
    assert "Decline it" not in page
    done = client.post(address("reading-confirm", reading), {"wording": "12.3K"})
    assert done.status_code == 422
    assert "Another person must look at what you entered yourself." in body(done)
    declined = client.post(address("reading-decline", reading), {"reason": "x"}, follow=True)
    assert "Another person must look" in body(declined)
    assert HandReading.objects.get().state == "waiting"


def test_who_sees_a_screenshot(people: Cast, today: Any) -> None:
    reading = today(people.ravi)
    page = address("reading-screenshot", reading)
    for somebody in (people.ravi, people.meena, people.asha, people.om):
        answer = browser(somebody).get(page)
        assert answer.status_code == 200
        assert answer.content.startswith(b"\x89PNG")
        assert answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"].startswith("private")
        assert "sandbox" in answer["Content-Security-Policy"]
    for somebody in (people.guest, people.admin):
        assert browser(somebody).get(page).status_code == 403
    assert Client().get(page).status_code == 302
    stranger = give(User.objects.create(username="far"), Role.DISTRICT_OFFICER, division_path="x/")
    for name in ("reading-screenshot", "reading"):
        assert browser(stranger).get(address(name, reading)).status_code == 404
    for name in ("reading-confirm", "reading-decline"):
        assert browser(stranger).post(address(name, reading)).status_code == 404
    assert reading.account.key not in body(browser(stranger).get("/collection/readings/list/"))


def test_a_screenshot_whose_file_is_gone_is_said_to_be_gone(
    people: Cast, today: Any, settings: Any
) -> None:
    reading = today(people.ravi)
    (settings.UPLOADS / reading.evidence).unlink()
    client = browser(people.meena)
    assert client.get(address("reading-screenshot", reading)).status_code == 404
    assert "Put it back from a backup." in body(client.get(address("reading", reading)))


@pytest.mark.parametrize("who", ["om", "admin", "guest"])
def test_who_may_not_enter(people: Cast, who: str) -> None:
    assert browser(getattr(people, who)).get(NEW).status_code == 403
    assert browser(getattr(people, who)).post(NEW, form()).status_code == 403


def test_an_account_of_somebody_else_is_not_found(people: Cast, channel: Account) -> None:
    Account.objects.filter(pk=channel.pk).update(person=Person.objects.get(slug="asha-verma"))
    assert browser(people.ravi).get(NEW).status_code == 404
    assert browser(people.meena).post(NEW, form()).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"12.3K followers", "This is no PNG, JPEG or WebP picture, or it is broken."),
        (bomb(), "The picture is too large: 25 million pixels at most."),
        (bytes(8_000_001), "The picture is too large: 8 MB at most."),
    ],
)
def test_a_text_file_called_png_is_refused_and_not_kept(
    people: Cast, settings: Any, data: bytes, said: str
) -> None:
    file = SimpleUploadedFile("screen.png", data, content_type="image/png")
    page = browser(people.ravi).post(NEW, form(screenshot=file))
    assert page.status_code == 422
    assert said in body(page)
    assert not settings.UPLOADS.exists()


def test_a_good_screenshot_is_kept_until_the_number_is_right(people: Cast, settings: Any) -> None:
    ravi = browser(people.ravi)
    page = ravi.post(NEW, form("many"))
    assert page.status_code == 422
    assert "This is no number that is known here." in body(page)
    assert "Your screenshot is kept" in body(page)
    given = form(kept=page.context["kept"])
    del given["screenshot"]
    assert browser(people.asha).post(NEW, given).status_code == 422, "it is Ravi's"
    assert ravi.post(NEW, given).status_code == 302
    assert HandReading.objects.get().wording == "12.3K"
    assert not list((settings.UPLOADS / "waiting").glob(f"*-{people.ravi.pk}"))


def test_without_a_screenshot_there_is_no_reading(people: Cast) -> None:
    for kept in ("", "../../etc/passwd", "0" * 64):
        given = form(kept=kept)
        del given["screenshot"]
        assert "Choose the screenshot." in body(browser(people.ravi).post(NEW, given))


def test_a_far_number_asks_for_a_tick(people: Cast, today: Any) -> None:
    confirm_reading(today(people.ravi), "12.3K", by=people.meena, now=now())
    ravi = browser(people.ravi)
    assert "last count 12,250–12,399" in body(ravi.get(NEW))
    assert "I have looked again" not in body(ravi.get(NEW))
    given = form("123K", screenshot=picture("123K"))
    page = ravi.post(NEW, given)
    assert page.status_code == 422
    assert "I have looked again" in body(page)
    assert "The last count was 12,250–12,399" in body(page)
    given |= {"screenshot": picture("123K"), "looked_again": "on"}
    assert ravi.post(NEW, given).status_code == 302


def test_a_closed_platform_is_refused_with_words(people: Cast, channel: Account) -> None:
    fact = {"kind": "office", "person": channel.person, "source": channel.source}
    Account.objects.create(key="koo:~meena", platform="koo", **fact)
    ravi = browser(people.ravi)
    page = ravi.get("/collection/readings/new/koo:~meena/")
    assert "Koo has closed. Its series ends on 03-07-2024" in body(page)
    assert '<input type="file"' not in body(page)
    assert ravi.post("/collection/readings/new/koo:~meena/", form()).status_code == 422
    assert "koo:~meena" not in body(ravi.get(reverse("collection:readings") + "?every=1"))
    assert not HandReading.objects.exists()


def test_an_account_that_its_interface_counts_says_so_and_does_not_wait(people: Cast) -> None:
    ravi = browser(people.ravi)
    assert "x:101" in body(ravi.get(reverse("collection:readings")))
    duty = Duty.objects.create(
        account=Account.objects.get(key="x:101"),
        platform=Platform.X.value,
        ask="counts",
        outcome="counted",
    )
    assert "x:101" not in body(ravi.get(reverse("collection:readings")))
    page = body(ravi.get("/collection/readings/new/x:101/"))
    assert "This account is counted by its interface." in page
    Duty.objects.filter(pk=duty.pk).update(outcome="disconnected")
    listed = body(ravi.get(reverse("collection:readings")))
    assert "x:101" in listed
    assert "the account must be connected again" in listed


def test_the_list_says_who_waits_and_why(people: Cast, today: Any) -> None:
    ravi = browser(people.ravi)
    page = body(ravi.get(reverse("collection:readings")))
    assert NEW in page
    assert "the platform has no interface for it" in page
    assert "nobody has given consent yet" in page
    assert "youtube:1" not in page, "of a party, and Ravi looks after Meena Bai"
    assert NEW not in body(browser(people.om).get(reverse("collection:readings")))
    reading = today(people.ravi)
    page = body(browser(people.meena).get(reverse("collection:readings")))
    assert "1 open, 1 for you to confirm" in page
    assert "Waits for a second person" in page
    confirm_reading(reading, "12.3K", by=people.meena, now=now())
    page = body(ravi.get(reverse("collection:readings")))
    assert "whatsapp:~meena" not in page
    every = body(ravi.get(reverse("collection:readings"), {"every": "1"}))
    assert "12,250–12,399" in every


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "meena bai"}, True),
        ({"q": "office"}, True),
        ({"q": "nobody"}, False),
        ({"platform": "whatsapp"}, True),
        ({"platform": "sharechat"}, False),
        ({"state": "up"}, True),
    ],
)
def test_the_list_can_be_searched(people: Cast, asked: dict[str, str], found: bool) -> None:
    page = body(browser(people.asha).get(reverse("collection:readings"), asked))
    assert ("whatsapp:~meena" in page) is found


def test_the_overview_says_what_waits_for_whom(people: Cast, today: Any) -> None:
    today(people.ravi)
    line = reverse("collection:readings-line")
    assert "1 reading waits for you" in body(browser(people.meena).get(line))
    for somebody in (people.ravi, people.om):
        assert body(browser(somebody).get(line)).strip() == ""
    assert browser(people.guest).get(line).status_code == 403


def test_a_declined_reading_says_why(people: Cast, today: Any) -> None:
    reading = today(people.ravi)
    meena = browser(people.meena)
    empty = meena.post(address("reading-decline", reading), {"reason": " "}, follow=True)
    assert "Say why." in body(empty)
    said = meena.post(address("reading-decline", reading), {"reason": "blurred"}, follow=True)
    assert "Declined. It does not count." in body(said)
    assert "blurred" in body(said)
    assert "blurred" in body(meena.get(reverse("collection:reading-list")))


def test_a_confirmed_reading_is_withdrawn_by_the_state_cell_only(people: Cast, today: Any) -> None:
    reading = confirm_reading(today(people.ravi), "12.3K", by=people.meena, now=now())
    page = address("reading-withdraw", reading)
    assert "Withdraw this count" not in body(browser(people.meena).get(address("reading", reading)))
    assert browser(people.meena).post(page, {"reason": "x"}).status_code == 403
    asha = browser(people.asha)
    assert "Withdraw this count" in body(asha.get(address("reading", reading)))
    assert "needs a reason" in body(asha.post(page, {"reason": ""}, follow=True))
    done = body(asha.post(page, {"reason": "of another channel"}, follow=True))
    assert "Withdrawn. It stays visible" in done
    assert "of another channel" in done
    assert "withdrawn already" in body(asha.post(page, {"reason": "x"}, follow=True))
    assert "withdrawn" in body(asha.get(reverse("collection:reading-list")))
    assert asha.post(address("reading-withdraw", today(people.ravi, "12.5K"))).status_code == 404


def test_readings_do_not_drown_the_files_in_the_list_of_imports(people: Cast, today: Any) -> None:
    confirm_reading(today(people.ravi), "12.3K", by=people.meena, now=now())
    run = Import.objects.get().run
    assert run not in body(browser(people.asha).get(reverse("collection:imports")))


def test_every_page_speaks_hindi(people: Cast, today: Any) -> None:
    first = today(people.ravi)
    decline_reading(first, reason="धुँधला", by=people.meena, now=now())
    second = confirm_reading(today(people.ravi, "12.6K"), "12.6K", by=people.meena, now=now())
    withdraw_import(second.run, reason="गलत चैनल", by=None, now=now())
    asha = browser(people.asha, "hi")
    for page in (
        reverse("collection:readings"),
        reverse("collection:reading-list"),
        NEW,
        address("reading", first),
        address("reading", second),
    ):
        text = body(asha.get(page))
        assert '<html lang="hi">' in text
        for english in ("screenshot", "Readings", "reading", "Entered", "Enter a", "Withdraw"):
            plain = [line for line in text.split("\n") if "href" not in line and "src" not in line]
            assert not [line for line in plain if f">{english}" in line], page
