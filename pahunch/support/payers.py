"""Who may pay for which accounts: pure, and the same for people and for means.

A state's money serves the office and nobody's person or party. Sources: the Election
Commission's Model Code of Conduct, part VII (party in power), paragraphs 1 and 4: no official
machinery for electioneering, no advertisement at the cost of the public exchequer that furthers
a party's prospects; its instructions on social media of 25 October 2013
(491/SM/2013/Communication): money spent on a candidate's accounts, the salaries of those who
run them included, is the candidate's or the party's own spending. The Code binds from the day an
election is announced; here the line is held on every day, so that no account has to change hands
when it is. For orientation, not legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from pahunch.facts import AccountKind


class Payer(StrEnum):
    """Out of whose pocket an analyst or a means is paid."""

    STATE = "state"
    PARTY = "party"
    OWN = "own"
    """The representative's own money."""


PAYS_FOR: Mapping[Payer, frozenset[AccountKind]] = MappingProxyType(
    {
        Payer.STATE: frozenset({AccountKind.OFFICE}),
        Payer.PARTY: frozenset({AccountKind.PERSONAL, AccountKind.PARTY}),
        Payer.OWN: frozenset({AccountKind.OFFICE, AccountKind.PERSONAL}),
    }
)
"""The kinds of account for which each may pay."""


def beyond(payer: Payer, kinds: Iterable[AccountKind]) -> list[AccountKind]:
    """Give those of some kinds for which a payer may not pay, in the order of the facts."""
    wanted = set(kinds)
    return [kind for kind in AccountKind if kind in wanted and kind not in PAYS_FOR[payer]]
