"""Signing in: by password, with a second step, and what the book of deeds keeps of it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from pahunch.staff.models import Deed
from tests.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls("pahunch.staff.tests.rooms")]

OWN_PAGES = (
    "account_logout",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
)


@pytest.fixture(autouse=True)
def _fresh(settings):
    settings.LANGUAGE_CODE = "en"
    cache.clear()  # rate limits live there
    with translation.override("en"):
        yield
    cache.clear()


def sign_in(client, username: str, password: str = PASSWORD, **extra: str):
    return client.post(reverse("account_login"), {"login": username, "password": password, **extra})


def sign_in_twice(client, username: str) -> None:
    """Sign in, and show once more that it is you, as a change of sign-in asks."""
    sign_in(client, username)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def verbs() -> list[str]:
    return list(Deed.objects.order_by("seq").values_list("verb", flat=True))


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_asha_signs_in_reaches_her_page_and_the_book_knows(client, asha) -> None:
    answer = sign_in(client, "asha", next="/staff/account/")
    assert answer["Location"] == "/staff/account/"
    deed = Deed.objects.get()
    assert (deed.verb, deed.subject, deed.by) == ("staff.signed_in", "user:asha", asha)
    assert deed.detail == {"methods": ["password"]}


def test_a_wrong_password_is_kept_as_a_deed_and_says_little(client, asha) -> None:
    answer = sign_in(client, "asha", "wrong")
    assert "The username and/or password you specified are not correct." in answer.text
    deed = Deed.objects.get()
    assert (deed.verb, deed.subject) == ("staff.sign_in_failed", "user:asha")
    assert (deed.by, deed.by_name) == (None, "stranger")


def test_a_name_that_nobody_has_is_not_kept_since_it_may_be_a_password(client, asha) -> None:
    sign_in(client, "my-secret-password", "asha")
    deed = Deed.objects.get()
    assert deed.subject == "user:unknown"
    assert "my-secret-password" not in str(Deed.objects.values_list())


def test_guessing_is_slowed_down(client, asha) -> None:
    for _ in range(5):
        sign_in(client, "asha", "wrong")
    answer = sign_in(client, "asha", PASSWORD)
    assert "Too many failed login attempts." in answer.text
    assert verbs() == ["staff.sign_in_failed"] * 5


def test_a_closed_user_cannot_sign_in(client, asha) -> None:
    asha.is_active = False
    asha.save()
    answer = sign_in(client, "asha")
    assert answer.status_code in {200, 302}
    assert client.get("/staff/account/").status_code == 302
    assert "staff.signed_in" not in verbs()
    assert "This account is closed" in client.get(reverse("account_inactive")).text


def test_signing_out_asks_first_and_is_a_deed(client, asha) -> None:
    sign_in(client, "asha")
    assert "Do you want to sign out?" in client.get(reverse("account_logout")).text
    client.post(reverse("account_logout"))
    assert client.get("/staff/account/").status_code == 302
    assert verbs() == ["staff.signed_in", "staff.signed_out"]


def test_nobody_signs_up(client) -> None:
    address = reverse("account_signup")
    assert "Nobody signs up here" in client.get(address).text
    client.post(address, {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
    assert verbs() == []


def test_the_chosen_language_comes_with_the_sign_in(client, asha) -> None:
    asha.language = "hi"
    asha.save()
    assert sign_in(client, "asha").cookies["django_language"].value == "hi"


def test_a_password_is_changed_by_its_owner(client, asha) -> None:
    sign_in(client, "asha")
    new = "naya-purana-phatak-7"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    asha.refresh_from_db()
    assert asha.check_password(new)
    assert "staff.password_changed" in verbs()


def test_an_app_is_turned_on_asked_for_and_turned_off(
    client, asha, django_capture_on_commit_callbacks
) -> None:
    sign_in_twice(client, "asha")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    answer = client.get(reverse("mfa_view_recovery_codes"))
    codes = answer.context["unused_codes"]
    assert codes[0] in answer.text
    client.post(reverse("account_logout"))

    asked = sign_in(client, "asha")
    assert asked["Location"] == reverse("mfa_authenticate")
    assert client.get("/staff/account/").status_code == 302
    step = client.get(reverse("mfa_authenticate"))
    assert "recovery codes" in step.text
    assert "Incorrect code." in client.post(reverse("mfa_authenticate"), {"code": "1"}).text
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get("/staff/account/").status_code == 200
    assert Deed.objects.latest("seq").detail == {"methods": ["password", "mfa"]}

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "9 codes are left." in client.get(reverse("mfa_index")).text
    assert "Turn off" in client.get(reverse("mfa_deactivate_totp")).text
    assert "stop working" in client.get(reverse("mfa_generate_recovery_codes")).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert [verb for verb in verbs() if "second_step" in verb] == [
        "staff.second_step_added",
        "staff.second_step_added",
        "staff.second_step_renewed",
        "staff.second_step_removed",
        "staff.second_step_removed",
    ]


def test_a_change_of_how_one_signs_in_asks_once_more(client, asha) -> None:
    sign_in(client, "asha")
    answer = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Show that it is you" in answer.text
    again = client.post(reverse("account_reauthenticate"), {"password": PASSWORD}, follow=True)
    assert again.status_code == 200
    assert verbs() == ["staff.signed_in"]


def test_keys_are_listed_renamed_and_removed(client, asha) -> None:
    sign_in_twice(client, "asha")
    key = Authenticator.objects.create(
        user=asha, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
    )
    listed = client.get(reverse("mfa_list_webauthn"))
    assert "Rename Phone" in listed.text
    edit = reverse("mfa_edit_webauthn", args=[key.pk])
    assert "Rename the key" in client.get(edit).text
    client.post(edit, {"name": "Desk"})
    assert "Desk" in client.get(reverse("mfa_list_webauthn")).text
    remove = reverse("mfa_remove_webauthn", args=[key.pk])
    assert "no longer sign in with Desk" in client.get(remove).text
    client.post(remove)
    assert not Authenticator.objects.exists()


def test_a_passkey_is_offered_at_the_door(client) -> None:
    page = client.get(reverse("account_login")).text
    assert 'id="passkey_login"' in page
    options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert "challenge" in options.json()["request_options"]["publicKey"]


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("name", ["account_login", "account_signup", *OWN_PAGES])
def test_every_page_is_in_one_language_with_labels_and_no_inline_script(
    client, asha, name: str, language: str
) -> None:
    client.cookies["django_language"] = language
    if name in OWN_PAGES:
        sign_in_twice(client, "asha")
    page = client.get(reverse(name)).text
    main = page.split('tabindex="-1">')[1].split("</main>")[0]
    heading = re.findall(r"<h1[^>]*>(.*?)</h1>", main)
    assert len(heading) == 1
    assert bool(re.search("[\u0900-\u097f]", heading[0])) is (language == "hi")
    words = re.sub(r"<[^>]+>|asha|Asha|आशा|JavaScript|[A-Z2-7]{32}", " ", main)
    assert bool(re.search("[A-Za-z]{3}", words)) is (language == "en")
    for tag in re.findall(r"<script[^>]*>", page):
        assert "src=" in tag or "application/json" in tag
    for field in re.findall(r'<input(?![^>]*type="hidden")[^>]*id="([^"]+)"', main):
        assert f'<label for="{field}">' in main
