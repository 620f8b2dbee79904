"""All cases of the table, in the order of the page."""

from __future__ import annotations

from collections.abc import Sequence

from pahunch.platforms.tests import fault_cases as any_platform
from pahunch.platforms.tests import fault_cases_of_linkedin as linkedin
from pahunch.platforms.tests import fault_cases_of_meta as meta
from pahunch.platforms.tests import fault_cases_of_platforms as others
from pahunch.platforms.tests.fault_cases import Case

TABLE: Sequence[tuple[str, Sequence[Case]]] = (
    ("The line", any_platform.LINE),
    ("Limits, and clocks that differ", any_platform.LIMITS),
    ("Servers and redirects", any_platform.SERVER),
    ("Bodies", any_platform.BODIES),
    ("Accounts of an answer", any_platform.ROWS),
    ("X", others.X),
    ("Facebook, and what Meta's platforms share", meta.FACEBOOK),
    ("Threads", meta.THREADS),
    ("YouTube", others.YOUTUBE),
    ("Telegram", others.TELEGRAM),
    ("Bluesky", others.BLUESKY),
    ("Mastodon", others.MASTODON),
    ("LinkedIn", linkedin.LINKEDIN),
)
CASES = [case for _, cases in TABLE for case in cases]
