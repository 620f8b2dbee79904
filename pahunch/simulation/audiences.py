"""Where the made-up followers live, and what a platform tells of it.

What is true: every follower lives in one constituency, in another state or abroad. What is told:
a list of the 45 largest places, today's, with names as somebody writes them. Between the two
stands everything that makes the measure hard, and nothing that it takes for granted:

- some districts have a city, of the district's name, that lies in several constituencies; how
  much of each is city varies, and followers are not spread by electors;
- people who live around a town are told as of the town, from next to none of them to more than
  half, so that a town's list holds up to half and more from other constituencies;
- followers gather around their representative, and the larger an account is, the fewer do;
- villages are told by names that no gazetteer knows, and some of them by names that belong to a
  town elsewhere; some followers are told nowhere;
- names come in both scripts, with other spellings, with letters missing, with the state behind
  them or without;
- Instagram is two days late.

Chance comes from a stream of its own: counts and registry stay what they were without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from pahunch.facts import Platform
from pahunch.simulation.followers import Block
from pahunch.simulation.geography import STATE, Geography, Place, make_geography
from pahunch.simulation.names import Name, read_pairs
from pahunch.simulation.plan import SLOTS, Plan, Stream

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LONGEST = 45
"""Places in a list: what Instagram gives at most."""
LEAST_FOLLOWERS = 100
CONNECTED = 0.6
"""The part of the accounts whose owner let us in."""
LISTS, EVERY_DAYS = 8, 7
"""Lists before the last planned day, that one among them; afterwards one a week goes on."""
LATE_DAYS = {Platform.FACEBOOK: 0, Platform.INSTAGRAM: 2}
"""Platforms that tell places, and how many days late."""
VILLAGES = 8
"""Names of villages in each constituency."""
WITH_CITY = 0.4
NAMESAKES = 0.06
"""The part of the villages that have the name of a place elsewhere in the state."""
IN_HINDI, MISSPELLED, LETTER_MISSING, BARE = 0.25, 0.2, 0.02, 0.04
"""Lists in Hindi; names with another spelling, with a letter missing, without their state."""
_AWAY = read_pairs(
    "Mumbai मुंबई, Pune पुणे, Nagpur नागपुर, Delhi दिल्ली, Jaipur जयपुर, Kota कोटा, Lucknow लखनऊ, "
    "Kanpur कानपुर, Jhansi झाँसी, Raipur रायपुर, Bilaspur बिलासपुर, Surat सूरत, "
    "Ahmedabad अहमदाबाद, Patna पटना, Hyderabad हैदराबाद, Bengaluru बेंगलुरु, Chennai चेन्नई, "
    "Kolkata कोलकाता, Dubai दुबई, Kathmandu काठमांडू"
)
_AWAY_STATES = read_pairs(
    "Maharashtra महाराष्ट्र, Maharashtra महाराष्ट्र, Maharashtra महाराष्ट्र, Delhi दिल्ली, "
    "Rajasthan राजस्थान, Rajasthan राजस्थान, Uttar-Pradesh उत्तर-प्रदेश, "
    "Uttar-Pradesh उत्तर-प्रदेश, Uttar-Pradesh उत्तर-प्रदेश, Chhattisgarh छत्तीसगढ़, "
    "Chhattisgarh छत्तीसगढ़, Gujarat गुजरात, Gujarat गुजरात, Bihar बिहार, Telangana तेलंगाना, "
    "Karnataka कर्नाटक, Tamil-Nadu तमिलनाडु, West-Bengal पश्चिम-बंगाल, Dubai दुबई, "
    "Bagmati-Province बागमती-प्रदेश"
)
_AWAY_SMALL = 60
"""Further places in other states, each too small to be named here."""
_SPELLINGS = (("sh", "s"), ("a", "aa"), ("v", "w"), ("i", "ee"), ("u", "oo"), ("gaon", "gawan"))


@dataclass(frozen=True, slots=True)
class Manners:
    """How hard a world is: each is so many times the usual, which benchmarks change."""

    around: float = 1.0
    """How many who live around a town are told as of it."""
    villages: float = 1.0
    """How many are told by the name of a village."""
    nowhere: float = 1.0
    """How many are told nowhere."""
    gather: float = 1.0
    """How closely followers gather around their own representative."""


USUAL = Manners()


@dataclass(frozen=True, slots=True)
class World:
    """The state as its followers live in it: s constituencies, n names of places."""

    places: Geography
    homes: Ints
    """Of each constituency, the number of its district."""
    electors: Floats
    urban: Floats
    """Of each constituency, how much of it is town, 0 to 1."""
    told: Floats
    """Where somebody who lives in a constituency (rows) is told to be (columns): s by n + 1.
    The last column is nowhere."""
    names: tuple[Name, ...]
    """In the order of the columns."""
    manners: Manners


@dataclass(frozen=True, slots=True)
class Audience:
    """One list of one account, and the truth behind it."""

    account: int
    """Its place in the block."""
    day: int
    """Counted from the first day of the plan, which is 0."""
    seat: int
    followers: int
    """All of them, on the day that the list speaks of."""
    inside: int
    """Those who live in the constituency."""
    listed: tuple[tuple[str, int], ...]
    """What is told: the largest places, the largest first."""


def make_world(plan: Plan, electors: Floats, manners: Manners = USUAL) -> World:
    """Make the world of a state that is drawn in one block; `electors` one a constituency."""
    places = make_geography(plan.representatives, plan.chance(Stream.PLACES))
    chance = plan.chance(Stream.AUDIENCE)
    seats, districts = len(places.constituencies), len(places.districts)
    homes = np.arange(seats) * districts // seats
    urban = chance.beta(1.6, 2.4, seats)
    blocks = [[] for _ in range(districts)]  # type: list[list[int]]
    of_code = {place.code: number for number, place in enumerate(places.districts)}
    for number, block in enumerate(places.blocks):
        blocks[of_code[block.parent]].append(seats + districts + number)
    first_village = seats + districts + len(places.blocks)
    told = np.zeros((seats, first_village + VILLAGES * seats + 1))
    for district in range(districts):
        mine = np.flatnonzero(homes == district)
        _tell_district(told, mine, seats + district, blocks[district], urban, manners, chance)
    for seat in range(seats):
        villages = first_village + VILLAGES * seat + np.arange(VILLAGES)
        often = chance.uniform(0.1, 0.35) * manners.villages
        told[seat, villages] = often * chance.dirichlet(np.ones(VILLAGES))
        told[seat, -1] = chance.uniform(0.03, 0.15) * manners.nowhere
    told /= told.sum(axis=1, keepdims=True)
    return World(places, homes, electors, urban, told, _names(places, chance), manners)


def _tell_district(
    told: Floats,
    mine: Ints,
    city: int,
    blocks: list[int],
    urban: Floats,
    manners: Manners,
    chance: np.random.Generator,
) -> None:
    """Say by which names people of one district's constituencies go."""
    order = mine[np.argsort(-urban[mine])]
    head = order[0]
    wide = int(chance.integers(2, max(len(order), 2) + 1)) if chance.random() < WITH_CITY else 0
    for rank, seat in enumerate(order.tolist()):
        told[seat, seat] = (0.25 + 0.6 * urban[seat]) * chance.uniform(0.6, 1)
        if rank < wide:
            # A city that the state's names do not know as a town of its own: the district's.
            told[seat, city] = told[seat, seat] * chance.uniform(0.5, 8)
        elif seat != head:
            # Who lives around the largest town is told as of it.
            told[seat, head] = chance.beta(1.2, 5) * 0.9 * manners.around
        if len(mine) > 1:
            other = int(chance.choice(mine[mine != seat]))
            told[seat, other] += chance.uniform(0, 0.06) * manners.around
        if blocks:
            told[seat, blocks] += chance.uniform(0.02, 0.12) * chance.dirichlet(
                np.ones(len(blocks))
            )


