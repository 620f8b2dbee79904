"""What a human says of two rows: one person, or two. Every decision can be taken back.

Rows are not merged. A confirmed proposal ties two rows together, and all that are tied, one
through another, stand for the person of the oldest row. Taken back, the tie is gone and what
is left of it is tied anew: nothing is lost on the way.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action
from pahunch.training.errors import WrongState, WrongTraining
from pahunch.training.models import Double, Trainee
from pahunch.training.models.people import Verdicts
from pahunch.training.states import Move, Verdict, verdict_after

VERBS = {
    Move.CONFIRM: "training.double_confirmed",
    Move.REJECT: "training.double_rejected",
    Move.UNDO: "training.double_reopened",
}


@action("training.decide_double", place="double")
@transaction.atomic
def decide_double(
    double: Double, move: Move, *, reason: str = "", by: User | None, now: datetime
) -> Double:
    """Confirm or reject a proposal, or take back what was said, with a reason.

    Raises WrongTraining where it was decided before, or a reason is missing.
    """
    current = Double.objects.select_for_update().select_related("first", "second").get(pk=double.pk)
    said = reason.strip()[:500]
    if move is Move.UNDO and not said:
        raise WrongTraining("no_reason")
    try:
        current.state = verdict_after(Verdict(current.state), move).value
    except WrongState as error:
        raise WrongTraining("not_decided" if move is Move.UNDO else "decided") from error
    is_decided = move is not Move.UNDO
    current.reason = said if is_decided else ""
    current.decided_at, current.decided_by = (now, by) if is_decided else (None, None)
    current.save()
    changed = _tie({current.first_id, current.second_id})
    detail = {"first": current.first_id, "second": current.second_id, "stands_for": changed}
    record(VERBS[move], f"double:{current.pk}", by=by, at=now, reason=said, detail=detail)
    return current


def _tie(touched: set[int]) -> dict[str, int]:
    """Tie the rows around some anew; give for each that stands for another, whom.

    Walks every row that was tied to these before or is now.
    """
    around = set(touched)
    while True:
        roots = set(
            Trainee.objects.filter(pk__in=around)
            .exclude(same_as=None)
            .values_list("same_as_id", flat=True)
        )
        more = set(
            Trainee.objects.filter(Q(same_as__in=around | roots)).values_list("pk", flat=True)
        )
        ties = _ties(around | roots | more)
        wider = around | roots | more | {end for tie in ties for end in tie}
        if wider == around:
            break
        around = wider
    oldest = _oldest(around, ties)
    Trainee.objects.filter(pk__in=around).update(same_as=None)
    for pk, stands in oldest.items():
        if pk != stands:
            Trainee.objects.filter(pk=pk).update(same_as=stands)
    return {str(pk): stands for pk, stands in sorted(oldest.items()) if pk != stands}


def _ties(rows: set[int]) -> set[tuple[int, int]]:
    confirmed = Double.objects.filter(state=Verdicts.CONFIRMED)
    found = confirmed.filter(Q(first__in=rows) | Q(second__in=rows))
    return set(found.values_list("first_id", "second_id"))


def _oldest(rows: set[int], ties: set[tuple[int, int]]) -> dict[int, int]:
    """Give for each row the smallest number of those that it is tied to."""
    stands = {row: row for row in rows}
    changed = True
    while changed:
        changed = False
        for one, other in ties:
            least = min(stands[one], stands[other])
            if stands[one] != least or stands[other] != least:
                stands[one] = stands[other] = least
                changed = True
    return stands
