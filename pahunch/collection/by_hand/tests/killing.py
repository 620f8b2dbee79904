"""Kill entering and confirming at random moments, again and again, and look at what is left.

    DJANGO_SETTINGS_MODULE=pahunch.settings PAHUNCH_HOME=$(mktemp -d) python -c \
        "import django; django.setup(); \
         from pahunch.collection.by_hand.tests.killing import main; main(100, seed=7)"

A child enters and confirms one reading and is killed with SIGKILL; another child recovers
and looks. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from pahunch.collection import files
from pahunch.collection.actions import recover
from pahunch.collection.by_hand.actions import Screen, confirm_reading, enter_reading
from pahunch.collection.by_hand.tests.pictures import shot
from pahunch.collection.models import HandReading, Import
from pahunch.collection.tests.killing import answer_of, in_child
from pahunch.collection.tests.town import build
from pahunch.observations import Lake
from pahunch.registry.models import Account, Person, Source
from pahunch.staff.deeds import verify
from pahunch.staff.models import Deed, User
from tests.people import assemble


def prepare_home(rounds: int) -> None:
    """Make a town with one channel a round."""
    call_command("migrate", verbosity=0)
    build()
    assemble(state="up/")
    owner, source = Person.objects.get(slug="meena-bai"), Source.objects.get()
    Account.objects.bulk_create(
        Account(key=key(n), platform="whatsapp", kind="office", person=owner, source=source)
        for n in range(rounds + 1)
    )


def key(number: int) -> str:
    return f"whatsapp:~channel-{number}"


def do(number: int, picture: bytes) -> dict[str, object]:
    """Enter a reading as the district officer and confirm it as the state cell."""
    account, now = Account.objects.get(key=key(number)), timezone.now()
    meena, asha = User.objects.get(username="meena"), User.objects.get(username="asha")
    meena.grants.update(division_path="up/up-ac-3/")
    reading = enter_reading(account, Screen("12.3K", now, picture), by=meena, now=now)
    confirm_reading(reading, "12.3K", by=asha, now=now)
    return {"done": True}


def look(number: int) -> dict[str, object]:
    """Recover, and count everything that the round could have left."""
    recover(timezone.now())
    readings = list(HandReading.objects.filter(account__key=key(number)))
    runs = [one.run for one in readings]
    confirmed = [one for one in readings if one.state == "confirmed"]
    kept = {path.name for path in settings.UPLOADS.glob("*")}
    every = set(HandReading.objects.values_list("evidence", flat=True))
    return {
        "readings": len(readings),
        "confirmed": len(confirmed),
        "imports": Import.objects.filter(run__in=runs, stage="done").count(),
        "rows": Lake(settings.LAKE).at().series([key(number)]).num_rows,
        "deeds": Deed.objects.filter(subject__in=[f"reading:{one.pk}" for one in readings]).count(),
        "stray": len(kept - every) + len(list(files.journal().glob("*"))),
        "lost": len(every - kept),
        "chain": verify().is_whole,
    }


MOMENTS = ("", "reading-*", "hand-*")
"""What stands in the journal before the clock of a kill begins to run."""
ALWAYS = {"stray": 0, "lost": 0, "chain": True}
ENDS = {
    "nothing": dict.fromkeys(("readings", "confirmed", "imports", "rows", "deeds"), 0),
    "entered": {"readings": 1, "confirmed": 0, "imports": 0, "rows": 0, "deeds": 1},
    "confirmed": {"readings": 1, "confirmed": 1, "imports": 1, "rows": 1, "deeds": 2},
}


def judge(found: dict[str, object]) -> str:
    """Name the end that was found; "half" is what the test is for."""
    ends = (name for name, wanted in ENDS.items() if found == wanted | ALWAYS)
    return next(ends, "half")


def wait_for(pattern: str, reader: int) -> None:
    while pattern and not list(files.journal().glob(pattern)):
        if select.select([reader], [], [], 0.0005)[0]:
            return


def kill_many(kills: int, seed: int) -> dict[str, object]:
    chance = random.Random(seed)
    results: Counter[str] = Counter()
    broken: list[object] = []
    started = time.monotonic()
    assert answer_of(*in_child(partial(do, kills, shot(f"round {kills}")))) == {"done": True}
    span = time.monotonic() - started
    for number in range(kills):
        child, reader = in_child(partial(do, number, shot(f"round {number}")))
        # Of three kills one comes at any moment, and one each while something is written.
        wait_for(MOMENTS[number % 3], reader)
        waited = chance.random() * (span * 1.05 if number % 3 == 0 else 0.06)
        ready, _, _ = select.select([reader], [], [], waited)
        os.kill(child, signal.SIGKILL)
        said = answer_of(child, reader)
        found = answer_of(*in_child(partial(look, number)))
        end = judge(found)
        if said.get("failed") or end == "half":
            broken.append({"round": number, "said": said, "found": found})
        results[end] += 1
        results["killed"] += not ready
    return {"kills": kills, "seed": seed, **results, "seconds_of_one": span, "broken": broken}


def main(kills: int, seed: int) -> None:
    """Kill, look, and print what was found."""
    prepare_home(kills)
    connections.close_all()
    sys.stdout.write(json.dumps(kill_many(kills, seed)))
