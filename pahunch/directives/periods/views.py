"""The page of election periods: what they do, those that there are, ordering, ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.directives.models import ElectionPeriod
from pahunch.directives.periods.actions import end_period, order_period
from pahunch.directives.periods.errors import WrongPeriod
from pahunch.directives.periods.forms import EndForm, PeriodForm
from pahunch.directives.periods.words import effects, why_not
from pahunch.staff.rights import may, page, signed_in

SEE, ORDER = "directives.see_directive", "directives.order_period"


@require_http_methods(["GET", "HEAD", "POST"])
@page(SEE)
def periods(request: HttpRequest) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    may_order = may(user, ORDER)
    form = PeriodForm(user, request.POST if request.method == "POST" and may_order else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        days = (given["starts"], given["ends"])
        try:
            order_period(given["state"], *days, reason=given["reason"], by=user, at=now)
        except WrongPeriod as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Ordered. It begins and ends by its dates."))
            return redirect("directives:periods")
    rows = ElectionPeriod.objects.seen_by(user, SEE).select_related("state", "ordered_by")
    shown = {
        "rows": rows.order_by("-starts"),
        "today": timezone.localdate(now),
        "effects": effects(),
        "may_order": may_order,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "directives/periods.html", shown, status=status)


@require_POST
@page(ORDER)
def end(request: HttpRequest, number: int) -> HttpResponse:
    user, form = signed_in(request), EndForm(request.POST)
    period = get_object_or_404(ElectionPeriod.objects.seen_by(user, ORDER), pk=number)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            end_period(period, reason=reason, by=user, at=timezone.now())
        except WrongPeriod as error:
            messages.error(request, why_not(error))
        else:
            messages.success(request, _("Ended. Everything is as before."))
    else:
        messages.error(request, _("Say why it ends."))
    return redirect("directives:periods")


@require_safe
@page(SEE)
def line(request: HttpRequest) -> HttpResponse:
    """One line for the overview, in an election period; else nothing."""
    rows = ElectionPeriod.objects.seen_by(signed_in(request), SEE)
    today = timezone.localdate()
    code = request.GET.get("state", "")
    found = rows.on(today).filter(state__code=code).select_related("state").first()
    return render(request, "directives/_period_line.html", {"period": found})
