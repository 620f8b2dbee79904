"""Numbers, days and names as a reader here writes them, in the language of the page.

Indian grouping (2,43,743), DD-MM-YYYY, the state's time zone. Pages, charts and
spreadsheets use these functions, so that a figure looks the same wherever it stands.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from pahunch.facts import Count, Precision, Standing

NOTHING = "—"
SHAPES = {
    Standing.MET: "●",
    Standing.NOT_MET: "▲",
    Standing.UNDECIDED: "◆",
    Standing.NOT_MEASURED: "○",
}
STANDINGS: dict[Standing, Promise] = {
    Standing.MET: gettext_lazy("on target"),
    Standing.NOT_MET: gettext_lazy("behind"),
    Standing.UNDECIDED: gettext_lazy("undecided"),
    Standing.NOT_MEASURED: gettext_lazy("not measured"),
}
PRECISIONS: dict[Precision, Promise] = {
    Precision.MOMENT: gettext_lazy("exact moment"),
    Precision.DAY: gettext_lazy("day known"),
    Precision.MONTH: gettext_lazy("only the month is known: counted from its last day"),
    Precision.YEAR: gettext_lazy("only the year is known: counted from its last day"),
    Precision.UNKNOWN: gettext_lazy("no date"),
}


def number(value: int | None) -> str:
    """Write a whole number in the Indian grouping."""
    return NOTHING if value is None else _grouped(value)


def _grouped(value: int) -> str:
    # Three digits, then twos. Babel writes the same; it takes twenty times as long.
    sign, digits = ("-", str(-value)) if value < 0 else ("", str(value))
    head, written = digits[:-3], digits[-3:]
    while head:
        head, written = head[:-2], f"{head[-2:]},{written}"
    return sign + written


def interval(count: Count | None) -> str:
    """Write a count: one number, a range, or "at least" where no upper end is known."""
    if count is None:
        return NOTHING
    if count.high is None:
        return gettext("at least %(number)s") % {"number": number(count.low)}
    if count.is_exact:
        return number(count.low)
    return f"{number(count.low)}–{number(count.high)}"


def percent(value: float | Fraction | None) -> str:
    """Write a share with one decimal, cut and not rounded.

    Rounding would print 4.97 per cent as 5.0 beside a verdict of "behind".
    """
    if value is None:
        return NOTHING
    near = float(value * 1000)
    tenths = math.floor(near)
    if abs(near - round(near)) < 1e-6:
        # So near to a tenth the float may lie on the wrong side of it.
        tenths = math.floor(Fraction(value).limit_denominator(10**9) * 1000)
    if tenths >= 1000:
        return f"{number(tenths // 10)}%"
    return f"{tenths // 10}.{tenths % 10}%"


def goal(share: Fraction) -> str:
    """Write a target share without needless noughts: 5%, 2.5%."""
    return f"{float(share * 100):.4f}".rstrip("0").rstrip(".") + "%"


def local_day(value: date | datetime) -> date:
    """Give the day on the state's calendar."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day(value: date | datetime | None) -> str:
    """Write a day as DD-MM-YYYY."""
    return NOTHING if value is None else f"{local_day(value):%d-%m-%Y}"


def moment(value: datetime | None) -> str:
    """Write a moment as DD-MM-YYYY HH:MM in the state's time zone."""
    return NOTHING if value is None else f"{timezone.localtime(value):%d-%m-%Y %H:%M}"


def seen_on(value: datetime | None, precision: str) -> str:
    """Write when a count was seen, no more exactly than its source says."""
    if value is None or precision == Precision.UNKNOWN:
        return gettext("no date")
    form = _FORMS.get(Precision(precision), "%d-%m-%Y")
    return f"{timezone.localtime(value):{form}}"


_FORMS = {
    Precision.MONTH: "%m-%Y",
    Precision.YEAR: "%Y",
    Precision.MOMENT: "%d-%m-%Y %H:%M",
}


def age(value: date | datetime | None, as_of: date) -> str:
    """Say in words how old a count is on the date judged."""
    if value is None:
        return NOTHING
    days = (as_of - local_day(value)).days
    if days < 0:
        return gettext("after the date judged")
    if days == 0:
        return gettext("on the date judged")
    if days < 60:
        words = ngettext(
            "%(number)s day before the date judged", "%(number)s days before the date judged", days
        )
        return words % {"number": days}
    if days < 730:
        months = int(days / 30.4375)
        words = ngettext(
            "%(number)s month before the date judged",
            "%(number)s months before the date judged",
            months,
        )
        return words % {"number": months}
    years = int(days / 365.25)
    words = ngettext(
        "%(number)s year before the date judged", "%(number)s years before the date judged", years
    )
    return words % {"number": number(years)}


def named(thing: Any, field: str = "name") -> str:
    """Give a thing's name in the language of the page, or the one name it has."""
    if thing is None:
        return NOTHING
    english = str(getattr(thing, field, "") or "")
    hindi = str(getattr(thing, f"{field}_hi", "") or "")
    return (hindi or english) if get_language() == "hi" else (english or hindi)


def standing(value: Standing | str) -> str:
    """Say a standing in words."""
    return str(STANDINGS[Standing(value)])
