"""The words of posts are read where they arrive: classes reach the lake, words reach nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings

from pahunch.collection.models import Claim
from pahunch.collection.sweeps import settling
from pahunch.collection.sweeps.payload import Payload, compose
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.collection.sweeps.tests.test_sweep import NOON, Clock, only, swept
from pahunch.observations import Extra, Lake
from pahunch.registry.actions import add_term
from pahunch.registry.models import Account, Division, Membership, Post, Source
from pahunch.rules.government_work import REVISION, Term, TermClass

pytestmark = pytest.mark.django_db(transaction=True)

WORK = "पलाशपुर में 6 करोड़ की सड़क स्वीकृत"
SECRET = "वृष्टिगंधा"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def constituency() -> Division:
    source = Source.objects.create(text="made-up, for a test")
    state, _district, here = (
        Division.objects.create(code=code, kind=kind, name=name, path=path, source=source)
        for code, kind, name, path in (
            ("up", "state", "Udaharan", "up/"),
            ("up-d-1", "district", "Tarangganj", "up/up-d-1/"),
            ("up-ac-1", "constituency", "Palashpur", "up/up-d-1/up-ac-1/"),
        )
    )
    post = Post.objects.create(code="m", state=state, kind="member", name="Member", source=source)
    (account,) = accounts(1)
    assert account.person
    Membership.objects.create(
        code="m-1",
        person=account.person,
        post=post,
        division=here,
        starts=date(2023, 12, 1),
        source=source,
    )
    return here


def saying(*texts: str) -> Callable[[httpx.Request], httpx.Response]:
    """Answer with posts that say so."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/posts":
            return httpx.Response(200, json={})
        at = NOON.isoformat()
        items = [
            {"id": f"p{number}", "at": at, "likes": number, "text": text}
            for number, text in enumerate(texts)
        ]
        return httpx.Response(200, json={"items": items})

    return answer


def told() -> list[tuple[object, ...]]:
    names = ("post", "language", "government_work", "in_constituency", "revision")
    rows = Lake(settings.LAKE).rows(Extra.POST_CLASSES).to_pylist()
    return sorted(tuple(row[name] for name in names) for row in rows)


def test_classes_are_kept_and_words_are_not(clock: Clock, constituency: Division) -> None:
    only("posts")
    swept(clock, saying(f"{WORK} {SECRET}", f"Happy birthday! {SECRET}", ""))
    assert told() == [
        ("p0", "hi", True, True, REVISION),
        ("p1", "mixed", False, False, REVISION),
    ]
    assert Lake(settings.LAKE).rows(Extra.POSTS).num_rows == 3
    kept = [path for path in Path(settings.HOME).rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if SECRET.encode() in path.read_bytes()]


def test_a_claim_that_waits_holds_no_word(
    clock: Clock, constituency: Division, monkeypatch: pytest.MonkeyPatch
) -> None:
    only("posts")
    monkeypatch.setattr(settling, "settle", lambda *_: None)
    swept(clock, saying(f"{WORK} {SECRET}"))
    (claim,) = Claim.objects.all()
    assert claim.payload
    assert claim.payload["classes"]
    assert SECRET not in json.dumps(claim.payload, ensure_ascii=False)


def test_the_words_that_a_state_added_are_read_by(clock: Clock, constituency: Division) -> None:
    only("posts")
    state = Division.objects.get(code="up")
    term = Term(SECRET, "hi", TermClass.SCHEME)
    change = add_term(state, term, reason="a test", by=None, at=NOON)
    swept(clock, saying(f"{SECRET} के 200 परिवार"))
    assert told() == [("p0", "hi", True, False, f"{REVISION}+{change.pk}")]


def test_an_account_of_no_constituency_is_in_none(clock: Clock) -> None:
    only("posts")
    (account,) = accounts(1)
    assert Account.objects.get(pk=account.pk).person
    swept(clock, saying(WORK))
    assert told() == [("p0", "hi", True, None, REVISION)]


def test_a_claim_written_down_by_an_older_version_is_carried_on(
    clock: Clock, constituency: Division, monkeypatch: pytest.MonkeyPatch
) -> None:
    only("posts")

    def composed(*given: Any) -> Payload:
        payload = compose(*given)
        del payload["classes"]
        return payload

    monkeypatch.setattr(settling, "compose", composed)
    swept(clock, saying(WORK))
    assert told() == []
    assert Lake(settings.LAKE).rows(Extra.POSTS).num_rows == 1
