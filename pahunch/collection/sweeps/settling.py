"""Carrying an answered claim to its end: into the lake, then into the database, exactly once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from pahunch.collection.access import mark_application_broken, mark_broken, mark_good
from pahunch.collection.deliveries.inbox import keep
from pahunch.collection.models import Claim, Connection, Duty, TrackedPost
from pahunch.collection.sweeps.asking import Answer
from pahunch.collection.sweeps.meters import Meters, give_back
from pahunch.collection.sweeps.payload import MISSING_IS_DELETED, Payload, Settled, compose
from pahunch.collection.sweeps.telling import teller
from pahunch.facts import Platform, Precision
from pahunch.observations import (
    AUDIENCE,
    FETCHES,
    OBSERVATIONS,
    POST_CLASSES,
    POST_METRICS,
    POSTS,
    Extra,
    Lake,
)
from pahunch.platforms.base import Connector, Reading
from pahunch.registry.models import Account, Handle
from pahunch.registry.seen import see_handle, see_id, see_note, see_status

SETTLED = ("outcome", "code", "tries", "not_before", "settled", "last_good_at", "missing", "note")
"""What a duty keeps of its last fetch."""
FETCHED = ("account", "attempt", "outcome", "code", "started_at", "ended_at")
"""What a claim writes down of each attempt; the rest is the same for all."""
CLASSES = (
    *("account", "post", "language", "government_work", "in_constituency"),
    *("revision", "seen_at"),
)


def run_of(claim: Claim) -> str:
    """Name the run in the lake that a claim becomes."""
    return f"sweep-{claim.id}"


def write_answers(claim: Claim, answers: Sequence[Answer], now: datetime) -> bool:
    """Write down what came back, with the messages of citizens; False: no longer our claim."""
    tries = dict(Duty.objects.filter(claim=claim).values_list("pk", "tries"))
    payload = compose(answers, tries, now, teller(answers, localdate(now)))
    with transaction.atomic():
        mine = Claim.objects.select_for_update().filter(
            pk=claim.pk, worker=claim.worker, answered=False
        )
        if not mine.exists():
            return False
        keep((message for answer in answers for message in answer.messages), now)
        mine.update(answered=True, payload=payload)
    claim.answered, claim.payload = True, payload
    return True


def settle(claim: Claim, connector: Connector, now: datetime) -> None:
    """Append a claim's answers to the lake, and let the database learn what came of it."""
    payload = cast("Payload", claim.payload)
    append(Lake(settings.LAKE), claim, payload)
    with transaction.atomic():
        if not Claim.objects.select_for_update().filter(pk=claim.pk).exists():
            return  # another worker has carried it to its end
        _settle_duties(claim, payload, now)
        _settle_access(connector.platform, payload, now)
        _settle_posts(payload)
        _settle_meters(claim, connector, payload, now)
        Claim.objects.filter(pk=claim.pk).delete()


def append(lake: Lake, claim: Claim, payload: Payload) -> None:
    """Bring the rows of a claim into the lake. Again: nothing happens."""
    run = run_of(claim)
    source = f"{Platform(claim.platform).value} interface"
    if rows := payload["observations"]:
        columns = _columns(rows, ("account", "metric", "low", "high", "withheld", "seen_at"))
        every = len(rows)
        columns |= {
            "precision": [Precision.MOMENT.value] * every,
            "run": [run] * every,
            "wording": [None] * every,
            "source": [source] * every,
        }
        lake.append(run, _table(columns, OBSERVATIONS))
    for extra, part, names, schema in (
        (Extra.POSTS, payload["posts"], "account post made_at kind link seen_at", POSTS),
        (
            Extra.POST_METRICS,
            payload["metrics"],
            "account post metric low high withheld seen_at",
            POST_METRICS,
        ),
        (Extra.POST_CLASSES, payload.get("classes", []), " ".join(CLASSES), POST_CLASSES),
        (Extra.AUDIENCE, payload["places"], "account breakdown place low high seen_at", AUDIENCE),
    ):
        if part:
            columns = _columns(part, names.split()) | {"run": [run] * len(part)}
            if extra == Extra.AUDIENCE:
                columns["of_total"] = [None] * len(part)
            lake.add(extra, run, _table(columns, schema))
    if part := payload["fetches"]:
        every = len(part)
        columns = _columns(part, FETCHED) | {
            "platform": [claim.platform] * every,
            "ask": [claim.ask] * every,
            "window": [localdate(claim.window)] * every,
            "worker": [claim.worker] * every,
            "run": [run] * every,
        }
        lake.add(Extra.FETCHES, run, _table(columns, FETCHES))


def _columns(rows: Sequence[Sequence[object]], names: Sequence[str]) -> dict[str, list[object]]:
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _table(columns: Mapping[str, list[object]], schema: pa.Schema) -> pa.Table:
    """Make a table, with moments read back from their text."""
    ready = {}
    for field in schema:
        values = columns[field.name]
        if pa.types.is_timestamp(field.type):
            values = [datetime.fromisoformat(str(value)) for value in values]
        ready[field.name] = pa.array(values, field.type)
    return pa.table(ready, schema=schema)


