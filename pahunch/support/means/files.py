"""The board as a file: the same rows, the same order."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from pahunch.support.means.showing import Line
from pahunch.support.sheets import Cell
from pahunch.ui import words


def heads() -> list[str]:
    """Name the columns, in the language of the page."""
    return [
        gettext("Number"),
        gettext("Representative"),
        gettext("What kind"),
        gettext("What"),
        gettext("For which accounts"),
        gettext("Paid by"),
        gettext("Rupees"),
        gettext("State of it"),
        gettext("Asked on"),
        gettext("Due on"),
        gettext("Overdue"),
    ]


def rows(lines: Sequence[Line]) -> list[list[Cell]]:
    """Give each line's values: numbers as numbers, nothing where nothing is known."""
    return [
        [
            line.request.pk,
            words.named(line.request.person),
            str(line.request.get_kind_display()),
            line.request.title,
            line.accounts,
            line.paid_by,
            line.request.amount,
            str(line.request.get_state_display()),
            words.day(line.request.asked_at),
            words.day(line.due) if line.due else None,
            gettext("yes") if line.is_overdue else gettext("no"),
        ]
        for line in lines
    ]
