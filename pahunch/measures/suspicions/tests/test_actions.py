"""What people do with suspicions: the deed, the refusal, and that a refusal leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from pahunch.facts import Count
from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions.actions import (
    Seen,
    answer_suspicion,
    decide_suspicion,
    raise_suspicions,
    reopen_suspicion,
)
from pahunch.measures.suspicions.credible import credible, doubtful
from pahunch.measures.suspicions.errors import WrongSuspicion
from pahunch.measures.suspicions.states import ANSWER_DAYS
from pahunch.measures.suspicions.tests.conftest import DAY, NOW
from pahunch.registry.models import Division
from pahunch.staff.models import Deed
from pahunch.staff.rights import Refused
from tests.people import Cast

LATER = NOW + timedelta(days=ANSWER_DAYS)


def test_asking_is_a_deed_and_the_same_days_are_asked_about_once(
    state: Division, asked: Suspicion, seen: Callable[..., Seen], people: Cast
) -> None:
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.detail["suspicions"]) == ("measures.suspicions_raised", [asked.pk])
    before = Deed.objects.count()
    near = seen(first_day=DAY - timedelta(days=3), last_day=DAY)
    again = [seen(), near]
    assert not raise_suspicions(
        state, again, rule="suspicion-1", lake_version="o2w0", by=None, now=NOW
    )
    assert Deed.objects.count() == before
    other = seen(first_day=DAY + timedelta(days=1), last_day=DAY + timedelta(days=2))
    assert raise_suspicions(
        state, [other], rule="suspicion-1", lake_version="o2w0", by=None, now=NOW
    )


def test_one_that_was_dismissed_is_not_asked_again(
    state: Division, asked: Suspicion, seen: Callable[..., Seen], people: Cast
) -> None:
    decide_suspicion(asked, upheld=False, reason="A broadcast.", by=people.asha, now=NOW)
    assert not raise_suspicions(
        state, [seen()], rule="suspicion-2", lake_version="o3w0", by=None, now=NOW
    )


def test_the_holder_answers_and_another_decides(asked: Suspicion, people: Cast) -> None:
    answered = answer_suspicion(asked, "A visit of the minister.", by=people.ravi, now=NOW)
    assert (answered.state, answered.answered_by) == ("answered", people.ravi)
    upheld = decide_suspicion(asked, upheld=True, reason="No such visit.", by=people.asha, now=NOW)
    assert (upheld.state, upheld.decided_by, upheld.reason) == (
        "upheld",
        people.asha,
        "No such visit.",
    )
    deed = Deed.objects.latest("seq")
    assert (deed.verb, deed.reason) == ("measures.suspicion_decided", "No such visit.")


def test_nobody_upholds_before_the_time_is_over(asked: Suspicion, people: Cast) -> None:
    before = Deed.objects.count()
    with pytest.raises(WrongSuspicion, match="too_soon"):
        decide_suspicion(asked, upheld=True, reason="Clear.", by=people.asha, now=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.reason, Deed.objects.count()) == ("asked", "", before)
    found = decide_suspicion(asked, upheld=True, reason="Silence.", by=people.asha, now=LATER)
    assert found.state == "upheld"


def test_whoever_answered_does_not_decide(asked: Suspicion, people: Cast) -> None:
    answered = answer_suspicion(asked, "Mine.", by=people.ravi, now=NOW)
    Suspicion.objects.filter(pk=answered.pk).update(answered_by=people.asha)
    for upheld in (True, False):
        with pytest.raises(WrongSuspicion, match="own_answer"):
            decide_suspicion(asked, upheld=upheld, reason="Fine.", by=people.asha, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspicion.objects.filter(pk=asked.pk).update(
            state="dismissed", reason="x", decided_at=NOW, decided_by=people.asha
        )


@pytest.mark.parametrize("words", ["", "   \n"])
def test_nothing_is_said_without_words(asked: Suspicion, people: Cast, words: str) -> None:
    with pytest.raises(WrongSuspicion, match="no_words"):
        answer_suspicion(asked, words, by=people.ravi, now=NOW)
    with pytest.raises(WrongSuspicion, match="no_words"):
        decide_suspicion(asked, upheld=False, reason=words, by=people.asha, now=NOW)


def test_a_decision_is_taken_back_with_a_reason_and_made_anew(
    asked: Suspicion, people: Cast
) -> None:
    decide_suspicion(asked, upheld=False, reason="Chance.", by=people.asha, now=NOW)
    with pytest.raises(WrongSuspicion, match="decided"):
        answer_suspicion(asked, "Late.", by=people.ravi, now=NOW)
    with pytest.raises(WrongSuspicion, match="decided"):
        decide_suspicion(asked, upheld=True, reason="No.", by=people.asha, now=LATER)
    opened = reopen_suspicion(asked, reason="New evidence.", by=people.asha, now=NOW)
    assert (opened.state, opened.reason, opened.decided_by) == ("asked", "", None)
    with pytest.raises(WrongSuspicion, match="not_decided"):
        reopen_suspicion(asked, reason="Again.", by=people.asha, now=NOW)


def test_strangers_are_refused_and_leave_no_trace(asked: Suspicion, people: Cast) -> None:
    before = Deed.objects.count()
    for user in (people.guest, people.meena, people.om, people.admin):
        with pytest.raises(Refused):
            answer_suspicion(asked, "I know.", by=user, now=NOW)
        with pytest.raises(Refused):
            decide_suspicion(asked, upheld=False, reason="I know.", by=user, now=NOW)
    with pytest.raises(Refused):
        decide_suspicion(asked, upheld=False, reason="Ours.", by=people.ravi, now=NOW)
    assert Deed.objects.count() == before


def test_only_what_was_upheld_makes_a_count_doubtful(asked: Suspicion, people: Cast) -> None:
    assert doubtful(["x:anita"], DAY) == {}
    decide_suspicion(asked, upheld=True, reason="Bought.", by=people.asha, now=LATER)
    assert doubtful(["x:anita", "x:other"], DAY) == {"x:anita": 32_000}
    assert doubtful(["x:anita"], DAY - timedelta(days=1)) == {}
    assert credible(Count(50_000, 50_099), 32_000) == Count(18_000, 50_099)
    assert credible(Count(20_000, None), 32_000) == Count(0, None)
