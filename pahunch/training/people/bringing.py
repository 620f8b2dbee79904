"""Bringing a file of people in: what it would become, and storing it.

Good rows are stored and bad ones named: a list of thousands always has some. Whoever mends
those sends the whole file again, for a row that is known is not stored twice. The same is a
row with the same name, guardian, village and block as written, and a phone in common (or none
on either side); whatever is only alike becomes a proposal for a human.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pahunch.collection.sealing import seal
from pahunch.lib.names import fold
from pahunch.registry.models import Division
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action, may, require
from pahunch.training.codes import INVITATION, new_code
from pahunch.training.errors import WrongTraining
from pahunch.training.models import (
    Attendance,
    Double,
    Invitation,
    Phone,
    Programme,
    Roster,
    Session,
    Trainee,
)
from pahunch.training.models.sessions import Ways
from pahunch.training.people.alike import Pair, Person, propose
from pahunch.training.people.phones import Marks, kept_until, marks_of, sealed
from pahunch.training.people.places import blocks_of
from pahunch.training.people.reading import Line, Read, Trouble, read_people
from pahunch.training.states import Stage

FILE_DAYS = 30
"""A file is kept so long, sealed, so that a mistake in reading it can be found; it has phones."""
BATCH = 2_000
BRING = "training.import_people"
Key = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be brought in, and for what."""

    path: Path
    programme: Programme
    session: Session | None = None
    """Where given, whoever is in the file came to it."""
    name: str = ""
    consent_on: date | None = None
    """The day on which those in the file agreed, where its rows do not say whether."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who is there already: for each, the key of the row, its phones' marks, how it compares."""

    ids: list[int]
    keys: list[Key]
    people: list[Person]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file becomes: nothing is stored."""

    wish: Wish
    read: Read
    checksum: str
    troubles: tuple[Trouble, ...]
    """What the reading found, and rows of blocks that the bringer has no right to."""
    lines: tuple[Line, ...]
    marks: tuple[tuple[Marks, ...], ...]
    match: tuple[int, ...]
    """For each line the known person it is, as a place in `known`, or -1 - the first line
    that is the same row, where that is itself for somebody new."""
    known: Known
    pairs: tuple[Pair, ...]
    """Proposals, by numbers that count those known first and then the new ones."""

    @property
    def new(self) -> list[int]:
        """Places of the lines that become somebody new."""
        return [place for place, match in enumerate(self.match) if match == -1 - place]

    @property
    def bad_rows(self) -> int:
        """Rows that are named and not stored."""
        return len({one.row for one in self.troubles})


def draft_of(wish: Wish, user: User | None, operation: str = BRING) -> Draft:
    """Read a file and say what it becomes. Raises WrongTraining where it is none."""
    read = read_people(wish.path, blocks_of(wish.programme.state))
    checksum = sha256(wish.path.read_bytes()).hexdigest()
    lines, strangers = _within(read.lines, user, operation)
    known = _known(wish.programme.state)
    marks = tuple(tuple(map(marks_of, line.phones)) for line in lines)
    match = _match(known, lines, marks)
    new = [place for place, found in enumerate(match) if found == -1 - place]
    people = known.people + [_person(lines[place], marks[place]) for place in new]
    pairs = propose(people, range(len(known.people), len(people))) if new else []
    troubles = tuple(sorted((*read.troubles, *strangers), key=lambda one: one.row))
    return Draft(
        wish, read, checksum, troubles, lines, marks, match, known, tuple(pairs)
    )  # fmt: skip


def _within(
    lines: Sequence[Line], user: User | None, operation: str
) -> tuple[tuple[Line, ...], list[Trouble]]:
    """Keep the rows of blocks in which the user may do it; name the others."""
    if user is None:
        return tuple(lines), []
    blocks = Division.objects.in_bulk({line.block for line in lines})
    mine = {pk for pk, block in blocks.items() if may(user, operation, block)}
    strangers = [
        Trouble(line.number, "", "block_not_yours", blocks[line.block].name)
        for line in lines
        if line.block not in mine
    ]
    return tuple(line for line in lines if line.block in mine), strangers


def key_of(name: str, guardian: str, village: str, block: int) -> Key:
    """Give what is equal in two rows that are one row written twice."""
    return name.casefold(), guardian.casefold(), village.casefold(), block


def _known(state: Division) -> Known:
    marks: dict[int, list[Marks]] = {}
    under = state.path
    phones = Phone.objects.filter(trainee__block__path__startswith=under)
    for trainee, *three in phones.values_list("trainee_id", "mark", "head", "tail"):
        marks.setdefault(trainee, []).append(Marks(*three))
    districts = districts_by_block(state)
    known = Known([], [], [])
    rows = Trainee.objects.filter(block__path__startswith=under, forgotten_at=None).order_by("pk")
    for pk, name, guardian, village, work, block in rows.values_list(
        "pk", "name", "guardian", "village", "work", "block_id"
    ):
        own = tuple(marks.get(pk, ()))
        known.ids.append(pk)
        known.keys.append(key_of(name, guardian, village, block))
        known.people.append(
            Person(name, guardian, village, work, block, districts.get(block, 0), own)
        )
    return known


def districts_by_block(state: Division) -> dict[int, int]:
    """Give the district of each block of a state, by their keys."""
    blocks = blocks_of(state)
    return {pk: blocks.district_of(pk) for pk in blocks.all}


def _match(
    known: Known, lines: Sequence[Line], marks: Sequence[tuple[Marks, ...]]
) -> tuple[int, ...]:
    """Give for each line who it is: somebody known, an earlier line of the file, or new."""
    seen: dict[Key, list[tuple[int, frozenset[int]]]] = {}
    for place, key in enumerate(known.keys):
        wholes = frozenset(one.whole for one in known.people[place].phones)
        seen.setdefault(key, []).append((place, wholes))
    found = []
    for place, line in enumerate(lines):
        key = key_of(line.name, line.guardian, line.village, line.block)
        own = frozenset(one.whole for one in marks[place])
        same = next(
            (who for who, theirs in seen.get(key, ()) if own & theirs or not (own or theirs)), None
        )
        if same is None:
            same = -1 - place
            seen.setdefault(key, []).append((same, own))
        found.append(same)
    return tuple(found)


def _person(line: Line, marks: tuple[Marks, ...]) -> Person:
    return Person(
        line.name, line.guardian, line.village, line.work, line.block, line.district, marks
    )


def bring_people(draft: Draft, *, by: User | None, now: datetime) -> Roster:
    """Store what a file becomes: people, phones, invitations, attendance and proposals.

    The right is asked for at the block of each row, when the draft is made for the same person,
    and here for the session or, without one, anywhere: a district brings in its own people of
    the state's programme. Raises Refused, and WrongTraining where the same file was brought in
    for the same before and has nobody new, or the session is cancelled.
    """
    if draft.wish.session is None:
        require(by, BRING)
        return _bring(draft, by, now)
    return _bring_to_session(draft, draft.wish.session, by=by, now=now)


@action(BRING, place="session")
def _bring_to_session(draft: Draft, session: Session, *, by: User | None, now: datetime) -> Roster:
    return _bring(draft, by, now)


@transaction.atomic
def _bring(draft: Draft, by: User | None, now: datetime) -> Roster:
    wish = draft.wish
    if wish.session and wish.session.stage is Stage.CANCELLED:
        raise WrongTraining("cancelled")
    before = Roster.objects.filter(
        checksum=draft.checksum, programme=wish.programme, session=wish.session
    )
    if not draft.new and before.exists():
        raise WrongTraining("known_file")
    ids = _store_people(draft, now)
    _store_phones(draft, ids, timezone.localdate(now))
    _enrol(draft, ids, by, now)
    roster = _store_roster(draft, by, now)
    _store_pairs(draft, ids)
    detail = {
        "programme": wish.programme.code,
        "session": wish.session.code if wish.session else "",
        "checksum": draft.checksum,
        "rows": len(draft.lines),
        "bad": draft.bad_rows,
        "new": len(draft.new),
        "proposed": len(draft.pairs),
    }
    record("training.people_brought", f"roster:{roster.pk}", by=by, at=now, detail=detail)
    return roster


def _store_people(draft: Draft, now: datetime) -> list[int]:
    """Add those who are new; give everybody's key, a line each."""
    new = draft.new
    made = Trainee.objects.bulk_create(
        [
            Trainee(
                block_id=draft.lines[place].block,
                name=draft.lines[place].name,
                guardian=draft.lines[place].guardian,
                village=draft.lines[place].village,
                work=draft.lines[place].work,
                search=search_of(draft.lines[place].name),
                added_at=now,
            )
            for place in new
        ],
        batch_size=BATCH,
    )
    pk_of = {-1 - place: one.pk for place, one in zip(new, made, strict=True)}
    return [draft.known.ids[who] if who >= 0 else pk_of[who] for who in draft.match]


