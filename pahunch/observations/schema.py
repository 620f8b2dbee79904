"""The columns of the lake's tables, and which rows may enter them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from pahunch.facts import AccountKind, Platform, Precision
from pahunch.observations.errors import WrongMoment, WrongRows

MOMENT = pa.timestamp("us", "UTC")

OBSERVATIONS = pa.schema(
    [
        ("account", pa.string()),
        ("metric", pa.string()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("withheld", pa.bool_()),
        ("seen_at", MOMENT),
        ("precision", pa.string()),
        ("run", pa.string()),
        ("wording", pa.string()),
        ("source", pa.string()),
    ]
)
"""One observation a row. `low` and `high` are null where the answer was withheld; `high`
alone is null where no upper end is known; `seen_at` is null where the source has no date."""

WITHDRAWALS = pa.schema([("run", pa.string()), ("reason", pa.string()), ("at", MOMENT)])

ROSTER = pa.schema(
    [
        ("representative", pa.string()),
        ("electors", pa.int64()),
        ("account", pa.string()),
        ("platform", pa.string()),
        ("kind", pa.string()),
    ]
)
"""One row a bound representative and account: each account at most once a representative.
A representative without an account has one row, with nulls for the last three."""

SERIES = OBSERVATIONS.append(pa.field("withdrawn", pa.bool_())).append(
    pa.field("reason", pa.string())
)
"""What `series` gives: every column of a row, and whether and why its run was withdrawn."""

DAILY = pa.schema(
    [("place", pa.int32()), ("day", pa.int32()), ("low", pa.int64()), ("high", pa.int64())]
)
"""What `daily` gives: the latest row of each account and day, with the account's place in the
list that was asked and the day's number since 1970. Nulls: withheld, or no upper end."""

REASONS = pa.schema([("run", pa.string()), ("reason", pa.string())])

