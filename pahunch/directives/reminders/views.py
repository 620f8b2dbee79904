"""The page of reminders: what became of each, the contacts, entering and ending one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pahunch.directives.models import Contact, Reminder
from pahunch.directives.reminders.actions import AGAIN, end_contact, enter_contact, send_again
from pahunch.directives.reminders.errors import WrongContact, WrongReminder
from pahunch.directives.reminders.forms import ContactForm
from pahunch.directives.reminders.words import why_not
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.staff.rights import may, page, signed_in

SEE, ENTER, AGAIN_RIGHT = (
    "directives.see_reminders",
    "directives.enter_contact",
    "directives.send_again",
)
SHOWN = 200
"""Reminders on the page, the newest."""


@require_http_methods(["GET", "HEAD", "POST"])
@page(SEE)
def reminders(request: HttpRequest) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    seats = Membership.objects.seen_by(user, ENTER).in_office(timezone.localdate(now))
    offices = seats.select_related("person", "division").order_by("division__number", "code")
    may_enter = may(user, ENTER)
    form = ContactForm(offices, request.POST if request.method == "POST" and may_enter else None)
    if form.is_bound and form.is_valid():
        try:
            enter_contact(form.cleaned_data["membership"], form.entry, by=user, at=now)
        except WrongContact as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Entered. The office is reminded there from now on."))
            return redirect("directives:reminders")
    shown = _shown(user) | {"form": form, "may_enter": may_enter}
    status = 422 if form.is_bound else 200
    return render(request, "directives/reminders.html", shown, status=status)


def _shown(user: User) -> dict[str, object]:
    contacts = Contact.objects.seen_by(user, SEE).filter(ended_at=None)
    mine = set(Contact.objects.seen_by(user, ENTER).values_list("pk", flat=True))
    named = contacts.select_related("membership__person", "membership__division")
    again = set(Reminder.objects.seen_by(user, AGAIN_RIGHT).values_list("pk", flat=True))
    rows = list(Reminder.objects.seen_by(user, SEE).in_page_order()[:SHOWN])
    return {
        "rows": [(row, row.state in AGAIN and row.pk in again) for row in rows],
        "troubled": sum(row.state in AGAIN for row in rows),
        "contacts": [(one, one.pk in mine) for one in named.order_by("membership__code", "pk")],
    }


@require_POST
@page(ENTER)
def end(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    contact = get_object_or_404(Contact.objects.seen_by(user, ENTER), pk=number)
    try:
        end_contact(contact, by=user, at=timezone.now())
    except WrongContact as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Ended, and the address is erased."))
    return redirect("directives:reminders")


@require_POST
@page(AGAIN_RIGHT)
def again(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    reminder = get_object_or_404(Reminder.objects.seen_by(user, AGAIN_RIGHT), pk=number)
    try:
        send_again(reminder, by=user, at=timezone.now())
    except WrongReminder as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("It is sent again in the contact's hours."))
    return redirect("directives:reminders")