def _settle_duties(claim: Claim, payload: Payload, now: datetime) -> None:
    """Write what came of each duty: those with the same end in one statement."""
    alike: dict[tuple[object, ...], list[int]] = {}
    duties = list(Duty.objects.filter(claim=claim).select_related("account"))
    names = Handle.objects.latest_of([duty.account_id for duty in duties])
    for duty in duties:
        settled = payload["duties"].get(str(duty.pk))
        if settled is not None:
            _settle_account(duty, settled, names.get(duty.account_id, ""), now)
            moment = settled["not_before"]
            duty.outcome, duty.code = settled["outcome"], settled["code"]
            duty.tries = 0 if settled["done"] else min(duty.tries + 1, 30)
            duty.not_before = datetime.fromisoformat(moment) if moment else None
            duty.settled = claim.window if settled["done"] else duty.settled
            duty.last_good_at = now if settled["good"] else duty.last_good_at
        end = tuple(getattr(duty, name) for name in SETTLED)
        alike.setdefault(end, []).append(duty.pk)
    for end, pks in alike.items():
        values = dict(zip(SETTLED, end, strict=True))
        for start in range(0, len(pks), 500):
            rows = Duty.objects.filter(pk__in=pks[start : start + 500])
            rows.update(claim=None, **values)


def _settle_account(duty: Duty, settled: Settled, name: str, now: datetime) -> None:
    """Let an account learn its id, its new name, or what has become of it.

    `name` is what it is called so far.
    """
    today = localdate(now)
    if settled["good"]:
        if duty.ask == "counts" and (duty.missing or duty.outcome == "gone"):
            see_status(duty.account, "active", on=today, now=now)
        duty.missing = 0
        _note(duty, settled.get("note", ""), now)
        if identity := settled.get("platform_id"):
            see_id(duty.account, identity, now=now)
        handle = settled.get("handle") or name
        if handle.casefold() != name.casefold():
            see_handle(duty.account, handle, on=today, now=now)
        return
    status = settled.get("status")
    if status == "missing":
        duty.missing = min(duty.missing + 1, 100)
        status = "deleted" if duty.missing == MISSING_IS_DELETED else None
    if status is not None and duty.ask == "counts":
        see_status(duty.account, status, on=today, now=now, said=settled["code"])


def _note(duty: Duty, note: str, now: datetime) -> None:
    """Keep what a platform says of an account beside its counts, with a deed where it is new."""
    if duty.ask == "counts" and note != duty.note:
        see_note(duty.account, note, was=duty.note, now=now)
        duty.note = note


def _settle_access(platform: Platform, payload: Payload, now: datetime) -> None:
    mark_good(payload["good"], now)
    for name, code in payload["broken"].items():
        if name == "application":
            mark_application_broken(platform, code, now)
        elif connection := Connection.objects.filter(pk=int(name)).first():
            mark_broken(connection, code, now)


def _settle_posts(payload: Payload) -> None:
    rows = payload["tracked"]
    gone = payload["untracked"]
    keys = {str(row[0]) for row in [*rows, *gone]}
    if not keys:
        return
    accounts = dict(Account.objects.filter(key__in=keys).values_list("key", "pk"))
    for key in keys:
        over = [str(row[1]) for row in gone if row[0] == key]
        over += [str(row[1]) for row in rows if row[0] == key and row[3] is None]
        if over:
            TrackedPost.objects.filter(account=accounts[key], post_id__in=over).delete()
    TrackedPost.objects.bulk_create(
        [
            TrackedPost(
                account_id=accounts[str(key)],
                post_id=str(post),
                made_at=datetime.fromisoformat(str(made)),
                due_on=date.fromisoformat(str(due)),
            )
            for key, post, made, due in rows
            if due is not None
        ],
        update_conflicts=True,
        unique_fields=["account", "post_id"],
        update_fields=["due_on"],
        batch_size=200,
    )


def _settle_meters(claim: Claim, connector: Connector, payload: Payload, now: datetime) -> None:
    readings: dict[str, list[Reading]] = {}
    for holder, limit, remaining, amount, resets_at, closed in payload["readings"]:
        reading = Reading(
            str(limit),
            cast("int | None", remaining),
            cast("int | None", amount),
            _moment(resets_at),
            _moment(closed),
        )
        readings.setdefault(str(holder), []).append(reading)
    closed_rows = payload["closed"]
    holders = {*readings, *(row[0] for row in closed_rows)}
    if holders:
        meters = Meters(claim.platform, connector.limits, holders, amounts={}, now=now)
        for holder, several in readings.items():
            meters.learn(holder, several)
        for holder, limit, until in closed_rows:
            meters.close(holder, limit, datetime.fromisoformat(until))
        meters.save()
    unused = [(str(h), str(name), cast("int", amount)) for h, name, amount in payload["unused"]]
    give_back(claim.platform, connector.limits, unused, now)


def _moment(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))
