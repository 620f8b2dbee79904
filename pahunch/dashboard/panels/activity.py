"""How much a representative posts, of what, and how people take it up."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pahunch.dashboard.evidence import title
from pahunch.dashboard.panels.panel import Asked, Panel, Table
from pahunch.directives.judge import lake
from pahunch.measures.activity import Activity, Line, Share, activity_of
from pahunch.rules.activity import NAME
from pahunch.ui import words

LANGUAGES: dict[str, Promise] = {
    "hi": _("Hindi"),
    "hinglish": _("Hindi in Latin letters"),
    "en": _("English"),
    "mixed": _("Hindi and English mixed"),
    "other": _("another language"),
    "none": _("no words"),
    "unknown": _("not read"),
}
KINDS: dict[str, Promise] = {
    "text": _("text"),
    "photo": _("picture"),
    "image": _("picture"),
    "video": _("video"),
    "link": _("link"),
    "reel": _("short video"),
    "story": _("story"),
    "carousel": _("several pictures"),
    "album": _("several pictures"),
    "post": _("post"),
    "reply": _("reply"),
    "repost": _("passed on"),
    "quote": _("quote"),
}


def panel(asked: Asked) -> Panel | None:
    """Say posts a week, what they are of, and each account's rate; None without any post seen."""
    keys = [asked.measured.bound.keys[row] for row in asked.rows()]
    found = activity_of(lake(), keys, asked.as_of, ZoneInfo(settings.TIME_ZONE))
    every = found.together(keys)
    if not every.posts:
        return None
    lead = gettext("%(weekly)s posts a week, on %(active)s of %(days)s days") % {
        "weekly": f"{every.weekly:.1f}",
        "active": words.number(every.active_days),
        "days": words.number(every.days),
    }
    return Panel(
        "activity",
        gettext("Activity"),
        lead,
        NAME,
        tuple(_lines(every)),
        table=_table(asked, found, keys),
    )


def _lines(every: Line) -> list[str]:
    lines = []
    if work := share_of(every.work):
        lines.append(gettext("Of government work: %(share)s of the posts.") % {"share": work})
    if here := share_of(every.here):
        said = gettext("Of work in the constituency: %(share)s of the posts.")
        lines.append(said % {"share": here})
    kinds = _mix({str(KINDS.get(name, name)): count for name, count in every.kinds.items()})
    if kinds:
        lines.append(gettext("Kinds: %(mix)s.") % {"mix": kinds})
    spoken = {str(LANGUAGES.get(name, name)): number for name, number in every.languages.items()}
    lines.append(gettext("Languages: %(mix)s.") % {"mix": _mix(spoken)})
    return lines


def share_of(share: Share) -> str:
    """Write a share with its ends; empty where nothing was read."""
    if share.ends is None or share.yes + share.no == 0:
        return ""
    low, high = (words.percent(end) for end in share.ends)
    return low if low == high else gettext("%(low)s to %(high)s") % {"low": low, "high": high}


def _mix(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {words.number(count)}" for name, count in counts.items())


def _table(asked: Asked, found: Activity, keys: list[str]) -> Table | None:
    names = {account.key: title(account) for account in asked.accounts}
    lines = [(names[key], found.line(key)) for key in keys if key in names]
    return Table(
        gettext("Each account over %(days)s days") % {"days": words.number(found.days)},
        (
            gettext("Account"),
            gettext("Posts"),
            gettext("Active days"),
            gettext("Interactions by followers, median post"),
            gettext("Posts with such a rate"),
        ),
        tuple(
            (
                name,
                words.number(line.posts),
                words.number(line.active_days),
                _rate(line),
                words.number(line.rated),
            )
            for name, line in lines
        ),
        frozenset({1, 2, 3, 4}),
    )


def _rate(line: Line) -> str:
    if line.rate_low is None:
        return words.NOTHING
    ends = [f"{100 * end:.2f}%" for end in (line.rate_low, line.rate_high) if end is not None]
    if len(ends) == 1:
        return gettext("at least %(number)s") % {"number": ends[0]}
    return ends[0] if ends[0] == ends[1] else " … ".join(ends)