def _names(places: Geography, chance: np.random.Generator) -> tuple[Name, ...]:
    """Give the names of the columns: constituencies, districts, blocks, villages."""
    known = [place.name for place in (*places.constituencies, *places.districts, *places.blocks)]
    ends = read_pairs("Khurd खुर्द, Kalan कलां, Tola टोला, Pipariya पिपरिया, Mal माल")
    villages = []
    for number in range(VILLAGES * len(places.constituencies)):
        name = known[int(chance.integers(len(known)))]
        if chance.random() < NAMESAKES:
            villages.append(name)
        else:
            end = ends[number % len(ends)]
            villages.append(
                Name(f"{name.latin} {end.latin} {number}", f"{name.hindi} {end.hindi} {number}")
            )
    return (*known, *villages)


def audiences(block: Block, world: World, days: range) -> Iterator[Audience]:
    """Give the lists of a block's connected accounts on some days, by day and account."""
    plan = block.plan
    chance = plan.chance(Stream.AUDIENCE, 1)
    connected = chance.random(len(block.rows)) < CONNECTED
    tells = np.array([slot.platform in LATE_DAYS for slot in SLOTS])[block.slots]
    accounts = np.flatnonzero(connected & tells).tolist()
    living = {account: _living(block, world, account) for account in accounts}
    for day in list_days(plan, days):
        for account in accounts:
            late = LATE_DAYS[SLOTS[block.slots[account]].platform]
            followers = int(block.true[account, max(day - late, 0)])
            if followers >= LEAST_FOLLOWERS and not block.withheld[account, day]:
                yield _list(block, world, account, day, followers, living[account])


def list_days(plan: Plan, days: range) -> list[int]:
    """Give those of the days on which places are told."""
    first = plan.days - 1 - EVERY_DAYS * (LISTS - 1)
    return [day for day in days if day >= first and (day - plan.days + 1) % EVERY_DAYS == 0]


