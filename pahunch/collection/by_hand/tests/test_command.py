from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from pahunch.collection.by_hand.actions import confirm_reading

pytestmark = pytest.mark.django_db


def said(*words):
    out = StringIO()
    call_command("readings", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def waiting(enter, people):
    at = now()
    return enter(people.ravi, "54.7K", now=at, seen_at=at)


def test_open_readings_are_listed_without_their_number(waiting):
    text = said()
    assert "whatsapp:~meena" in text
    assert "1 open" in text
    (one,) = json.loads(said("--format", "json"))["readings"]
    assert (one["reading"], one["state"], one["entered_by"]) == (waiting.pk, "waiting", "ravi")
    assert "54" not in json.dumps([value for name, value in one.items() if name == "wording"])
    assert not {"wording", "low", "high"} & set(one)


def test_readings_of_one_platform(waiting):
    assert "1 open" in said("--platform", "whatsapp", "--state", "up")
    assert "0 open" in said("--platform", "sharechat")


def test_a_state_that_is_not_known_is_named(waiting):
    with pytest.raises(CommandError, match="no state 'xx'; known: up"):
        said("--state", "xx")


def test_decided_readings_are_not_listed(waiting, people):
    confirm_reading(waiting, "54.7K", by=people.meena, now=now())
    assert "0 open" in said()


def test_accounts_that_wait_are_listed(waiting, people):
    rows = json.loads(said("--accounts", "--format", "json"))["accounts"]
    found = {row["account"]: row for row in rows}
    assert found["whatsapp:~meena"] == {
        "account": "whatsapp:~meena",
        "last": None,
        "reading": waiting.pk,
    }
    assert "x:101" in said("--accounts")
    confirm_reading(waiting, "54.7K", by=people.meena, now=now())
    rows = json.loads(said("--accounts", "--format", "json"))["accounts"]
    assert "whatsapp:~meena" not in {row["account"] for row in rows}
