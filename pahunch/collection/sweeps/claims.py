"""Taking duties so that nobody else does, with what their requests cost; giving them back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from pahunch.collection.models import Claim, Duty, TrackedPost
from pahunch.collection.sweeps.meters import Grant, Meters, Room, asker_at
from pahunch.collection.sweeps.ways import MONEY, NO_WAY, NoWay, Way, Ways, asks_of, ways
from pahunch.platforms.base import Connector, Need, Target
from pahunch.platforms.reading import NOBODY
from pahunch.registry.models import Handle

LEASE = timedelta(minutes=5)
MOST = {"counts": 1_000}
"""Accounts in one claim: as many as a commit of the lake is worth, as few as memory likes."""
MOST_LISTS = 100
"""The same for fetches that bring lists."""
DOUBTED_AFTER = 3
"""Answers in which nobody was, until some of the accounts are asked for alone."""
ALONE = 3
"""Accounts that are asked for alone in one claim, at most: a platform may be half down for long."""
SHORTAGE = timedelta(hours=1)
"""When a duty without a way to ask is looked at again."""


@dataclass(frozen=True, slots=True)
class Part:
    """What goes out as one request: some accounts, the way to ask, what was spent for it."""

    way: Way
    holder: str
    """Who asks, and where."""
    targets: Sequence[tuple[int, Target]]
    """Each with its duty."""
    cost: Mapping[str, int]
    grant: Grant
    """When it may be sent, and until when."""
    since: datetime | None = None
    posts: Sequence[str] = ()
    doubted: bool = False
    """Answers in which nothing was came again and again: the next one is believed."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A claim with its parts."""

    claim: Claim
    parts: Sequence[Part] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to take before a moment; `open` where something is due all the same."""

    until: datetime
    open: bool


def due(platform: str, ask: str, window: datetime, now: datetime) -> QuerySet[Duty]:
    """Give the duties of a window that nobody has done, has claimed, or must wait with.

    Those that have waited longest come first: where a window is too short for all, each has
    its turn in one of the next.
    """
    found = Duty.objects.filter(
        Q(settled=None) | Q(settled__lt=window),
        Q(not_before=None) | Q(not_before__lte=now),
        platform=platform,
        ask=ask,
        claim=None,
    )
    if ask == "engagement":
        posts = TrackedPost.objects.filter(account=OuterRef("account"), due_on__lte=localdate(now))
        found = found.filter(Exists(posts))
    return found.order_by(F("settled").asc(nulls_first=True), "pk")


def take(
    connector: Connector,
    ask: str,
    window: datetime,
    *,
    worker: str,
    now: datetime,
    lease: timedelta = LEASE,
) -> Taken | Nothing:
    """Take as many due duties as their limits have room for, up to a claim's size."""
    platform = connector.platform.value
    with transaction.atomic():
        rows = due(platform, ask, window, now).select_related("account")
        duties = list(
            rows.select_for_update(skip_locked=True, of=("self",))[: MOST.get(ask, MOST_LISTS)]
        )
        if not duties:
            return _later(platform, ask, window, now)
        known = ways(connector, _connected(connector, ask, duties), now)
        wanted = list(_parts(known, ask, duties, now))
        _set_aside(duties, known, ask, now)
        amounts = {}
        if known.application is not None and known.application.cap is not None:
            amounts[MONEY] = known.application.cap
        holders = [part.holder for part in wanted]
        meters = Meters(platform, connector.limits, holders, amounts=amounts, now=now)
        parts, until = _afford(meters, wanted, now)
        meters.save()
        if not parts:
            return Nothing(until, open=True)
        claim = Claim.objects.create(
            id=uuid.uuid4(),
            worker=worker,
            platform=platform,
            ask=ask,
            window=window,
            leased_until=now + lease,
        )
        taken = [duty for part in parts for duty, _ in part.targets]
        for start in range(0, len(taken), 500):
            Duty.objects.filter(pk__in=taken[start : start + 500]).update(claim=claim)
    return Taken(claim, parts)


def take_over(
    connector: Connector, *, worker: str, now: datetime, lease: timedelta = LEASE
) -> Taken | None:
    """Take a claim whose lease has ended: its worker died or hangs.

    An answered claim has no parts: it only has to be carried to its end. One that was not
    answered is given up, and its duties are due again.
    """
    platform = connector.platform.value
    with transaction.atomic():
        rows = Claim.objects.filter(platform=platform, leased_until__lte=now).order_by("pk")
        claim = rows.select_for_update(skip_locked=True).first()
        if claim is None:
            return None
        if not claim.answered:
            claim.delete()
            return take_over(connector, worker=worker, now=now, lease=lease)
        claim.worker, claim.leased_until = worker, now + lease
        claim.save(update_fields=["worker", "leased_until"])
    return Taken(claim)


def _connected(connector: Connector, ask: str, duties: Sequence[Duty]) -> list[int] | None:
    """Give whose connections matter: nobody's where no way needs one."""
    needs = {connector.offers[kind].need for kind in asks_of(ask) if kind in connector.offers}
    if Need.CONNECTION not in needs:
        return []
    return [duty.account_id for duty in duties]