@dataclass(frozen=True, slots=True)
class _Living:
    """Where an account's followers live."""

    home: float
    """The part in the constituency."""
    told_home: Floats
    told_else: Floats
    """By what names those in the constituency and all others go, nowhere last. Others may also
    be in other states, whose places come behind the world's."""
    is_hindi: bool


def _living(block: Block, world: World, account: int) -> _Living:
    """Draw where an account's followers live: nearer for a small one, in town for Instagram."""
    plan = block.plan
    chance = plan.chance(Stream.AUDIENCE, 2**20 + account)
    seat = int(block.reach.numbers[block.rows[account]])
    size = np.log10(max(float(block.true[account, plan.days - 1]), 10.0))
    pull = float(np.clip(1.6 - 0.22 * size + chance.normal(0, 0.2), 0.15, 1.1))
    near, state, away = chance.dirichlet(np.array([4.0 * pull, 2.2, 1.6 + 0.25 * size]))
    district = world.homes == world.homes[seat]
    weight = world.electors * chance.gamma(2.0, 0.5, len(district))
    inner = np.where(district, weight, 0.0)
    inner[seat] *= (
        chance.uniform(1.0, 9.0) * world.manners.gather
    )  # people gather around their own representative
    outer = np.where(district, 0.0, weight * (0.3 + world.urban) ** 2)
    lives = near * inner / inner.sum()
    if outer.sum():
        lives = lives + state * outer / outer.sum()
    home, lives[seat] = float(lives[seat]), 0.0
    # Users of Instagram are told by a town more often than those of Facebook.
    townly = 1.5 if SLOTS[block.slots[account]].platform is Platform.INSTAGRAM else 1.0
    leaning = np.where(np.arange(world.told.shape[1]) < len(world.homes), townly, 1.0)
    told_home = world.told[seat] * leaning
    big = chance.dirichlet(np.full(len(_AWAY), 0.7)) * 0.7
    small = chance.dirichlet(np.full(_AWAY_SMALL, 1.0)) * 0.3
    told_else = np.concatenate([(lives @ world.told) * leaning, away * big, away * small])
    return _Living(
        home / (home + lives.sum() + away),
        told_home / told_home.sum(),
        told_else / told_else.sum(),
        bool(chance.random() < IN_HINDI),
    )


def _list(
    block: Block, world: World, account: int, day: int, followers: int, living: _Living
) -> Audience:
    part = 2**40 + account * 2**16 + day
    chance = block.plan.chance(Stream.AUDIENCE, part)
    inside = int(chance.binomial(followers, living.home))
    counts = chance.multinomial(followers - inside, living.told_else)
    mine = chance.multinomial(inside, living.told_home)
    counts[: len(mine)] += mine
    counts[len(mine) - 1] = 0  # told nowhere
    largest = np.lexsort((np.arange(len(counts)), -counts))[:LONGEST]
    listed: dict[str, int] = {}
    spelling = block.plan.chance(Stream.AUDIENCE, 2**60 + account)
    for column in largest[counts[largest] > 0].tolist():
        name = _written(_label(world, column), spelling, is_hindi=living.is_hindi)
        listed[name] = listed.get(name, 0) + int(counts[column])
    seat = int(block.reach.numbers[block.rows[account]])
    return Audience(account, day, seat, followers, inside, tuple(listed.items()))


def _label(world: World, column: int) -> tuple[Name, Name]:
    """Give the name of a column, and of the state that it lies in."""
    if column < len(world.names):
        return world.names[column], STATE
    place = column - world.told.shape[1]
    if place < len(_AWAY):
        state = _AWAY_STATES[place]
        return _AWAY[place], Name(state.latin.replace("-", " "), state.hindi.replace("-", " "))
    number = place - len(_AWAY)
    state = _AWAY_STATES[number % len(_AWAY_STATES)]
    return Name(f"Bahar {number}", f"बाहर {number}"), Name(
        state.latin.replace("-", " "), state.hindi.replace("-", " ")
    )


def _written(label: tuple[Name, Name], chance: np.random.Generator, *, is_hindi: bool) -> str:
    """Write a place as a platform may: spelled otherwise, with its state or without."""
    name, state = label
    luck = chance.random(4)
    if is_hindi:
        written, behind = name.hindi, state.hindi
    else:
        written, behind = name.latin, state.latin
        if luck[0] < MISSPELLED:
            old, new = _SPELLINGS[int(luck[3] * len(_SPELLINGS))]
            written = written[:1] + written[1:].replace(old, new, 1)
        if luck[1] < LETTER_MISSING and len(written) > 4:
            gap = 1 + int(luck[3] * (len(written) - 2))
            written = written[:gap] + written[gap + 1 :]
    if luck[2] < BARE:
        return written
    return (
        f"{written}, {behind}, India"
        if luck[2] > 1 - BARE and not is_hindi
        else (f"{written}, {behind}")
    )


def day_of(plan: Plan, audience: Audience) -> date:
    """Give the date on which a list was told."""
    return plan.day(audience.day)


def seat_of(world: World, audience: Audience) -> Place:
    """Give the constituency of a list's representative."""
    return world.places.constituencies[audience.seat]
