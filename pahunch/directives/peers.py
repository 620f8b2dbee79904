"""Representatives among their peers: ranks where everybody was counted alike, else why not.

A page shows one with `rankings_of(judgement, frozen, [code])[code]`: the ranks of the set, or
the reason why nobody of it is ranked, and whose counting differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from pahunch.directives.judge import Judgement, Row
from pahunch.measures.models import PeerSet
from pahunch.measures.peers.errors import WrongPeers
from pahunch.registry.models import Membership
from pahunch.registry.roster import flatten
from pahunch.rules.peers import Entry, Exposure, PeersOf, Ranking, rank


def entries_of(judgement: Judgement) -> dict[str, Entry]:
    """Give everyone judged by the code of the constituency, with how each was counted.

    Somebody without a constituency, without electors or without a usable count is left out.
    """
    platforms = _platforms(judgement)
    return {
        row.division.code: _entry(row, platforms[row.membership.code])
        for row in judgement.rows
        if row.division is not None and row.electors and row.verdict.count is not None
    }


def rankings_of(
    judgement: Judgement,
    frozen: PeerSet,
    codes: Iterable[str] | None = None,
    *,
    days_apart: int = 0,
) -> dict[str, Ranking | PeersOf]:
    """Rank constituencies among their frozen peers, each with its own set; all without `codes`.

    Where there is no set, its `PeersOf` stands there and says why. Raises WrongPeers where
    the frozen sets were changed past the program.
    """
    if not frozen.is_whole:
        raise WrongPeers("changed", code=frozen.code)
    entries = entries_of(judgement)
    wanted = None if codes is None else set(codes)
    return {
        one.code: one if one.why else rank((one.code, *one.peers), entries, days_apart=days_apart)
        for one in frozen.the_sets
        if wanted is None or one.code in wanted
    }


def _platforms(judgement: Judgement) -> Mapping[str, frozenset[str]]:
    terms, directive = judgement.directive.terms, judgement.directive
    bound = Membership.objects.filter(pk__in=[row.membership.pk for row in judgement.rows])
    found: dict[str, set[str]] = defaultdict(set)
    for line in flatten(bound, on=judgement.as_of, roll=directive.roll).to_pylist():
        if line["kind"] in terms.kinds and (
            not terms.platforms or line["platform"] in terms.platforms
        ):
            found[line["representative"]].add(line["platform"])
    return defaultdict(frozenset, {code: frozenset(names) for code, names in found.items()})


def _entry(row: Row, platforms: frozenset[str]) -> Entry:
    verdict = row.verdict
    assert row.division is not None
    assert row.electors
    assert verdict.count is not None
    high = verdict.count.high
    return Entry(
        row.division.code,
        verdict.count.low / row.electors,
        None if high is None else high / row.electors,
        Exposure(
            platforms,
            _day(verdict.oldest),
            _day(verdict.newest),
            verdict.accounts,
            verdict.measured,
        ),
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else localdate(moment)
