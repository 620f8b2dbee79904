"""Kill an import at a random moment, again and again, and look at what is left.

    DJANGO_SETTINGS_MODULE=pahunch.settings PAHUNCH_HOME=$(mktemp -d) python -c \
        "import django; django.setup(); \
         from pahunch.collection.tests.killing import main; main(200, seed=7)"

A warm parent, which has never opened the lake, forks a child that runs the real command;
the child is killed with SIGKILL; another child recovers and looks. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from pahunch.collection import files
from pahunch.collection.actions import recover
from pahunch.collection.models import Import
from pahunch.observations import Lake
from pahunch.registry.models import Account, Division, Person, Source
from pahunch.staff.deeds import verify
from pahunch.staff.models import Deed

ROWS = 300
KINDS = ("office", "personal", "party")


def in_child(work: Callable[[], object]) -> tuple[int, int]:
    """Run work in a fork; give its process id and the end of a pipe with its answer."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    os.close(reader)
    try:
        answer = json.dumps(work())
    except BaseException:  # noqa: BLE001 the rim of a child: whatever it was, the parent hears it
        answer = json.dumps({"failed": traceback.format_exc()})
    with os.fdopen(writer, "w") as pipe:
        pipe.write(answer)
    os._exit(0)


def answer_of(child: int, reader: int) -> dict[str, object]:
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return dict(json.loads(text)) if text else {}


def prepare_home(rounds: int) -> None:
    """Make a state with one person a round, so that every import makes accounts."""
    call_command("migrate", verbosity=0)
    source = Source.objects.create(text="made up")
    state = Division.objects.create(
        code="up", kind="state", name="Udaharan Pradesh", path="up/", source=source
    )
    Person.objects.bulk_create(
        Person(slug=f"person-{n}", name=f"Vyakti {n}", state=state, source=source)
        for n in range(rounds + 1)
    )


def write_counts(path: Path, number: int) -> None:
    lines = ["person,account_kind,platform,followers,as_of,source"]
    lines += [
        f"Vyakti {number},{KINDS[n % 3]},x,{n + 1},2023-01-{n % 28 + 1:02d},made up"
        for n in range(ROWS)
    ]
    path.write_text("\n".join(lines) + "\n")


def bring(path: Path) -> dict[str, object]:
    with Path(os.devnull).open("w") as silent:
        call_command("import", "counts", str(path), "--state", "up", stdout=silent)
    return {"brought": True}


def look(number: int) -> dict[str, object]:
    """Recover, and count everything that the run could have left."""
    unfinished = Import.objects.unfinished().count()
    recover(timezone.now())
    name = f"round-{number}.csv"
    imports = list(Import.objects.filter(file_name=name))
    keys = [f"x:~person-{number}-{kind}" for kind in KINDS]
    seen = Lake(settings.LAKE).at().series(keys)
    return {
        "carried_on": unfinished,
        "imports": len(imports),
        "done": sum(imported.stage == "done" for imported in imports),
        "rows": seen.num_rows,
        "accounts": Account.objects.filter(key__in=keys).count(),
        "deeds": Deed.objects.filter(
            subject__in=[f"import:{imported.run}" for imported in imports]
        ).count(),
        "all_deeds": Deed.objects.count() - Import.objects.count(),
        "files": sum((settings.UPLOADS / i.checksum).exists() for i in imports),
        "stray": len(list(settings.UPLOADS.glob("*"))) - Import.objects.count()
        + len(list(files.journal().glob("*"))),
        "chain": verify().is_whole,
    }  # fmt: skip


WHOLE = {"imports": 1, "done": 1, "rows": ROWS, "accounts": 3, "deeds": 1, "files": 1}
ABSENT = dict.fromkeys(WHOLE, 0)
ALWAYS = {"all_deeds": 0, "stray": 0, "chain": True}


def judge(found: dict[str, object]) -> str:
    """Say "whole" or "absent"; anything else is what the test is for."""
    plain = {name: value for name, value in found.items() if name != "carried_on"}
    for name, wanted in (("whole", WHOLE), ("absent", ABSENT)):
        if plain == wanted | ALWAYS:
            return name
    return "half"


def time_of_one(folder: Path, number: int) -> float:
    """Let one import live, to know between which moments to kill."""
    path = folder / f"round-{number}.csv"
    write_counts(path, number)
    started = time.monotonic()
    said = answer_of(*in_child(partial(bring, path)))
    assert said == {"brought": True}, said
    return time.monotonic() - started


def wait_for_journal(reader: int) -> None:
    while not list(files.journal().glob("*.parquet")):
        if select.select([reader], [], [], 0.001)[0]:
            return


def kill_many(kills: int, seed: int) -> dict[str, object]:
    chance = random.Random(seed)
    folder = Path(settings.HOME)
    results: Counter[str] = Counter()
    broken = []
    spans = [time_of_one(folder, kills)]
    for number in range(kills):
        path = folder / f"round-{number}.csv"
        write_counts(path, number)
        started = time.monotonic()
        child, reader = in_child(partial(bring, path))
        span = chance.random() * max(spans[-20:]) * 1.05
        if number % 2:
            # Every other kill comes while the run is on its way into database and lake.
            wait_for_journal(reader)
            span = chance.random() * 0.15
        ready, _, _ = select.select([reader], [], [], span)
        if ready:
            spans.append(time.monotonic() - started)
        os.kill(child, signal.SIGKILL)
        said = answer_of(child, reader)
        found = answer_of(*in_child(partial(look, number)))
        outcome = judge(found)
        if said.get("failed") or outcome == "half":
            broken.append({"round": number, "said": said, "found": found})
        results[outcome] += 1
        results["killed"] += not ready
        results["carried on"] += bool(found.get("carried_on"))
    return {"kills": kills, "seed": seed, **results, "seconds_of_one": spans[0], "broken": broken}


def main(kills: int, seed: int) -> None:
    """Kill, look, and print what was found."""
    prepare_home(kills)
    connections.close_all()
    sys.stdout.write(json.dumps(kill_many(kills, seed)))
