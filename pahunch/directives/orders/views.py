"""The page of one directive, and confirming that it was read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pahunch.directives.models import Directive
from pahunch.directives.orders.actions import confirm_read
from pahunch.directives.orders.errors import WrongReceipt
from pahunch.directives.orders.history import history_of
from pahunch.directives.orders.receipts import CONFIRM, SEE, seen_receipts
from pahunch.directives.orders.words import binds_of, terms_of, why_not
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.staff.rights import may, page, signed_in

READ = "directives.see_directive"


@require_safe
@page(READ)
def order(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code)
    receipts = seen_receipts(found, timezone.localdate(), user)
    named = list(found.only.select_related("person").order_by("code"))
    shown = {
        "one": found,
        "terms": terms_of(found),
        "binds": binds_of(found, len(named)),
        "named": named,
        "later": list(found.replaced_by.order_by("code")),
        "history": history_of(found),
        "receipts": receipts,
        "read": sum(row.read_at is not None for row in receipts),
        "sees_receipts": not found.roster and may(user, SEE),
        "sees_reminders": may(user, "directives.see_reminders"),
    }
    return render(request, "directives/order.html", shown)


@require_safe
@page(READ)
def line(request: HttpRequest) -> HttpResponse:
    """One line for the overview: how many have read the order, as far as the reader may see."""
    user, code = signed_in(request), request.GET.get("directive", "")
    rows = Directive.objects.seen_by(user, READ).with_terms().in_registry()
    found = rows.filter(code=code).first()
    receipts = seen_receipts(found, timezone.localdate(), user) if found else []
    read = sum(row.read_at is not None for row in receipts)
    shown = {"one": found, "read": read, "every": len(receipts)}
    return render(request, "directives/_read_line.html", shown)


@require_POST
@page(CONFIRM)
def confirm(request: HttpRequest, code: str, membership: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code)
    whose = get_object_or_404(Membership.objects.seen_by(user, CONFIRM), code=membership)
    try:
        wording = request.POST.get("wording", "")
        confirm_read(found, whose, wording, by=user, at=timezone.now())
    except WrongReceipt as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Confirmed as read."))
    return redirect("directives:order", code)


def _seen(user: User, code: str) -> Directive:
    rows = Directive.objects.seen_by(user, READ).with_terms().select_related("replaces")
    return get_object_or_404(rows, code=code)
