"""Followers inside the constituency, out of a small registry and a small lake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pyarrow as pa
import pytest
from django.conf import settings

from pahunch.facts import AccountKind, Adding, Count, Platform, Standing, Terms, Verdict, Where
from pahunch.measures.inside import Asked, InsideOf, Part, PersonInside, judged, measure_inside
from pahunch.observations import AUDIENCE, OBSERVATIONS, ROSTER, Extra, Lake
from pahunch.registry.models import Division, Electors, Placement, Roll, Source

DAY = date(2026, 5, 10)
NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
UNTIL = datetime(2026, 5, 10, 18, 30, tzinfo=UTC)
TERMS = Terms(
    share=Fraction(1, 20),
    adding=Adding.TOTAL,
    kinds=frozenset({AccountKind.OFFICE, AccountKind.PERSONAL}),
    platforms=frozenset(),
    fresh_days=7,
    where=Where.INSIDE,
)


@dataclass(frozen=True, slots=True)
class State:
    state: Division
    roll: Roll


@pytest.fixture
def state(db: None) -> State:
    """Two districts: Palashpur and Tarangarh in one, Jharnagaon in the other."""
    fact = {"source": Source.objects.create(text="made-up")}
    top = Division.objects.create(
        code="zz", kind="state", name="Namuna Pradesh", path="zz/", **fact
    )
    roll = Roll.objects.create(code="zz-2024", state=top, year=2024, name="2024", **fact)
    for number, name, district, electors in (
        (1, "Palashpur", 1, 300_000),
        (2, "Tarangarh", 1, 100_000),
        (3, "Jharnagaon", 2, 200_000),
    ):
        home, _ = Division.objects.get_or_create(
            code=f"zz-d-{district}",
            defaults={
                "kind": "district",
                "name": ("Udayachal", "Meghmala")[district - 1],
                "path": f"zz/zz-d-{district}/",
                **fact,
            },
        )
        seat = Division.objects.create(
            code=f"zz-ac-{number}",
            kind="constituency",
            name=name,
            number=number,
            path=f"zz/zz-d-{district}/zz-ac-{number}/",
            **fact,
        )
        Placement.objects.create(child=seat, parent=home, **fact)
        Electors.objects.create(roll=roll, division=seat, electors=electors, **fact)
    return State(top, roll)


def lake() -> Lake:
    return Lake(settings.LAKE)


def count(account: str, followers: int | None, at: datetime = NOON, high: int | None = -1) -> None:
    """Add one observation of followers; None: withheld."""
    run = f"count {account} {at}"
    row = {
        "account": account,
        "metric": "followers",
        "low": followers,
        "high": followers if high == -1 else high,
        "withheld": followers is None,
        "seen_at": at,
        "precision": "moment",
        "run": run,
        "wording": None,
        "source": "made-up",
    }
    lake().append(run, pa.Table.from_pylist([row], schema=OBSERVATIONS))


def tell(
    account: str, places: dict[str, int], at: datetime = NOON, breakdown: str = "city"
) -> None:
    """Add one list of places of followers."""
    run = f"places {account} {at} {breakdown}"
    rows = [
        {
            "account": account,
            "breakdown": breakdown,
            "place": place,
            "low": followers,
            "high": followers,
            "of_total": None,
            "seen_at": at,
            "run": run,
        }
        for place, followers in places.items()
    ]
    lake().add(Extra.AUDIENCE, run, pa.Table.from_pylist(rows, schema=AUDIENCE))


ANITA = (
    ("anita", 300_000, "facebook:1", "facebook", "office"),
    ("anita", 300_000, "instagram:1", "instagram", "personal"),
    ("anita", 300_000, "x:1", "x", "personal"),
)


def measure(
    state: State,
    rows: Sequence[tuple[str, int | None, str | None, str | None, str | None]] = ANITA[:1],
    *,
    terms: Terms = TERMS,
    seat: str = "zz-ac-1",
) -> InsideOf:
    roster = pa.table(
        [
            pa.array(column, field.type)
            for column, field in zip(zip(*rows, strict=True), ROSTER, strict=True)
        ],
        schema=ROSTER,
    )
    asked = Asked(
        roster=roster,
        seats={row[0]: seat for row in rows},
        state=state.state,
        roll=state.roll,
        terms=terms,
        on=DAY,
        until=UNTIL,
    )
    return measure_inside(lake().at(), asked)


def ends(person: PersonInside) -> tuple[int, int | None, int | None]:
    return person.low, person.high, person.point


PLACES = {
    "Palashpur, Namuna Pradesh": 500,
    "Tarangarh, Namuna Pradesh, India": 100,
    "Udayachal, Namuna Pradesh": 80,
    "Pune, Maharashtra": 200,
    "Nobody knows, Namuna Pradesh": 20,
}


def test_places_become_an_interval_with_its_parts(state: State) -> None:
    count("facebook:1", 1_000)
    tell("facebook:1", PLACES)
    person = measure(state).people["anita"]
    (account,) = person.accounts
    assert (account.certain, account.shared, account.elsewhere, account.unplaced) == (
        400,
        200,
        280,
        120,
    )
    assert ends(person)[:2] == (400, 720)
    assert person.low <= (person.point or 0) <= (person.high or 0)
    assert person.part("certain") == 400
    assert [(one.place.split(",")[0], one.part) for one in account.places] == [
        ("Palashpur", Part.INSIDE),
        ("Pune", Part.ELSEWHERE),
        ("Tarangarh", Part.ELSEWHERE),
        ("Udayachal", Part.SHARED),
        ("Nobody knows", Part.UNPLACED),
    ]


def test_an_account_without_places_only_widens_the_interval(state: State) -> None:
    count("facebook:1", 1_000)
    count("x:1", 5_000)
    tell("facebook:1", PLACES)
    both = measure(state, [ANITA[0], ANITA[2]]).people["anita"]
    alone = measure(state).people["anita"]
    assert (both.low, both.high) == (400, 5_720)
    assert both.point == alone.point
    assert [account.tells for account in both.accounts] == [True, False]


def test_an_account_that_nobody_counted_leaves_the_upper_end_open(state: State) -> None:
    count("facebook:1", 1_000)
    tell("facebook:1", PLACES)
    person = measure(state, ANITA[:2]).people["anita"]
    assert (person.low, person.high) == (400, None)
    assert person.part("unplaced") is None


@pytest.mark.parametrize("breakdown", ["views_city", "region"])
def test_views_and_numbered_regions_are_no_places_of_followers(
    state: State, breakdown: str
) -> None:
    count("facebook:1", 1_000)
    tell("facebook:1", PLACES, breakdown=breakdown)
    person = measure(state).people["anita"]
    assert ends(person) == (0, 1_000, None)
    assert not person.tells


def test_countries_say_only_who_is_abroad(state: State) -> None:
    count("facebook:1", 1_000)
    tell("facebook:1", {"IN": 900, "AE": 60}, breakdown="country")
    person = measure(state).people["anita"]
    assert (person.low, person.high) == (0, 940)


def test_the_newest_list_counts_and_an_old_one_does_not(state: State) -> None:
    count("facebook:1", 1_000)
    tell("facebook:1", {"Palashpur, Namuna Pradesh": 900}, NOON - timedelta(days=60))
    assert not measure(state).people["anita"].tells
    tell("facebook:1", {"Palashpur, Namuna Pradesh": 700}, NOON - timedelta(days=9))
    tell("facebook:1", {"Palashpur, Namuna Pradesh": 600}, NOON - timedelta(days=2))
    tell("facebook:1", {"Palashpur, Namuna Pradesh": 999}, NOON + timedelta(days=2))
    person = measure(state).people["anita"]
    assert person.low == 480
    assert person.accounts[0].told_at == NOON - timedelta(days=2)


def test_whoever_left_since_the_list_may_have_been_inside(state: State) -> None:
    count("facebook:1", 1_100, NOON - timedelta(days=3))
    tell("facebook:1", PLACES, NOON - timedelta(days=2))
    count("facebook:1", 1_000)
    person = measure(state).people["anita"]
    assert (person.low, person.high) == (300, 820)


def test_a_withheld_or_stale_count_makes_no_claim(state: State) -> None:
    tell("facebook:1", PLACES)
    count("facebook:1", 1_000, NOON - timedelta(days=30))
    assert ends(measure(state).people["anita"])[:2] == (0, None)
    count("facebook:1", None)
    assert ends(measure(state).people["anita"])[:2] == (0, None)


def test_kinds_and_platforms_that_do_not_count_are_left_out(state: State) -> None:
    count("facebook:1", 1_000)
    tell("facebook:1", PLACES)
    for terms in (
        replace(TERMS, kinds=frozenset({AccountKind.PERSONAL})),
        replace(TERMS, platforms=frozenset({Platform.X})),
    ):
        person = measure(state, terms=terms).people["anita"]
        assert person.accounts == ()
        assert not person.tells


def test_somebody_without_an_account_or_a_constituency_is_there(state: State) -> None:
    count("facebook:1", 1_000)
    tell("facebook:1", PLACES)
    nobody = measure(state, [("balram", 5, None, None, None)]).people["balram"]
    assert nobody.accounts == ()
    assert not nobody.tells
    nowhere = measure(state, seat="zz-ac-99").people["anita"]
    assert ends(nowhere) == (0, 1_000, None)


def test_the_digest_changes_with_the_places_and_with_nothing_else(state: State) -> None:
    count("facebook:1", 1_000)
    before = measure(state).digest
    tell("facebook:1", PLACES)
    first = measure(state).digest
    count("x:1", 77)
    assert measure(state).digest == first != before


def test_every_account_is_added_as_the_terms_say(state: State) -> None:
    for account in ("facebook:1", "instagram:1"):
        count(account, 1_000)
        tell(account, PLACES)
    total = measure(state, ANITA[:2]).people["anita"]
    people = measure(state, ANITA[:2], terms=replace(TERMS, adding=Adding.PEOPLE)).people["anita"]
    best = measure(state, ANITA[:2], terms=replace(TERMS, adding=Adding.BEST)).people["anita"]
    assert (total.low, total.high) == (800, 1_440)
    assert (people.low, people.high) == (400, 1_440)
    assert (best.low, best.high) == (400, 720)


def verdict(standing: Standing = Standing.MET, target: int | None = 500) -> Verdict:
    return Verdict("anita", 10_000, target, Count(900, 900), standing, 1, 1, NOON, NOON)


def person(low: int, high: int | None, *, tells: bool = True) -> PersonInside:
    return PersonInside("anita", low, high, None, tells=tells, accounts=())


@pytest.mark.parametrize(
    ("low", "high", "tells", "wanted"),
    [
        (500, 900, True, Standing.MET),
        (400, 900, True, Standing.UNDECIDED),
        (0, 499, True, Standing.NOT_MET),
        (0, 900, False, Standing.NOT_MEASURED),
        (0, 499, False, Standing.NOT_MET),
    ],
)
def test_the_verdict_uses_the_interval(
    low: int, high: int, *, tells: bool, wanted: Standing
) -> None:
    found = judged(verdict(), person(low, high, tells=tells))
    assert found.standing is wanted
    shown = None if wanted is Standing.NOT_MEASURED else Count(low, high)
    assert found.count == shown


def test_who_was_not_measured_at_all_stays_so() -> None:
    before = verdict(Standing.NOT_MEASURED)
    assert judged(before, person(0, 0, tells=False)) == before
