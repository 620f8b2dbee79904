"""Making the made-up state, through the same doors that facts and counts come in by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from pahunch.directives.load import load_directives
from pahunch.observations import OBSERVATIONS, ROSTER, Lake
from pahunch.registry.load import load_folder
from pahunch.registry.models import Division
from pahunch.simulation import AlreadyMade, BadPlan
from pahunch.simulation.folder import write_folder
from pahunch.simulation.followers import Block, draw_block
from pahunch.simulation.geography import CODE, STATE
from pahunch.simulation.orders import directives
from pahunch.simulation.placing import add_places, lists_of, write_truth
from pahunch.simulation.plan import Plan
from pahunch.simulation.posting import add_posts
from pahunch.simulation.posting import write_truth as write_habits
from pahunch.simulation.tables import observations, roster
from pahunch.simulation.truth import Made, Truth, writing
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

LARGE = 20_000
"""Above so many representatives the state lives in the lake alone."""

CHECKPOINTED = 500_000
"""Above so many, sorting out the latest counts would take more memory than making the state."""
PLACED = 1_000
"""Above so many no places of followers are told: where they live would fill the memory."""
NIGHTS = 31
"""Nights of which a small state keeps each day's latest counts."""
USUAL = (7, 230, 730)
"""Seed, representatives and days of the state that the documents show."""

