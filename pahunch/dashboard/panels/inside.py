"""How many followers are inside the constituency, and what the places were."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pahunch.dashboard.evidence import title
from pahunch.dashboard.panels.panel import Asked, Panel, Table
from pahunch.directives.inside import inside_of
from pahunch.facts import Count, Standing
from pahunch.measures.inside import Listed, Part, PersonInside
from pahunch.rules.inside import NAME, standing
from pahunch.ui import words

PARTS: dict[Part, Promise] = {
    Part.INSIDE: _("inside"),
    Part.SHARED: _("shared with other constituencies"),
    Part.ELSEWHERE: _("elsewhere"),
    Part.UNPLACED: _("on no map known here"),
}


def panel(asked: Asked) -> Panel | None:
    """Say the interval and the parts; None where the directive's own verdict has no place."""
    code = asked.membership.code
    found = inside_of(asked.directive, asked.as_of).people.get(code)
    if found is None or asked.membership.division is None:
        return None
    heading = gettext("Inside the constituency")
    if not found.tells:
        lead = gettext("Not known: no account of this person tells where its followers are.")
        lines = (gettext("Only accounts that their owner connected do, and on some platforms."),)
        return Panel("inside", heading, lead, NAME, lines)
    lead = gettext("%(count)s followers inside") % {
        "count": words.interval(Count(found.low, found.high))
    }
    return Panel(
        "inside", heading, lead, NAME, tuple(_lines(asked, found)), table=_table(asked, found)
    )


def _lines(asked: Asked, found: PersonInside) -> list[str]:
    lines = []
    if found.point is not None:
        said = gettext("By electors, of the accounts that tell places: about %(point)s.")
        lines.append(said % {"point": words.number(found.point)})
    parts = [
        f"{word}: {words.number(found.part(name))}"
        for name, word in (
            ("certain", gettext("certain")),
            ("shared", gettext("shared")),
            ("elsewhere", gettext("elsewhere")),
            ("unplaced", gettext("without a place")),
        )
    ]
    lines.append(" · ".join(parts))
    verdict = asked.measured.judgement.rows[asked.place].verdict
    would = standing(found.low, found.high, verdict.target, tells=found.tells)
    if verdict.standing is not Standing.NOT_MEASURED and would is not verdict.standing:
        said = gettext("By followers inside alone the standing would be: %(standing)s.")
        lines.append(said % {"standing": words.standing(would)})
    silent = [one for one in found.accounts if not one.tells]
    if silent:
        said = gettext("Accounts that tell no places: %(names)s. Their followers widen the range.")
        lines.append(said % {"names": ", ".join(_title(asked, one.account) for one in silent)})
    return lines


def _title(asked: Asked, key: str) -> str:
    """Name an account that the reader may see by its platform and kind, any other by its key."""
    return next((title(account) for account in asked.accounts if account.key == key), key)


def _table(asked: Asked, found: PersonInside) -> Table:
    rows = [
        _row(_title(asked, account.account), place)
        for account in found.accounts
        if account.tells
        for place in account.places
    ]
    return Table(
        gettext("Places as the platforms told them"),
        (gettext("Place"), gettext("Account"), gettext("Followers"), gettext("Part")),
        tuple(rows),
        frozenset({2}),
    )


def _row(account: str, place: Listed) -> tuple[str, str, str, str]:
    return (
        place.place,
        account,
        words.interval(place.count),
        str(PARTS[place.part]),
    )
