"""Kill sending at random moments, again and again, and hold the notes against what arrived.

    DJANGO_SETTINGS_MODULE=pahunch.settings PAHUNCH_HOME=$(mktemp -d) python -c \
        "import django; django.setup(); \
         from pahunch.directives.tests.killing import main; main(100, seed=7)"

A mail server in a process of its own writes down whom it took mail for. A child sends a few
reminders and is killed with SIGKILL; another child, a lease later, sends what is left. Prints
one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from pahunch.collection.tests.killing import answer_of, in_child
from pahunch.directives.models import Directive, Reminder, State
from pahunch.directives.reminders.actions import Entry, enter_contact
from pahunch.directives.reminders.sending import LEASE, send_due
from pahunch.directives.tests.conftest import make_state
from pahunch.lib.mail import MailServer
from pahunch.registry.models import Membership

NOON = datetime(2023, 8, 26, 6, 30, tzinfo=UTC)
EACH = 5
"""Reminders a round."""


def prepare_home() -> None:
    """Make the small state with a due date 25 days ahead."""
    call_command("migrate", verbosity=0)
    make_state()
    Directive.objects.update(due_on=date(2023, 9, 20))


def addresses(number: int) -> list[str]:
    return [f"clerk-{number}-{one}@office.example" for one in range(EACH)]


def enter(number: int) -> dict[str, object]:
    """Enter the contacts of a round."""
    whose = Membership.objects.get(code="up-minister-balram")
    for address in addresses(number):
        entry = Entry("mail", address, "hi", "made up", date(2024, 8, 1))
        enter_contact(whose, entry, by=None, at=NOON)
    return {"done": True}


def send(at: datetime) -> dict[str, object]:
    return dict(send_due(lambda: at))


def look(log: Path, number: int) -> dict[str, object]:
    """Send what is left, a lease later and once more; then compare."""
    for wait in (LEASE, LEASE * 2):
        send_due(lambda at=NOON + wait: at)  # type: ignore[misc]
    arrived = Counter(log.read_text(encoding="ascii").split())
    rows = Reminder.objects.order_by("-pk")[:EACH]
    states = Counter(str(row.state) for row in rows)
    mine = [arrived[address] for address in addresses(number)]
    return {
        "states": dict(states),
        "arrived": sum(mine),
        "twice": sum(times > 1 for times in mine),
        "open": EACH - states[State.SENT.value] - states[State.UNCERTAIN.value],
        "lost": max(0, states[State.SENT.value] - sum(mine)),
    }


def kill_many(kills: int, seed: int, log: Path) -> dict[str, object]:
    chance = random.Random(seed)
    results: Counter[str] = Counter()
    broken: list[object] = []
    answer_of(*in_child(partial(enter, kills)))
    started = time.monotonic()
    assert answer_of(*in_child(partial(send, NOON))) == {"sent": EACH}
    span = time.monotonic() - started
    for number in range(kills):
        answer_of(*in_child(partial(enter, number)))
        before = log.stat().st_size
        child, reader = in_child(partial(send, NOON))
        # Of three kills one comes at any moment, and two while mail goes out.
        if number % 3:
            while log.stat().st_size == before and not select.select([reader], [], [], 0.0005)[0]:
                pass
        waited = chance.random() * (0.15 if number % 3 else span * 1.05)
        ready, _, _ = select.select([reader], [], [], waited)
        os.kill(child, signal.SIGKILL)
        said = answer_of(child, reader)
        found = answer_of(*in_child(partial(look, log, number)))
        if said.get("failed") or found.get("twice") or found.get("open") or found.get("lost"):
            broken.append({"round": number, "said": said, "found": found})
        results.update(found.get("states", {}))  # type: ignore[call-overload]
        results["killed"] += not ready
    return {"kills": kills, "seed": seed, **results, "seconds_of_one": span, "broken": broken}


def main(kills: int, seed: int) -> None:
    """Kill, look, and print what was found."""
    prepare_home()
    log = settings.HOME / "taken"
    log.touch()
    module = "pahunch.directives.tests.mailing"
    server = subprocess.Popen(
        [sys.executable, "-m", module, str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    settings.MAIL_SERVER = MailServer("127.0.0.1", int(server.stdout.readline()))
    settings.MAIL_FROM = "reach@state.example"
    connections.close_all()
    try:
        sys.stdout.write(json.dumps(kill_many(kills, seed, log)))
    finally:
        server.stdin.close()
        server.wait(timeout=30)