VERDICTS = pa.schema(
    [
        ("representative", pa.string()),
        ("electors", pa.int64()),
        ("target", pa.int64()),
        ("accounts", pa.int64()),
        ("measured", pa.int64()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("standing", pa.string()),
        ("oldest", MOMENT),
        ("newest", MOMENT),
    ]
)
"""What `reach` gives: one row a representative, in the order of the roster."""

MOST = 10**15
"""No count of people, posts or views is larger; a larger one is a mistake in a file."""
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(2200, 1, 1, tzinfo=UTC)


def moment(value: datetime) -> datetime:
    """Give an aware moment in UTC. Raises WrongMoment where it has no time zone."""
    if value.tzinfo is None or value.utcoffset() is None:
        raise WrongMoment(f"{value.isoformat()} has no time zone")
    return value.astimezone(UTC)


def observations(run: str, rows: pa.Table | pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Give the rows of a run as checked batches of OBSERVATIONS, reading as it goes.

    Raises WrongRows at the first batch that has a row that may not enter.
    """
    _same_columns(rows.schema, OBSERVATIONS)
    start = 0
    for batch in rows.to_batches() if isinstance(rows, pa.Table) else rows:
        shaped = shape(batch, OBSERVATIONS)
        _check_observations(run, shaped, start)
        start += shaped.num_rows
        yield shaped


def checked_run(run: str, rows: pa.Table, wanted: pa.Schema, moment: str) -> pa.Table:
    """Give a run's rows in the shape of a further table. Raises WrongRows.

    Every row is of the run and of an account, and has a moment; ends are no lower than 0 and
    the right way round.
    """
    _same_columns(rows.schema, wanted)
    batches = [shape(batch, wanted) for batch in rows.to_batches()]
    start = 0
    for batch in batches:
        column = {name: batch.column(name) for name in wanted.names}
        rules = [
            ("run", pc.equal(column["run"], run), f"every row must be of run {run!r}"),
            ("account", _written(column["account"]), "no account"),
            (moment, pc.is_valid(column[moment]), "no moment"),
        ]
        if "low" in column:
            low, high = column["low"], column["high"]
            rules += [
                ("low", _or_null(pc.greater_equal(low, 0)), "negative"),
                ("high", _or_null(pc.greater_equal(high, low)), "below the lower end"),
                ("high", _or_null(pc.less_equal(high, MOST)), "too large to be true"),
            ]
        _refuse(tuple(rules), column, start)
        start += batch.num_rows
    return pa.Table.from_batches(batches, wanted)


def roster(batches: pa.Table | pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Give a roster's rows as checked batches of ROSTER, reading as it goes."""
    _same_columns(batches.schema, ROSTER)
    start = 0
    for batch in batches.to_batches() if isinstance(batches, pa.Table) else batches:
        shaped = shape(batch, ROSTER)
        _check_roster(shaped, start)
        start += shaped.num_rows
        yield shaped


def shape(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Put a batch's columns into a schema's order and types, losing nothing."""
    columns = []
    for field in schema:
        column = batch.column(batch.schema.get_field_index(field.name))
        try:
            columns.append(column if column.type == field.type else column.cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise WrongRows(f"column {field.name}: {error}") from error
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _same_columns(given: pa.Schema, wanted: pa.Schema) -> None:
    if sorted(given.names) != sorted(wanted.names):
        raise WrongRows(
            f"the columns must be {', '.join(wanted.names)}; these are {', '.join(given.names)}"
        )
    for field in wanted:
        naive = pa.types.is_timestamp(given.field(field.name).type) and (
            given.field(field.name).type.tz is None
        )
        if naive:
            raise WrongRows(f"column {field.name}: a time without a time zone")


def _check_observations(run: str, batch: pa.RecordBatch, start: int) -> None:
    column = {name: batch.column(name) for name in batch.schema.names}
    low, high, withheld, seen_at = (column[n] for n in ("low", "high", "withheld", "seen_at"))
    dated = pc.is_valid(seen_at)
    numbered = pc.invert(withheld)
    exactness = pa.array([str(precision) for precision in Precision])
    rules = (
        ("run", pc.equal(column["run"], run), f"every row must be of run {run!r}"),
        ("account", _written(column["account"]), "no account"),
        ("metric", _written(column["metric"]), "no metric"),
        ("withheld", pc.is_valid(withheld), "neither withheld nor given"),
        ("low", pc.equal(numbered, pc.is_valid(low)), "withheld and a number, or neither"),
        ("high", pc.or_(numbered, pc.is_null(high)), "withheld, and yet with an upper end"),
        ("low", _or_null(pc.greater_equal(low, 0)), "negative"),
        ("high", _or_null(pc.greater_equal(high, low)), "below the lower end"),
        ("low", _or_null(pc.less_equal(low, MOST)), "too large to be true"),
        ("high", _or_null(pc.less_equal(high, MOST)), "too large to be true"),
        ("precision", pc.is_in(column["precision"], exactness), "not a known precision"),
        (
            "precision",
            pc.equal(dated, pc.not_equal(column["precision"], str(Precision.UNKNOWN))),
            "a date without a precision, or a precision without a date",
        ),
        ("seen_at", _or_null(pc.greater_equal(seen_at, pa.scalar(_FIRST))), "before 1970"),
        ("seen_at", _or_null(pc.less(seen_at, pa.scalar(_LAST))), "after 2199"),
    )
    _refuse(rules, column, start)


def _check_roster(batch: pa.RecordBatch, start: int) -> None:
    column = {name: batch.column(name) for name in batch.schema.names}
    bound = pc.is_valid(column["account"])
    platforms = pa.array([str(platform) for platform in Platform])
    kinds = pa.array([str(kind) for kind in AccountKind])
    rules = (
        ("representative", _written(column["representative"]), "no representative"),
        ("electors", pc.fill_null(pc.greater(column["electors"], 0), False), "not positive"),  # noqa: FBT003
        ("electors", _or_null(pc.less_equal(column["electors"], MOST)), "too large to be true"),
        ("account", _or_null(pc.not_equal(column["account"], "")), "empty"),
        ("platform", pc.equal(bound, pc.is_in(column["platform"], platforms)), "not a platform"),
        ("kind", pc.equal(bound, pc.is_in(column["kind"], kinds)), "not a kind of account"),
    )
    _refuse(rules, column, start)


def _written(column: pa.Array) -> pa.Array:
    return pc.greater(pc.fill_null(pc.binary_length(column), 0), 0)


def _or_null(check: pa.Array) -> pa.Array:
    return pc.fill_null(check, True)  # noqa: FBT003


def _refuse(
    rules: tuple[tuple[str, pa.Array, str], ...], column: dict[str, pa.Array], start: int
) -> None:
    for name, holds, words in rules:
        if not pc.all(pc.fill_null(holds, False), min_count=0).as_py():  # noqa: FBT003
            row = pc.index(pc.fill_null(holds, False), False).as_py()  # noqa: FBT003
            value = column[name][row].as_py()
            raise WrongRows(f"row {start + row + 1}, column {name}: {value!r}: {words}")
