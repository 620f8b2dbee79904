"""The pages of imports: what a file becomes is shown before anything is added."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pahunch.collection.exports.tests import samples
from pahunch.collection.exports.tests.test_guarantees import FILE
from pahunch.collection.models import Import
from pahunch.observations import Lake
from pahunch.staff.models import Deed
from tests.people import assemble

NEW = "/collection/imports/new/"


@pytest.fixture
def people(town):
    return assemble(district="up/up-d-1/")


def browser(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def upload(client, text, name="instagram.csv", **about):
    file = SimpleUploadedFile(name, text.encode(), content_type="text/csv")
    said = client.post(NEW, {"file": file, **about})
    assert said.status_code == 302, (said.context["form"].errors, said.context["about"].errors)
    return said


def test_a_file_is_shown_first_and_added_by_a_second_click(people):
    client = browser(people.asha)
    shown = client.get(upload(client, FILE)["location"])
    body = shown.content.decode()
    assert shown.status_code == 200
    assert "CrowdTangle, posts of Instagram accounts" in body
    assert "Nothing is added yet" in body
    assert "not kept" in body
    assert not Import.objects.exists()
    address, run = shown.wsgi_request.get_full_path(), shown.context["preview"].run
    done = client.post(address, {"run": run}, follow=True)
    assert "Added: instagram.csv" in done.content.decode()
    imported = Import.objects.get()
    assert (imported.by, imported.run) == (people.asha, run)
    assert (settings.UPLOADS / imported.checksum).exists()
    assert Lake(settings.LAKE).at().series(["instagram:17841400000000001"]).num_rows == 1
    assert Deed.objects.filter(by=people.asha).exists()
    assert client.get(address).status_code == 404


def test_a_file_that_is_thrown_away_adds_nothing(people):
    client = browser(people.asha)
    address = upload(client, FILE)["location"]
    said = client.post(address, {"drop": "1"}, follow=True).content.decode()
    assert "Nothing was added" in said
    assert client.get(address).status_code == 404
    assert not Import.objects.exists()


def test_nobody_else_sees_or_confirms_a_waiting_file(people):
    address = upload(browser(people.asha), FILE)["location"]
    assert browser(people.om).get(address).status_code == 403
    other = browser(people.ravi)
    assert other.get(address).status_code == 403
    assert other.post(address, {"run": "guess"}).status_code == 403
    assert browser(people.guest).get(NEW).status_code == 403


def test_a_file_that_is_not_known_says_what_is(people):
    client = browser(people.asha)
    shown = client.get(upload(client, "a,b\n1,2\n")["location"])
    assert shown.status_code == 422
    body = shown.content.decode()
    assert "belong to no export that is known" in body
    assert "Sprout Social" in body


def test_a_file_without_an_account_asks_for_it_and_takes_it(people):
    client = browser(people.asha)
    text = f"{samples.X_OVERVIEW}\n" + ",".join(
        ["2025-03-01", *["5"] * (samples.X_OVERVIEW.count(",") - 0)]
    )
    asked = client.get(upload(client, text, "x.csv")["location"])
    assert asked.status_code == 422
    assert "name the account" in asked.content.decode()
    named = client.get(upload(client, text, "x.csv", accounts="x:101")["location"])
    assert named.status_code in (200, 422)
    assert "name the account" not in named.content.decode()


def test_a_confirmation_of_something_else_is_refused(people):
    client = browser(people.asha)
    address = upload(client, FILE)["location"]
    said = client.post(address, {"run": "another"}).content.decode()
    assert "Look again, and confirm" in said
    assert not Import.objects.exists()


def test_no_file_is_said_beside_the_field_and_not_before(people):
    assert not browser(people.asha).get(NEW).context["form"].errors
    shown = browser(people.asha).post(NEW, {})
    assert shown.status_code == 422
    assert shown.context["form"].errors["file"]


def test_an_import_is_withdrawn_with_a_reason_from_its_list(people):
    client = browser(people.asha)
    shown = client.get(upload(client, FILE)["location"])
    run = shown.context["preview"].run
    client.post(shown.wsgi_request.get_full_path(), {"run": run})
    address = reverse("collection:import-withdraw", args=[run])
    assert "needs a reason" in client.post(address, {}, follow=True).content.decode()
    said = client.post(address, {"reason": "wrong month"}, follow=True).content.decode()
    assert "Withdrawn: instagram.csv" in said
    assert "wrong month" in browser(people.om).get("/collection/imports/").content.decode()
    assert (
        "withdrawn already"
        in client.post(address, {"reason": "again"}, follow=True).content.decode()
    )
