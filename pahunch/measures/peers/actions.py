"""What the state cell does with comparison sets: freeze them, bring urban shares in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from pahunch.measures.models import PeerSet, UrbanShare
from pahunch.measures.peers.errors import WrongPeers
from pahunch.measures.peers.gathering import Urban, places_of
from pahunch.registry.models import Division, Roll, Source
from pahunch.rules.peers import REVISION, digest, peers
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


@action("measures.freeze_peers", place="state")
@transaction.atomic
def freeze_peers(state: Division, roll: Roll, *, by: User | None, at: datetime) -> PeerSet:
    """Make the comparison sets of a state as of today, and keep them for good.

    Raises WrongPeers where the roll is another state's, or there is no constituency.
    """
    if roll.state_id != state.pk:
        raise WrongPeers("roll")
    places = places_of(state, roll, localdate(at))
    if not places:
        raise WrongPeers("nobody")
    sets = peers(places)
    content = {
        "rule": REVISION,
        "digest": digest(places, sets),
        "places": [[one.code, one.electors, one.reservation, one.urban] for one in places],
        "sets": [[one.code, list(one.peers), one.why] for one in sets],
    }
    frozen = PeerSet(
        code=_free_code(state, roll, at),
        state=state,
        roll=roll,
        made_at=at,
        made_by=by,
        text=PeerSet.written(content),
    )
    frozen.save()
    detail = {
        "seal": frozen.seal,
        "digest": frozen.digest,
        "rule": REVISION,
        "roll": roll.code,
        "places": len(places),
    }
    record(PeerSet.VERB, frozen.subject, by=by, at=at, detail=detail)
    return frozen


def _free_code(state: Division, roll: Roll, at: datetime) -> str:
    first = f"{state.code}-{roll.year}-{localdate(at):%Y%m%d}"
    taken = set(PeerSet.objects.filter(code__startswith=first).values_list("code", flat=True))
    further = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (first, *further) if code not in taken)


@action("measures.import_urban", place="state")
@transaction.atomic
def import_urban(
    rows: Sequence[Urban], state: Division, *, by: User | None, at: datetime
) -> dict[str, int]:
    """Store urban shares of a state's constituencies: every row or none.

    Gives how many are new, changed and same. A frozen set is not touched by any of them.
    Raises WrongPeers for a division that is no constituency of the state.
    """
    known = {one.code: one for one in Division.objects.under(state.path).constituencies()}
    before = {
        one.division_id: one for one in UrbanShare.objects.filter(division__in=known.values())
    }
    done = {"new": 0, "changed": 0, "same": 0}
    changes: dict[str, list[float | None]] = {}
    for row in rows:
        division = known.get(row.division)
        if division is None:
            raise WrongPeers("division", row=row.row, column="division", code=row.division)
        source, _is_new = Source.objects.get_or_create(text=row.source, as_of=row.as_of)
        stored = before.get(division.pk)
        if stored is not None and (stored.share, stored.source_id) == (row.share, source.pk):
            done["same"] += 1
            continue
        UrbanShare.objects.update_or_create(
            division=division, defaults={"share": row.share, "source": source}
        )
        changes[division.code] = [stored.share if stored else None, row.share]
        done["changed" if stored else "new"] += 1
    if changes:
        record("measures.urban_brought", f"division:{state.code}", by=by, at=at, detail=changes)
    return done
