"""What needs a decision: real items only, each with what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext, ngettext

from pahunch.dashboard.lines import address
from pahunch.directives.judge import Judgement, Row, day_ends
from pahunch.facts import Standing, Verdict
from pahunch.ui import words

SHOWN = 5
"""How many people an item names before it only counts the others."""
OLD_DAYS = 90
"""From this age on a count is worth replacing, even where the directive takes any age."""


@dataclass(frozen=True, slots=True)
class Item:
    """A matter: what it is, whom it concerns, what to do next, where to see them all."""

    title: str
    people: tuple[tuple[str, str], ...]
    others: int
    step: str
    standing: str = ""


def todo(judgement: Judgement) -> list[Item]:
    """List what waits for somebody, most pressing first."""
    behind = _with(judgement, lambda row: row.verdict.standing == Standing.NOT_MET)
    behind.sort(key=lambda row: row.share or 0.0)
    unsure = _with(judgement, lambda row: row.verdict.standing == Standing.UNDECIDED)
    missing = [row for row in unsure if row.verdict.measured < row.verdict.accounts]
    wide = [row for row in unsure if row not in missing]
    unmeasured = _with(judgement, lambda row: row.verdict.standing == Standing.NOT_MEASURED)
    unknown = [row for row in unmeasured if not row.verdict.accounts]
    uncounted = [row for row in unmeasured if row.verdict.accounts]
    edge = day_ends(judgement.as_of) - timedelta(days=OLD_DAYS)
    old = _with(judgement, lambda row: row.verdict.oldest is not None and row.verdict.oldest < edge)
    unverified = _with(judgement, lambda row: not row.membership.verified)
    found = (
        _item(judgement, behind, _behind(len(behind)), _next_behind(behind), "not_met"),
        _item(judgement, missing, _missing(len(missing)), _next_missing(), "undecided"),
        _item(judgement, wide, _wide(len(wide)), _next_wide(), "undecided"),
        _item(judgement, unknown, _unknown(len(unknown)), _next_unknown(), "not_measured"),
        _item(judgement, uncounted, _uncounted(len(uncounted)), _next_uncounted(), "not_measured"),
        _item(judgement, old, _old(len(old)), _next_old()),
        _item(judgement, unverified, _unverified(len(unverified)), _next_unverified()),
    )
    return [item for item in found if item is not None]


def missing_of(verdict: Verdict) -> int | None:
    """Give how many followers are certainly wanting at most; None: no electors are known."""
    if verdict.target is None:
        return None
    return verdict.target - (verdict.count.low if verdict.count else 0)


def _with(judgement: Judgement, holds: Callable[[Row], bool]) -> list[Row]:
    return [row for row in judgement.rows if holds(row)]


def _item(
    judgement: Judgement, rows: Sequence[Row], title: str, step: str, standing: str = ""
) -> Item | None:
    if not rows:
        return None
    people = tuple((words.named(row.person), address(judgement, row)) for row in rows[:SHOWN])
    return Item(title, people, max(len(rows) - SHOWN, 0), step, standing)


def _behind(count: int) -> str:
    text = ngettext("%(count)s is behind", "%(count)s are behind", count)
    return text % {"count": words.number(count)}


def _next_behind(rows: Sequence[Row]) -> str:
    most = max((missing_of(row.verdict) or 0 for row in rows), default=0)
    text = gettext("The furthest needs up to %(number)s more. Look at the evidence, then plan.")
    return text % {"number": words.number(most)}


def _missing(count: int) -> str:
    text = ngettext(
        "%(count)s is undecided: an account was not counted",
        "%(count)s are undecided: an account was not counted",
        count,
    )
    return text % {"count": words.number(count)}


def _next_missing() -> str:
    return gettext("Count the account that is missing, or settle that it does not count.")


def _wide(count: int) -> str:
    text = ngettext(
        "%(count)s is undecided: the range of the count touches the line",
        "%(count)s are undecided: the range of the count touches the line",
        count,
    )
    return text % {"count": words.number(count)}


def _next_wide() -> str:
    return gettext("Enter an exact count, from the account's own statistics.")


def _unknown(count: int) -> str:
    text = ngettext(
        "%(count)s has no known account that counts",
        "%(count)s have no known account that counts",
        count,
    )
    return text % {"count": words.number(count)}


def _next_unknown() -> str:
    return gettext("Enter their accounts in the registry, then bring in a dated count.")


def _uncounted(count: int) -> str:
    text = ngettext(
        "%(count)s has accounts, but no usable count",
        "%(count)s have accounts, but no usable count",
        count,
    )
    return text % {"count": words.number(count)}


def _next_uncounted() -> str:
    return gettext("No dated count is fresh enough: enter one, with its source.")


def _old(count: int) -> str:
    text = ngettext(
        "%(count)s verdict rests on a count older than %(days)s days",
        "%(count)s verdicts rest on a count older than %(days)s days",
        count,
    )
    return text % {"count": words.number(count), "days": OLD_DAYS}


def _next_old() -> str:
    return gettext("The directive takes counts of any age; a newer one says more.")


def _unverified(count: int) -> str:
    text = ngettext(
        "%(count)s membership is unverified",
        "%(count)s memberships are unverified",
        count,
    )
    return text % {"count": words.number(count)}


def _next_unverified() -> str:
    return gettext("Confirm the post and its dates against the gazette.")
