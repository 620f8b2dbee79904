"""`pahunch setup`: database, translations, Madhya Pradesh."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from pahunch.operate.steps import steps
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Make the database, load Madhya Pradesh; a second time changes nothing."""

    help = "Make the database and load Madhya Pradesh; a second time changes nothing."
    example = "pahunch setup"

    def handle(self, **_options: Any) -> None:
        """Take every step, and say what came of it."""
        for step in steps():
            self.stdout.write(f"{step.words}: ", ending="")
            self.stdout.flush()
            self.stdout.write(step.do(timezone.now()))