def search_of(name: str) -> str:
    """Give the letters by which a page finds a name: every word's, with a space before it."""
    return "".join(f" {_folded(word)}" for word in name.split())


_folded = lru_cache(maxsize=50_000)(fold)
"""The words of names come again and again."""


def _store_phones(draft: Draft, ids: Sequence[int], today: date) -> None:
    """Keep marks, and sealed numbers where the row or the bringer says that they agreed."""
    rows: dict[tuple[int, int], tuple[Phone, bool]] = {}
    numbers: list[tuple[Phone, str]] = []
    for line, marks, trainee in zip(draft.lines, draft.marks, ids, strict=True):
        agreed = draft.wish.consent_on if line.consents is None else today
        day = agreed if line.consents is not False else None
        for number, one in zip(line.phones, marks, strict=True):
            phone = Phone(
                trainee_id=trainee, mark=one.whole, head=one.head, tail=one.tail,
                consent_on=day, kept_until=kept_until(day or today),
            )  # fmt: skip
            if (trainee, one.whole) in rows and line.consents is None:
                continue
            rows[trainee, one.whole] = phone, day is not None or line.consents is False
            if day:
                numbers.append((phone, number))
    for (phone, _number), text in zip(numbers, sealed([one for _, one in numbers]), strict=True):
        phone.sealed = text
    said = [phone for phone, is_said in rows.values() if is_said]
    unsaid = [phone for phone, is_said in rows.values() if not is_said]
    Phone.objects.bulk_create(unsaid, batch_size=BATCH, ignore_conflicts=True)
    Phone.objects.bulk_create(
        said,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["trainee", "mark"],
        update_fields=["sealed", "consent_on", "kept_until"],
    )


