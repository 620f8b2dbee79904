"""Accounts that the press has counted or named, as far as the shipped files know them.

No file knows a platform's own id, so every key is ours, with a tilde: from the handle where
one was seen, else from the owner's code. All of them are unverified.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.text import slugify

from pahunch.registry.shipped.people import Cast
from pahunch.registry.shipped.rows import STATE, Rows, code, fact, read

PLATFORMS = {"X/Twitter": "x", "Koo": "koo", "Facebook": "facebook", "Instagram": "instagram"}
KOO_CLOSED = "2024-07-03"
"""The day Koo's founders announced that it stops: unverified, compiled by hand."""

DOUBTED = {"verified": "no"}


@dataclass(slots=True)
class Owner:
    """Whoever an account belongs to: the column of the accounts table, and the code."""

    column: str
    code: str
    kind: str
    """The account kind where a row does not state one."""


@dataclass(slots=True)
class Seen:
    """An account put together from the rows that speak of it."""

    owner: Owner
    said: dict[str, str]
    handles: dict[str, dict[str, str]] = field(default_factory=dict)


Named = tuple[str, str, str]
"""Code of the owner, platform, kind: what the shipped files tell accounts apart by."""


def write(rows: Rows, cast: Cast) -> None:
    """Write the accounts, their handles and the end of Koo."""
    book = _Owners(rows, cast)
    accounts: dict[Named, Seen] = {}
    for row in read("followers_reported"):
        owner = book.of(row["person_en"], row["person_hi"], row["ac_no"], row["source"])
        kind = row["account_kind"] or owner.kind
        said = fact(row["source"], as_of=row["as_of"]) | DOUBTED
        accounts.setdefault((owner.code, row["platform"], kind), Seen(owner, said))
    for row in read("handles"):
        owner = book.of(row["person_en"], "", row["ac_no"], row["source"])
        platform = PLATFORMS[row["platform"]]
        kinds = [key[2] for key in accounts if key[:2] == (owner.code, platform)]
        kind = kinds[0] if len(kinds) == 1 else owner.kind
        match = f"match {row['match_confidence']}; verify before use"
        said = fact(row["source"], as_of=row["as_of"], note=match) | DOUBTED
        seen = accounts.setdefault((owner.code, platform, kind), Seen(owner, said))
        seen.handles[row["handle_or_url"].rsplit("/", 1)[-1].removeprefix("@")] = said
    for (_, platform, kind), seen in accounts.items():
        _write_account(rows, seen, platform, kind)


def _write_account(rows: Rows, seen: Seen, platform: str, kind: str) -> None:
    own = next(iter(seen.handles), "")
    name = slugify(own) or seen.owner.code + ("-office" if kind == "office" else "")
    key = f"{platform}:~{name}"
    rows.add(
        "accounts",
        {
            "key": key,
            "platform": platform,
            "kind": kind,
            seen.owner.column: seen.owner.code,
            **seen.said,
        },
    )
    for handle, said in seen.handles.items():
        rows.add("handles", {"account": key, "handle": handle, **said})
    if platform == "koo":
        said = fact("the platform closed in 2024; unverified, compiled by hand")
        rows.add("statuses", {"account": key, "status": "closed", "since": KOO_CLOSED, **said})


class _Owners:
    """Finds the owner that a row means; writes party units and offices when first met."""

    def __init__(self, rows: Rows, cast: Cast) -> None:
        self._rows = rows
        self._cast = cast
        self._listed = {row["written_as"]: row for row in read("owners")}
        self._written: set[str] = set()

    def of(self, name: str, name_hi: str, seat: str, source: str) -> Owner:
        """Give the owner of a row. Raises LookupError where nobody of that name was met."""
        listed = self._listed.get(name, {})
        if listed.get("kind") == "department":
            return Owner("department", code("dept", listed["owner"]), listed["account_kind"])
        if listed.get("kind") in {"party", "office"}:
            return self._organisation(name, name_hi or listed["name_hi"], listed, source)
        person = self._cast.find(seat or listed.get("ac_no", ""), name)
        if person is None:
            raise LookupError(f"no person of seat {seat!r} is called {name!r}")
        return Owner("person", person.slug, listed.get("account_kind") or "personal")

    def _organisation(self, name: str, name_hi: str, listed: dict[str, str], source: str) -> Owner:
        own = code(listed["kind"], name)
        if own not in self._written:
            self._written.add(own)
            self._rows.add(
                "departments",
                {
                    "code": own,
                    "state": STATE,
                    "kind": listed["kind"],
                    "name": name,
                    "name_hi": name_hi,
                    **fact(source, note=listed["source"]),
                    **DOUBTED,
                },
            )
        return Owner("department", own, listed["account_kind"])
