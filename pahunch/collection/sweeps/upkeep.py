"""What is done again and again while lanes ask: new duties, tokens near their end, erasing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connections

from pahunch.collection.connecting.renewing import renew_due
from pahunch.collection.deliveries.inbox import erase_old
from pahunch.collection.sweeps.duties import enrol
from pahunch.facts import Platform
from pahunch.platforms.base import Connector

LOG = logging.getLogger(__name__)
EVERY = timedelta(minutes=5)
"""A token of one hour, the shortest there is, is renewed when twelve minutes are left."""


def keep_up(connectors: Mapping[Platform, Connector], now: datetime) -> None:
    """Give new accounts their duties, renew tokens near their end, erase old messages."""
    enrol(connectors)
    renew_due(connectors, now=now)
    erase_old(by=None, now=now)


@contextmanager
def upkeep(work: Callable[[], None], *, every: timedelta = EVERY) -> Iterator[None]:
    """Do some work now, and again in a thread of its own while what is inside goes on.

    Ends after the work that is under way: a renewal that is cut off might lose its token.
    """
    work()
    over = threading.Event()
    thread = threading.Thread(target=_again, args=[work, every, over], name="upkeep")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _again(work: Callable[[], None], every: timedelta, over: threading.Event) -> None:
    while not over.wait(every.total_seconds()):
        try:
            work()
        except DatabaseError as error:
            LOG.warning("upkeep: %s; trying again later", type(error).__name__)
            close_old_connections()
    connections.close_all()
