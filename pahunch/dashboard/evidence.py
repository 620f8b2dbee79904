"""What a verdict rests on: the accounts, their counts, and why each counts or does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from pahunch.collection.by_hand.listing import address_of_run
from pahunch.directives.judge import day_ends
from pahunch.facts import Count, Platform, Precision, Terms
from pahunch.registry.models import Account, Handle, Person
from pahunch.registry.names import ACCOUNT_KINDS, PLATFORMS, SILENT, Status
from pahunch.staff.models import User
from pahunch.ui import words
from pahunch.ui.charts import spark

SEE = "collection.see_counts"
POINTS = 60
"""Counts drawn in the small course beside an account."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One count as a source gave it, ready to print."""

    account: str
    title: str
    count: str
    wording: str
    source: str
    link: str
    host: str
    seen_on: str
    precision: str
    age: str
    run: str
    is_dated: bool
    is_withdrawn: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One account with the count that speaks for it; `why` says why it does not count."""

    key: str
    title: str
    handle: str
    status: str
    is_verified: bool
    source: str
    counts: bool
    why: str
    seen: Seen | None
    spark: SafeString


def accounts_of(user: User, person: Person, on: date) -> list[Account]:
    """Give the accounts of a person that the reader may see, with their status on a day."""
    return list(
        Account.objects.seen_by(user, SEE).of(person).with_status(on).select_related("source")
    )


def handles_of(user: User, person: Person, on: date) -> dict[int, str]:
    """Give what each account of a person was called on a day."""
    rows = Handle.objects.seen_by(user, SEE).on(on).filter(account__person=person)
    return dict(rows.order_by("starts").values_list("account_id", "handle"))


def evidence(
    accounts: Sequence[Account],
    handles: dict[int, str],
    latest: Sequence[dict[str, Any]],
    series: pa.Table,
    terms: Terms,
    as_of: date,
) -> list[Evidence]:
    """Lay the accounts out, those that count first. `series` is as the lake gives it."""
    newest = {row["account"]: row for row in latest}
    courses = courses_of(series)
    found = []
    for account in accounts:
        row = newest.get(account.key)
        why = why_not(account, row, terms, as_of)
        status = getattr(account, "status", None)
        found.append(
            Evidence(
                key=account.key,
                title=title(account),
                handle=handles.get(account.pk, ""),
                status=str(Status(status).label) if status and status != Status.ACTIVE else "",
                is_verified=account.verified,
                source=account.source.text,
                counts=not why,
                why=why,
                seen=None if row is None else seen(row, title(account), as_of),
                spark=courses.get(account.key, SafeString("")),
            )
        )
    return sorted(found, key=lambda one: not one.counts)


def courses_of(series: pa.Table) -> dict[str, SafeString]:
    """Draw how each account's dated counts ran, from at most POINTS of them."""
    dated = pc.and_(pc.invert(series["withdrawn"]), pc.is_valid(series["seen_at"]))
    drawn = series.select(["account", "seen_at", "low"]).filter(dated)
    found, start = {}, 0
    # The rows of an account stand together, the oldest first.
    for counted in pc.value_counts(drawn["account"]).to_pylist():
        rows = counted["counts"]
        step = max(1, -(-rows // POINTS))
        places = range(start + (rows - 1) % step, start + rows, step)
        kept = drawn.take(pa.array(places, pa.int64()))
        moments = kept["seen_at"].cast(pa.int64()).to_pylist()
        seconds = [moment / 1_000_000 for moment in moments]
        found[counted["values"]] = spark(list(zip(seconds, kept["low"].to_pylist(), strict=True)))
        start += rows
    return found


def why_not(account: Account, row: dict[str, Any] | None, terms: Terms, as_of: date) -> str:
    """Say why an account does not enter the verdict; empty where it does."""
    status = getattr(account, "status", None)
    if status in SILENT:
        return gettext("suspended, deleted or closed on this date")
    if account.kind not in terms.kinds:
        return gettext("the directive does not count accounts of this kind")
    if terms.platforms and Platform(account.platform) not in terms.platforms:
        return gettext("the directive does not count this platform")
    if row is None:
        return gettext("no dated count by this date")
    if row["withheld"]:
        return gettext("the account withheld its count")
    return _stale(row, terms, as_of)


def _stale(row: dict[str, Any], terms: Terms, as_of: date) -> str:
    if terms.fresh_days is None:
        return ""
    if row["seen_at"] >= day_ends(as_of) - timedelta(days=terms.fresh_days):
        return ""
    return ngettext(
        "older than the %(days)s day allowed",
        "older than the %(days)s days allowed",
        terms.fresh_days,
    ) % {"days": words.number(terms.fresh_days)}


def title(account: Account) -> str:
    """Name an account by its platform and kind."""
    platform = PLATFORMS[Platform(account.platform)]
    kind = next(said for known, said in ACCOUNT_KINDS.items() if known.value == account.kind)
    return f"{platform} · {kind}"


def seen(row: dict[str, Any], name: str, as_of: date) -> Seen:
    """Write one row of the lake in words."""
    precision = Precision(row["precision"])
    source = row["source"] or ""
    link = source if source.startswith(("https://", "http://")) else ""
    host = link.split("/")[2].removeprefix("www.") if link else source
    if by_hand := address_of_run(row["run"]):
        link, host = by_hand, gettext("read by hand, with a screenshot")
    vague = {Precision.MONTH, Precision.YEAR}
    return Seen(
        account=row["account"],
        title=name,
        count=gettext("withheld")
        if row["withheld"]
        else words.interval(Count(row["low"], row["high"])),
        wording=row["wording"] or "",
        source=source,
        link=link,
        host=host,
        seen_on=words.seen_on(row["seen_at"], precision),
        precision=str(words.PRECISIONS[precision]) if precision in vague else "",
        age=words.age(row["seen_at"], as_of),
        run=row["run"],
        is_dated=row["seen_at"] is not None,
        is_withdrawn=bool(row.get("withdrawn")),
        reason=row.get("reason") or "",
    )
