"""Reminders in words: what is said to an office in its language, and why something is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil, isfinite

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from pahunch.directives.judge import judge
from pahunch.directives.measured import measured
from pahunch.directives.models import Reminder, ReminderKind
from pahunch.directives.reminders.errors import WrongContact, WrongReminder
from pahunch.ui import words

WHY: dict[str, Callable[[], str]] = {
    "address": lambda: gettext("That is no address for this way."),
    "channel": lambda: gettext("This way is not set up here."),
    "hours": lambda: gettext("The hours end before they begin."),
    "consent": lambda: gettext("Say who agreed, and when."),
    "until": lambda: gettext("Choose a last day from today to three years from now."),
    "twice": lambda: gettext("This address is there already."),
    "ended": lambda: gettext("It was ended before."),
    "state": lambda: gettext("It neither failed nor is uncertain."),
    "over": lambda: gettext("Its last day is past."),
}


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: a subject and a text for mail, a short text for everything else."""

    subject: str
    body: str
    short: str
    number: int
    """Of the reminder: a mail server that is handed it twice can tell."""


def why_not(error: WrongContact | WrongReminder) -> str:
    """Say why a contact is not entered, or a reminder not sent again."""
    return WHY[error.why]()


def message_of(reminder: Reminder, now: datetime) -> Message:
    """Write a reminder in the language of its contact, with the figures of the day."""
    with translation.override(reminder.contact.language):
        subject, sentences = _said(reminder, now)
        subject = " ".join(subject.split())  # a line break would begin another header
        link = settings.PUBLIC_ADDRESS + reverse("directives:order", args=[reminder.directive.code])
        end = gettext("Your office agreed to be reminded. It can end that on this page: %(link)s")
        place = settings.PUBLIC_ADDRESS + reverse("directives:reminders")
        body = "\n\n".join([_whom(reminder), *sentences, link, end % {"link": place}])
        return Message(subject, body + "\n", f"{subject}. {sentences[-1]} {link}", reminder.pk)


def _whom(reminder: Reminder) -> str:
    membership = reminder.membership
    place = membership.division
    name = words.named(membership.person)
    return f"{name}, {words.named(place)}" if place else name


def _said(reminder: Reminder, now: datetime) -> tuple[str, list[str]]:
    """Give the subject, and the sentences of which the last says the most."""
    directive = reminder.directive
    title = {"title": words.named(directive)}
    if reminder.kind == ReminderKind.RECEIPT:
        return gettext("Please confirm: %(title)s") % title, [
            gettext("Your office has not confirmed yet that it read this directive as it stands.")
        ]
    if reminder.kind == ReminderKind.PACE:
        return gettext("The pace falls short: %(title)s") % title, [
            _counted(reminder, now),
            _pace(reminder, now),
        ]
    assert directive.due_on is not None
    left = (directive.due_on - localdate(now)).days
    subject = ngettext("%(days)s day left: %(title)s", "%(days)s days left: %(title)s", left)
    counted = _counted(reminder, now)
    due = gettext("It is due on %(day)s.") % {"day": words.day(directive.due_on)}
    pace = [_pace(reminder, now)] if left > 0 else []
    return subject % {"days": words.number(left), **title}, [due, *pace, counted]


def _counted(reminder: Reminder, now: datetime) -> str:
    rows = judge(reminder.directive, localdate(now)).rows
    row = next(row for row in rows if row.membership.pk == reminder.membership_id)
    if row.verdict.count is None:
        return gettext("Nothing was counted that could be used; the target is %(target)s.") % {
            "target": words.number(row.verdict.target)
        }
    return gettext("Counted: %(count)s; the target is %(target)s.") % {
        "count": words.interval(row.verdict.count),
        "target": words.number(row.verdict.target),
    }


def _pace(reminder: Reminder, now: datetime) -> str:
    """Say how many followers a day come, and how many a day are needed until the due date."""
    found = measured(reminder.directive, localdate(now))
    place = found.place(reminder.membership)
    assert place is not None
    needed, pace = found.prospect.needed[place], found.prospect.pace[place]
    if not (isfinite(needed) and isfinite(pace)):
        return gettext("How fast it grows is not known.")
    return gettext("It gains %(pace)s a day; %(needed)s a day are needed.") % {
        "pace": words.number(round(float(pace))),
        "needed": words.number(ceil(float(needed))),
    }