def _enrol(draft: Draft, ids: Sequence[int], by: User | None, now: datetime) -> None:
    wish = draft.wish
    there = list(dict.fromkeys(ids))
    Invitation.objects.bulk_create(
        (
            Invitation(
                code=new_code(INVITATION), programme=wish.programme, session=wish.session,
                trainee_id=trainee, made_at=now,
            )
            for trainee in there
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )  # fmt: skip
    if wish.session:
        Attendance.objects.bulk_create(
            (
                Attendance(session=wish.session, trainee_id=trainee, how=Ways.FILE, at=now, by=by)
                for trainee in there
            ),
            batch_size=BATCH,
            ignore_conflicts=True,
        )


def _store_roster(draft: Draft, by: User | None, now: datetime) -> Roster:
    """Keep the file, sealed, until the day on which it is erased."""
    content = draft.wish.path.read_bytes()
    folder = Path(settings.UPLOADS) / "training"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / draft.checksum).write_text(seal(base64.b64encode(content).decode()), "ascii")
    roster, _is_new = Roster.objects.update_or_create(
        checksum=draft.checksum,
        programme=draft.wish.programme,
        session=draft.wish.session,
        defaults={
            "name": (draft.wish.name or draft.wish.path.name)[:100],
            "rows": len(draft.lines),
            "bad": draft.bad_rows,
            "new": len(draft.new),
            "brought_at": now,
            "brought_by": by,
            "kept_until": timezone.localdate(now) + timedelta(days=FILE_DAYS),
            "erased_at": None,
        },
    )
    return roster


def _store_pairs(draft: Draft, ids: Sequence[int]) -> int:
    new = [ids[place] for place in draft.new]
    return store_pairs(draft.pairs, [*draft.known.ids, *new])


def store_pairs(pairs: Iterable[Pair], ids: Sequence[int]) -> int:
    """Keep proposals that were not made before, whatever became of those; give their number."""
    made = []
    for pair in pairs:
        first, second = sorted((ids[pair.first], ids[pair.second]))
        made.append(Double(first_id=first, second_id=second, score=pair.score, why=list(pair.why)))
    before = Double.objects.count()
    Double.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    return Double.objects.count() - before


@action("training.decide_double", place="state")
@transaction.atomic
def look_for_doubles(state: Division, *, by: User | None, now: datetime) -> int:
    """Set everybody of a state beside everybody; give the number of new proposals."""
    known = _known(state)
    found = store_pairs(propose(known.people), known.ids)
    if found:
        detail = {"proposed": found}
        record("training.doubles_proposed", f"state:{state.code}", by=by, at=now, detail=detail)
    return found
