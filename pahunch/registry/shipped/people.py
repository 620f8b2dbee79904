"""Who is who in the shipped files, and which posts they held.

Two rows are one person only at the same seat, and there only if the names agree without
titles, punctuation and spacing, or agree in Hindi, or `same_people.csv` says so. Nobody is
joined by likeness: at one seat two people may follow each other with nearly one name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pahunch.registry.shipped.rows import STATE, Rows, code, day_before, fact, read

ELECTED = {"2023": "2018-12-11", "2025": "2023-12-03"}
"""The general election of the assembly that each file of members describes."""

CHIEF_SWORN = "2023-12-13"
REST_SWORN = "2023-12-25"
"""When the ministry of December 2023 took office: unverified, compiled by hand."""

RANKS = {
    "CM": "cm",
    "Deputy CM (Cabinet)": "deputy_cm",
    "Cabinet": "cabinet",
    "MoS independent": "mos_independent",
    "MoS": "mos",
}
TITLES = {"dr", "smt", "shri", "shrimati", "er", "eng"}
HINDI_TITLES = {"डॉ", "डॉ.", "श्री", "श्रीमती"}


@dataclass(slots=True)
class Somebody:
    """A person of the shipped files: the first name met, and the others."""

    seat: str
    name: str
    name_hi: str
    said: dict[str, str]
    others: dict[str, dict[str, str]] = field(default_factory=dict)
    slug: str = ""


class Cast:
    """Everybody met so far, found by seat and name."""

    def __init__(self) -> None:
        self.everybody: list[Somebody] = []
        self._known: dict[tuple[str, str], Somebody] = {}
        self._same = {
            (row["ac_no"], row["name"]): (row["same_as"], fact(row["source"]))
            for row in read("same_people")
        }

    def meet(self, seat: str, name: str, name_hi: str, said: dict[str, str]) -> Somebody:
        """Give the person of a row, a new one unless the rule above joins them."""
        same_as, why = self._same.get((seat, name), (name, said))
        keys = [(seat, letters(same_as)), (seat, letters(name))]
        if name_hi:
            keys.append((seat, hindi(name_hi)))
        person = next((self._known[key] for key in keys if key in self._known), None)
        if person is None:
            person = Somebody(seat, name, name_hi, said)
            self.everybody.append(person)
        if name != person.name:
            person.others.setdefault(name, why)
        person.name_hi = person.name_hi or name_hi
        for key in keys:
            self._known.setdefault(key, person)
        return person

    def find(self, seat: str, name: str) -> Somebody | None:
        """Find somebody met before by seat and name."""
        return self._known.get((seat, letters(name)))

    def name_slugs(self) -> None:
        """Give everybody a code: the name, with the seat where two have the same name."""
        taken = Counter("-".join(words(person.name)) for person in self.everybody)
        for person in self.everybody:
            person.slug = "-".join(words(person.name))
            if taken[person.slug] > 1:
                person.slug += f"-{person.seat}"


def words(name: str) -> list[str]:
    """Give the words of a name in small letters, without titles and punctuation."""
    found = re.findall(r"[a-z]+", name.lower())
    return [word for word in found if word not in TITLES] or found


def letters(name: str) -> str:
    """Give the letters by which two spellings agree."""
    return "".join(words(name))


def hindi(name: str) -> str:
    """Give a Hindi name without titles and spaces."""
    return "".join(word for word in name.split() if word not in HINDI_TITLES)


def write(rows: Rows) -> Cast:
    """Write people, posts and memberships; give the cast, for the accounts."""
    cast = Cast()
    memberships = list(_ministers_2023(cast)) + list(_ministers_2025(cast))
    memberships += [*_members(cast, "2023"), *_members(cast, "2025")]
    _counted(cast)
    cast.name_slugs()
    _posts(rows)
    for person in cast.everybody:
        rows.add(
            "people",
            {
                "slug": person.slug,
                "state": STATE,
                "name": person.name,
                "name_hi": person.name_hi,
                **person.said,
            },
        )
        for name, said in person.others.items():
            rows.add("other_names", {"person": person.slug, "name": name, **said})
    for person, post, cells in memberships:
        name = f"{code(post)}-{person.slug}-{cells['starts']}"
        rows.add(
            "memberships",
            {"code": name, "person": person.slug, "post": code(post), **cells},
        )
    return cast


Held = tuple[Somebody, str, dict[str, str]]


def _ministers_2023(cast: Cast) -> Iterator[Held]:
    """The ministry of 2020 to 2023.

    "2020-04-21; re-inducted 2021-01-03": they had left in between, on a day that is not
    known. The registry holds what is known, from 2021-01-03, and keeps the words as a note.
    """
    for row in read("ministers_2023"):
        since = row["member_since"].split("re-inducted ")[-1]
        left = f"member since {row['member_since']}" if since != row["member_since"] else ""
        note = "; ".join(
            filter(None, (left, "last day: the day before the next ministry (unverified)"))
        )
        said = fact(row["source"], as_of=row["as_of"], confidence=row["confidence"], note=note)
        yield _minister(cast, row, said, since, day_before(CHIEF_SWORN))


def _ministers_2025(cast: Cast) -> Iterator[Held]:
    """The ministry of December 2023; the file gives no day, so every row is unverified."""
    for row in read("ministers_2025"):
        since = CHIEF_SWORN if row["rank"] == "CM" else REST_SWORN
        note = "first day unverified, compiled by hand"
        said = fact(row["source"], as_of=row["as_of"], confidence=row["confidence"], note=note)
        yield _minister(cast, row, {**said, "verified": "no"}, since, "")


def _minister(
    cast: Cast, row: dict[str, str], said: dict[str, str], starts: str, ends: str
) -> Held:
    named = fact(row["source"], as_of=row["as_of"][:10], confidence=row["confidence"])
    person = cast.meet(row["ac_no"], row["name_en"], row["name_hi"], named)
    cells = {
        "division": code("ac", row["ac_no"]),
        "starts": starts,
        "ends": ends,
        "rank": RANKS[row["rank"]],
        "portfolios": row["portfolios"],
        "party": row["party"],
        **said,
    }
    return person, "minister", cells


def _members(cast: Cast, year: str) -> Iterator[Held]:
    """Members sitting in the middle of a year; the old ones to the eve of the next election."""
    ends = day_before(ELECTED["2025"]) if year == "2023" else ""
    for row in read(f"members_{year}"):
        said = fact(row["source"], as_of=row["as_of"], confidence=row["confidence"])
        person = cast.meet(row["ac_no"], row["name_en"], row["name_hi"], said)
        cells = {
            "division": code("ac", row["ac_no"]),
            "starts": row["elected_on"],
            "ends": ends,
            "party": row["party"],
            **fact(
                row["source"], as_of=row["as_of"], confidence=row["confidence"], note=row["note"]
            ),
        }
        yield person, "member", cells


def _posts(rows: Rows) -> None:
    for post, name, name_hi in (
        ("minister", "Minister of Madhya Pradesh", "मध्य प्रदेश के मंत्री"),
        ("member", "Member of the Legislative Assembly", "विधानसभा सदस्य"),
    ):
        rows.add(
            "posts",
            {
                "code": code(post),
                "state": STATE,
                "kind": post,
                "name": name,
                "name_hi": name_hi,
                **fact("pahunch/data/README.md"),
            },
        )


def _counted(cast: Cast) -> None:
    """Meet the people whose followers a report counts, who need not hold a post."""
    listed = {row["written_as"]: row for row in read("owners")}
    for row in read("followers_reported"):
        owner = listed.get(row["person_en"], {"kind": "person", "ac_no": ""})
        if owner["kind"] == "person":
            said = fact(row["source"], as_of=row["as_of"])
            seat = row["ac_no"] or owner["ac_no"]
            cast.meet(seat, row["person_en"], row["person_hi"], said)