def _parts(known: Ways, ask: str, duties: Sequence[Duty], now: datetime) -> Iterator[Part]:
    """Cut duties into requests: those with one way and one holder together."""
    connector = known.connector
    nothing = Grant(now, now)
    accounts = [duty.account_id for duty in duties]
    handles = Handle.objects.latest_of(accounts)
    posts = _posts_due(accounts, now) if ask == "engagement" else {}
    asked: list[tuple[Way, str, int, Target, Duty]] = []
    for duty in duties:
        way = known.of(ask, duty.account_id)
        if isinstance(way, NoWay):
            continue
        account = duty.account
        target = Target(account.key, account.platform_id, handles.get(account.pk, ""))
        holder = asker_at(way.access.holder, connector.host(target))
        asked.append((way, holder, duty.pk, target, duty))
    asked.sort(key=lambda each: (each[0].ask, each[1]))  # who has waited longest stays first
    for (kind, holder), group in groupby(asked, key=lambda each: (each[0].ask, each[1])):
        several = list(group)
        if ask == "counts":
            numbers = {target.key: number for _, _, number, target, _ in several}
            doubted = [target for _, _, _, target, duty in several if _is_doubted(duty)][:ALONE]
            others = [target for _, _, _, target, _ in several if target not in doubted]
            batches = [[target] for target in doubted] + connector.batches(kind, others)
            for batch in batches:
                cost = cost_of(connector, several[0][0], len(batch))
                pairs = tuple((numbers[target.key], target) for target in batch)
                yield Part(several[0][0], holder, pairs, cost, nothing)
            continue
        for way, _, number, target, duty in several:
            ids = posts.get(duty.account_id, ())
            cost = cost_of(connector, way, len(ids))
            pairs = ((number, target),)
            since, is_doubted = duty.last_good_at, _is_doubted(duty)
            yield Part(way, holder, pairs, cost, nothing, since, ids, is_doubted)


def _is_doubted(duty: Duty) -> bool:
    """Tell whether batches were answered again and again with none in them of what was asked."""
    return duty.code == NOBODY and duty.tries >= DOUBTED_AFTER


def cost_of(connector: Connector, way: Way, named: int) -> dict[str, int]:
    """Give what the first request of a part costs, by the names of limits."""
    offering = connector.offers[way.ask]
    items = offering.page or max(1, min(named, offering.batch))
    cost = dict(offering.cost)
    for name, each in offering.each.items():
        cost[name] = cost.get(name, 0) + each * items
    return cost


def _posts_due(accounts: Sequence[int], now: datetime) -> dict[int, list[str]]:
    """Give the posts of each account whose engagement is read again today."""
    found: dict[int, list[str]] = {}
    rows = TrackedPost.objects.filter(account__in=accounts, due_on__lte=localdate(now))
    for account, post in rows.order_by("made_at", "pk").values_list("account", "post_id"):
        found.setdefault(account, []).append(post)
    return found


def _afford(meters: Meters, wanted: Sequence[Part], now: datetime) -> tuple[list[Part], datetime]:
    """Spend for each part that there is room for; give them, and when there is more room.

    Where several holders share a platform, those without room step aside until they have
    some, or they would stand before the others.
    """
    parts: list[Part] = []
    short: list[tuple[Part, datetime]] = []
    for part in wanted:
        grant = meters.take(part.holder, part.cost)
        if isinstance(grant, Room):
            short.append((part, grant.until))
        else:
            parts.append(replace(part, grant=grant))
    if len({part.holder for part in wanted}) > 1:
        for until in {until for _, until in short}:
            aside = [duty for part, at in short if at == until for duty, _ in part.targets]
            Duty.objects.filter(pk__in=aside).update(not_before=until, outcome="waiting")
    return parts, min((until for _, until in short), default=now)


def _set_aside(duties: Sequence[Duty], known: Ways, ask: str, now: datetime) -> None:
    """Let duties that can't be asked wait, so that they are not in the way of the others."""
    by_reason: dict[str, list[int]] = {}
    for duty in duties:
        way = known.of(ask, duty.account_id)
        if isinstance(way, NoWay):
            by_reason.setdefault(way.why, []).append(duty.pk)
    for why, rows in by_reason.items():
        Duty.objects.filter(pk__in=rows).update(
            not_before=now + SHORTAGE, outcome=why, code="", tries=0
        )


def _later(platform: str, ask: str, window: datetime, now: datetime) -> Nothing:
    """Say when a duty of this window that waits may be asked again, or a lease ends."""
    waiting = (
        Duty.objects.filter(
            Q(settled=None) | Q(settled__lt=window),
            platform=platform,
            ask=ask,
            claim=None,
            not_before__gt=now,
        )
        .exclude(outcome__in=NO_WAY)
        .order_by("not_before")
        .values_list("not_before", flat=True)
        .first()
    )
    leases = Claim.objects.filter(platform=platform, ask=ask).order_by("leased_until")
    lease = leases.values_list("leased_until", flat=True).first()
    moments = [moment for moment in (waiting, lease) if moment is not None]
    return Nothing(min(moments, default=now + timedelta(days=1)), open=bool(moments))
