"""Growth of this representative's accounts that was asked about, and what came of it."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from pahunch.dashboard.evidence import title
from pahunch.dashboard.panels.panel import Asked, Panel, Table
from pahunch.directives.judge import day_ends
from pahunch.facts import Count
from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions import words as said
from pahunch.measures.suspicions.credible import credible, doubtful
from pahunch.rules.suspicion import NAME
from pahunch.staff.rights import may
from pahunch.ui import words

SEE = "measures.see_suspicions"


def panel(asked: Asked) -> Panel | None:
    """Say how many questions there are, and the credible interval; None for who may not see."""
    if not may(asked.user, SEE):
        return None
    keys = [account.key for account in asked.accounts]
    seen = Suspicion.objects.seen_by(asked.user, SEE).filter(
        account__key__in=keys, asked_at__lt=day_ends(asked.as_of)
    )
    found = list(seen.select_related("account").order_by("-first_day", "pk"))
    heading = gettext("Suspicious growth")
    if not found:
        lead = gettext("No growth of these accounts was asked about.")
        return Panel("suspicions", heading, lead, NAME, (_question(),))
    lead = ngettext(
        "%(number)s question about growth", "%(number)s questions about growth", len(found)
    ) % {"number": words.number(len(found))}
    lines = (_question(), *_credible(asked, keys))
    return Panel("suspicions", heading, lead, NAME, lines, table=_table(asked, found))


def _question() -> str:
    return gettext("A suspicion is a question and not a finding; nothing follows by itself.")


def _credible(asked: Asked, keys: list[str]) -> tuple[str, ...]:
    """Say the interval without what upheld suspicions throw doubt on, where there is any."""
    doubted = sum(doubtful(keys, asked.as_of).values())
    verdict = asked.measured.judgement.rows[asked.place].verdict
    if not doubted or verdict.count is None:
        return ()
    shown = credible(Count(verdict.count.low, verdict.count.high), doubted)
    sentence = gettext("Credible where suspicions were upheld: %(count)s.")
    return (sentence % {"count": words.interval(shown)},)


def _table(asked: Asked, found: list[Suspicion]) -> Table:
    names = {account.key: title(account) for account in asked.accounts}
    return Table(
        gettext("What was asked"),
        (gettext("Day"), gettext("Account"), gettext("What was seen"), gettext("State of it")),
        tuple(
            (
                words.day(one.first_day),
                names[one.account.key],
                "; ".join(said.evidence(one.evidence)),
                str(one.get_state_display()),
            )
            for one in found
        ),
    )