Watch = Callable[[str, int, int], None]
"""Hears what is being done, for how many more representatives it was done, and of how many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. None: as the state that is there has it, else `USUAL`."""

    seed: int | None = None
    representatives: int | None = None
    days: int | None = None
    until: date | None = None
    """None: yesterday."""

    def numbers(self, usual: tuple[int, int, int]) -> tuple[int, int, int]:
        """Give seed, representatives and days, with the usual one for each not asked for."""
        asked = (self.seed, self.representatives, self.days)
        seed, people, days = (
            usual[place] if number is None else number for place, number in enumerate(asked)
        )
        return seed, people, days


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was made, or found made before."""

    plan: Plan
    is_new: bool
    """False where the state was complete already and nothing was done."""
    is_large: bool
    rows: int
    """Observations added."""
    events: int
    """Things planted, as the truth file lists them."""
    lake_version: str

    @property
    def lists(self) -> list[str]:
        """Names of the two directives, and of the rosters of a large state."""
        return [f"{CODE}-ministers", f"{CODE}-members"]


def truth_folder() -> Path:
    """Give the folder of the truth files."""
    return Path(settings.HOME) / "truth"


@action("simulation.make_state")
def make_state(
    asked: Asked, *, by: User | None, at: datetime, watch: Watch = lambda *_: None
) -> Simulated:
    """Make the state, or go on with it to a later day; the same again changes nothing.

    Raises BadPlan, and AlreadyMade where the state was made from other numbers. A making
    that was cut short is taken up again by the same call.
    """
    lake, folder = Lake(settings.LAKE), truth_folder()
    made = Made.read(folder)
    plan = _plan(asked, made, at)
    large = plan.representatives > LARGE
    if made and made.complete_to >= plan.last_day.isoformat():
        return Simulated(plan, False, large, 0, 0, str(lake.version()))  # noqa: FBT003
    if made is None:
        made = Made.of(plan)
        made.write(folder)
    _load_registry(plan, large=large, by=by, at=at)
    rows, events = _add_counts(plan, made, lake, folder, watch)
    if large:
        _write_rosters(plan, lake, watch)
    if plan.representatives <= CHECKPOINTED:
        lake.checkpoint(*_checkpointed(plan), zone=timezone.get_default_timezone())
    made.complete(plan.last_day).write(folder)
    detail = {"seed": plan.seed, "representatives": plan.representatives, "rows": rows}
    record("simulation.state_made", f"division:{CODE}", by=by, at=at, detail=detail)
    return Simulated(plan, True, large, rows, events, str(lake.version()))  # noqa: FBT003


def _plan(asked: Asked, made: Made | None, at: datetime) -> Plan:
    """Plan a new state, or the known one with the days that have passed since."""
    today = timezone.localdate(at)
    yesterday = today - timedelta(days=1)
    if asked.until and asked.until > today:
        raise BadPlan(f"until is {asked.until}; nothing can be counted after today, {today}")
    if made is None:
        if Division.objects.filter(code=CODE).exists():
            raise AlreadyMade(
                f"The registry has {STATE.latin}, and the note of how it was made is gone from "
                f"{truth_folder()}. Restore the note, or use another PAHUNCH_HOME."
            )
        seed, representatives, days = asked.numbers(USUAL)
        return Plan(seed, representatives, days, asked.until or yesterday)
    before = (made.seed, made.representatives, made.days)
    if asked.numbers(before) != before:
        raise AlreadyMade(
            f"{STATE.latin} is here already, made with --seed {made.seed} --representatives "
            f"{made.representatives} --days {made.days}. Nothing was changed. For another one "
            "use another PAHUNCH_HOME."
        )
    plan = Plan(made.seed, made.representatives, made.days, date.fromisoformat(made.until))
    extra = ((asked.until or yesterday) - plan.until).days
    return replace(plan, extra_days=max(0, extra))


def _load_registry(plan: Plan, *, large: bool, by: User | None, at: datetime) -> None:
    with TemporaryDirectory(prefix="pahunch-simulate-") as temporary:
        folder = Path(temporary) / CODE
        folder.mkdir()
        write_folder(plan, folder, people_too=not large)
        load_folder(folder, by=by, at=at)
    # A page judges today; a state that ends long ago says itself which day to look at.
    is_old = timezone.localdate(at) - plan.last_day > timedelta(days=2)
    rows = directives(plan, rosters=large, usual_day=plan.last_day if is_old else None)
    load_directives(rows, by=by, at=at)


def _add_counts(plan: Plan, made: Made, lake: Lake, folder: Path, watch: Watch) -> tuple[int, int]:
    """Append the days that are missing, and write the truth about all of them.

    A state of one block goes in as one run a month, as collecting would bring it, so that a
    question about a day opens few files; a larger one as one run, streamed.
    """
    days = range(_days_complete(plan, made), plan.all_days)
    with writing(plan, folder, every_day=plan.representatives <= LARGE) as truth:
        if plan.blocks == 1:
            block = draw_block(plan, 0)
            truth.add(block)
            rows = sum(_append_month(lake, block, month) for month in months(plan, days))
            if plan.representatives <= PLACED:
                _add_places(lake, block, days, folder)
                add_posts(lake, block, f"{run_name(plan, days)}-posts", days)
                write_habits(folder, block)
            watch("counts", plan.representatives, plan.representatives)
            return rows, truth.events
        run = run_name(plan, days)
        counted = _Counted(plan, run, days, truth, watch)
        if lake.has_run(run):
            for _ in counted:
                pass
            return 0, truth.events
        lake.append(run, pa.RecordBatchReader.from_batches(OBSERVATIONS, iter(counted)))
        return counted.rows, truth.events


def _add_places(lake: Lake, block: Block, days: range, folder: Path) -> None:
    """Add the lists of places of some days, and write the truth about all of them."""
    lists = lists_of(block, range(block.plan.all_days))
    for month in months(block.plan, days):
        told = [each for each in lists if each.day in month]
        add_places(lake, block, f"{run_name(block.plan, month)}-places", told)
    write_truth(folder, block, lists)


def _append_month(lake: Lake, block: Block, days: range) -> int:
    run = run_name(block.plan, days)
    if lake.has_run(run):
        return 0
    batch = observations(block, run, days)
    lake.append(run, pa.Table.from_batches([batch], OBSERVATIONS))
    return int(batch.num_rows)


def _checkpointed(plan: Plan) -> list[date]:
    """Give the days whose latest counts are kept, for a state of one block as if it were tidied.

    Those are the month ends, and each night of the last weeks: the days that people look at.
    """
    if plan.blocks > 1:
        return [plan.last_day]
    ends = {month.stop - 1 for month in months(plan, range(plan.all_days))}
    nights = range(max(plan.all_days - NIGHTS, 0), plan.all_days)
    return [plan.day(number) for number in sorted(ends | set(nights))]


def months(plan: Plan, days: range) -> Iterator[range]:
    """Cut days of the plan where a calendar month ends."""
    start = days.start
    for number in days:
        is_last = number == days.stop - 1
        if is_last or plan.day(number).month != plan.day(number + 1).month:
            yield range(start, number + 1)
            start = number + 1


def run_name(plan: Plan, days: range) -> str:
    """Name the run that brings some days."""
    first, last = plan.day(days.start), plan.day(days.stop - 1)
    return f"simulate-{CODE}-{plan.seed}-{plan.representatives}-{first}-to-{last}"


def _days_complete(plan: Plan, made: Made) -> int:
    if not made.complete_to:
        return 0
    return (date.fromisoformat(made.complete_to) - plan.first_day).days + 1


class _Counted:
    """The batches of a run, counted and noted in the truth as they pass."""

    def __init__(self, plan: Plan, run: str, days: range, truth: Truth, watch: Watch) -> None:
        self.rows = 0
        self._plan, self._run, self._days = plan, run, days
        self._truth, self._watch = truth, watch

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for number in range(self._plan.blocks):
            block = draw_block(self._plan, number)
            self._truth.add(block)
            batch = observations(block, self._run, self._days)
            self.rows += batch.num_rows
            yield batch
            self._watch("counts", len(block.reach.numbers), self._plan.representatives)


def _write_rosters(plan: Plan, lake: Lake, watch: Watch) -> None:
    for name, ministers in ((f"{CODE}-ministers", True), (f"{CODE}-members", False)):
        hears = partial(_hear, watch, name, plan.representatives)
        batches = roster(plan, ministers=ministers, watch=hears)
        lake.write_roster(name, pa.RecordBatchReader.from_batches(ROSTER, batches))


def _hear(watch: Watch, what: str, total: int, done: int) -> None:
    watch(what, done, total)
