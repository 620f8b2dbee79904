"""The files of the registry: every table, every column, and what a cell may say.

`pahunch registry import` and `export`, the corrections and `docs/registry.md` all read
these rows, so a column is described once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pahunch.facts import AccountKind, Platform
from pahunch.registry import models
from pahunch.registry.columns import Column, Sort, Table
from pahunch.registry.names import (
    DepartmentKind,
    DivisionKind,
    PostKind,
    Rank,
    Reservation,
    Status,
)


def _text(name: str, words: str, **more: Any) -> Column:
    return Column(name, Sort.TEXT, words, **more)


def _code(name: str, words: str, **more: Any) -> Column:
    return Column(name, Sort.CODE, words, required=True, fixed=True, **more)


def _to(name: str, table: str, words: str, **more: Any) -> Column:
    return Column(name, Sort.REFERENCE, words, to=table, **more)


def _choice(name: str, choices: Iterable[Any], words: str, **more: Any) -> Column:
    values = tuple(str(choice.value) for choice in choices)
    return Column(name, Sort.CHOICE, words, choices=values, **more)


NAME = _text("name", "Its name in English letters.", required=True)
NAME_HI = _text("name_hi", "Its name in Hindi.")
STARTS = Column("starts", Sort.DATE, "Its first day; empty: as far back as is known.")
ENDS = Column("ends", Sort.DATE, "Its last day; empty: it has not ended.")
FACT = (
    _text(
        "source",
        "Where anybody can look it up: an address, a document, a name.",
        required=True,
        longest=500,
        at="source__text",
    ),
    Column(
        "as_of",
        Sort.PARTIAL,
        "When the source said so: a day, a month, a year.",
        at="source__as_of",
    ),
    Column("verified", Sort.YES_NO, "Whether somebody has confirmed it."),
    _text("note", "What else must be known to read the row honestly.", longest=500),
)

_ALL = (
    Table(
        "divisions",
        "division",
        models.Division,
        "Places: the state, its divisions, districts, blocks and constituencies.",
        ("code",),
        (
            _code("code", "Its own code, unique in the installation.", longest=40),
            _choice("kind", DivisionKind, "What sort of place it is.", required=True, fixed=True),
            NAME,
            NAME_HI,
            Column("number", Sort.NUMBER, "The constituency's number, or the LGD code."),
            _choice("reservation", Reservation, "For whom a constituency is reserved."),
            _text("lok_sabha", "The Lok Sabha seat a constituency lies in."),
            STARTS,
            ENDS,
            Column("tile_column", Sort.NUMBER, "Its column on the tile map."),
            Column("tile_row", Sort.NUMBER, "Its row on the tile map."),
            *FACT,
        ),
        ("path",),
        ordered=True,
    ),
    Table(
        "placements",
        "placement",
        models.Placement,
        "Which place lies in which, from when to when. Every place but a state needs one.",
        ("child", "starts"),
        (
            _to("child", "divisions", "The place inside.", required=True, fixed=True),
            _to("parent", "divisions", "The wider place around it.", required=True),
            STARTS,
            ENDS,
            *FACT,
        ),
        ("child__path",),
        ordered=True,
    ),
    Table(
        "rolls",
        "roll",
        models.Roll,
        "Electoral rolls of a state.",
        ("code",),
        (
            _code("code", "Its own code.", longest=60),
            _to("state", "divisions", "The state.", required=True, fixed=True),
            Column("year", Sort.NUMBER, "The year of the roll.", required=True),
            NAME,
            NAME_HI,
            Column("published_on", Sort.DATE, "The day it was published."),
            *FACT,
        ),
        ("state__code",),
    ),
    Table(
        "electors",
        "electors",
        models.Electors,
        "How many electors a roll counts in a constituency.",
        ("roll", "division"),
        (
            _to("roll", "rolls", "The roll.", required=True, fixed=True),
            _to("division", "divisions", "The constituency.", required=True, fixed=True),
            Column("electors", Sort.NUMBER, "How many people are on it.", required=True),
            *FACT,
        ),
        ("roll__state__code",),
    ),
    Table(
        "people",
        "person",
        models.Person,
        "People who hold or held a post, or whose accounts are counted.",
        ("slug",),
        (
            _code("slug", "Their own code.", longest=100),
            _to("state", "divisions", "The state whose registry knows them."),
            NAME,
            NAME_HI,
            *FACT,
        ),
        ("state__code", "memberships__post__state__code"),
    ),
    Table(
        "other_names",
        "other_name",
        models.OtherName,
        "Other spellings under which sources know a person.",
        ("person", "name"),
        (
            _to("person", "people", "The person.", required=True, fixed=True),
            _text("name", "The other spelling.", required=True, fixed=True),
            *FACT,
        ),
        ("person__state__code", "person__memberships__post__state__code"),
    ),
    Table(
        "posts",
        "post",
        models.Post,
        "Posts that somebody can hold.",
        ("code",),
        (
            _code("code", "Its own code.", longest=60),
            _to("state", "divisions", "The state.", required=True, fixed=True),
            _choice("kind", PostKind, "What sort of post it is.", required=True),
            NAME,
            NAME_HI,
            *FACT,
        ),
        ("state__code",),
    ),
    Table(
        "memberships",
        "membership",
        models.Membership,
        "Who held which post for which constituency, from when to when.",
        ("code",),
        (
            _code("code", "Its own code.", longest=200),
            _to("person", "people", "The person.", required=True),
            _to("post", "posts", "The post.", required=True),
            _to("division", "divisions", "The constituency; empty: nobody elected them."),
            Column("starts", Sort.DATE, "The first day in the post.", required=True),
            Column("ends", Sort.DATE, "The last day in the post; empty: still in it."),
            _choice("rank", Rank, "A minister's rank."),
            Column("portfolios", Sort.LIST, "A minister's portfolios.", longest=2_000),
            _text("party", "The party, as the source shortens it.", longest=40),
            *FACT,
        ),
        ("post__state__code",),
        ordered=True,
        unique=(("person", "post", "starts"),),
    ),
    Table(
        "departments",
        "department",
        models.Department,
        "Departments, party units and offices of posts.",
        ("code",),
        (
            _code("code", "Its own code.", longest=100),
            _to("state", "divisions", "The state.", required=True, fixed=True),
            _choice("kind", DepartmentKind, "What sort of organisation it is.", required=True),
            NAME,
            NAME_HI,
            Column("number", Sort.NUMBER, "The LGD code of the organisation."),
            *FACT,
        ),
        ("state__code",),
    ),
    Table(
        "accounts",
        "account",
        models.Account,
        "Accounts, each of exactly one person, department or division.",
        ("key",),
        (
            _text(
                "key",
                "`platform:id` with the platform's own id; while that is unknown, "
                "`platform:~name` with a name of ours.",
                required=True,
                fixed=True,
            ),
            _choice("platform", Platform, "The platform.", required=True, fixed=True),
            _text("platform_id", "The platform's own id, where it is known.", longest=180),
            _choice("kind", AccountKind, "In whose name it speaks.", required=True),
            _to("person", "people", "The person who owns it."),
            _to("department", "departments", "The department that owns it."),
            _to("division", "divisions", "The place that owns it (a district's office)."),
            *FACT,
        ),
        (
            "person__state__code",
            "person__memberships__post__state__code",
            "department__state__code",
            "division__path",
        ),
        unique=(("platform", "platform_id"),),
    ),
    Table(
        "handles",
        "handle",
        models.Handle,
        "What an account was called, from when to when.",
        ("account", "handle", "starts"),
        (
            _to("account", "accounts", "The account.", required=True, fixed=True),
            _text("handle", "The handle without the @.", required=True, fixed=True, longest=180),
            STARTS,
            ENDS,
            *FACT,
        ),
        (
            "account__person__state__code",
            "account__person__memberships__post__state__code",
            "account__department__state__code",
            "account__division__path",
        ),
        ordered=True,
    ),
    Table(
        "statuses",
        "status",
        models.AccountStatus,
        "What became of an account on a day. Suspended, deleted and closed ones do not count.",
        ("account", "since"),
        (
            _to("account", "accounts", "The account.", required=True, fixed=True),
            _choice("status", Status, "What became of it.", required=True),
            Column("since", Sort.DATE, "The first day.", required=True, fixed=True),
            *FACT,
        ),
        (
            "account__person__state__code",
            "account__person__memberships__post__state__code",
            "account__department__state__code",
            "account__division__path",
        ),
    ),
    Table(
        "corrections",
        "correction",
        models.Correction,
        "Fields that somebody corrected by hand: a later import leaves them as they stand.",
        ("table", "key", "field"),
        (
            _text("table", "The file of the corrected row.", required=True, fixed=True, longest=40),
            _text("key", "The row, by its key columns.", required=True, fixed=True, longest=300),
            _text("field", "The column.", required=True, fixed=True, longest=40),
            _text("value", "What it was corrected to.", longest=2_000),
            _text("reason", "Why.", required=True, longest=500),
            Column("made_at", Sort.MOMENT, "When.", required=True),
        ),
        (),
    ),
)

TABLES = {table.name: table for table in _ALL}
"""Every table by the name of its file, in the order in which they are written."""

TABLE_OF_ONE = {table.one: table for table in _ALL}
"""Every table by the word for one of its rows."""
