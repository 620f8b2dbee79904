"""The pages of analysts, teams and assignments."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.staff.rights import may, page, signed_in
from pahunch.support.assigning.actions import assign, end_assignment, hand_over
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.assigning.forms import AssignForm, EndForm, HandoverForm, SaysWhy
from pahunch.support.assigning.showing import lines, page_of, wanted
from pahunch.support.models import Assignment

SEE, ASSIGN = "support.see_assignments", "support.assign"
LIST = "support:assignments"
A_PAGE = 50
either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(SEE)
def assignments(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    seen = Assignment.objects.seen_by(user, SEE)
    when = request.GET.get("when", "today")
    here = Paginator(wanted(seen, when, today), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "here": here,
        "lines": lines(here),
        "when": when,
        "people": seen.on(today).values("person").distinct().count(),
        "may_assign": may(user, ASSIGN),
    }
    return render(request, "support/assignments.html", shown)


@either
@page(ASSIGN)
def new_assignment(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    begin = {"starts": timezone.localdate(), "person": request.GET.get("person")}
    form = AssignForm(user, request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["person"]
            made = assign(given, form.wanted(), by=user, now=timezone.now())
        except WrongAssignment as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Assigned. The right begins and ends with it."))
            return redirect("support:assignment", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "support/assign.html", {"form": form}, status=status)


@require_safe
@page(SEE)
def assignment(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _seen(request, number, SEE))


@require_POST
@page(ASSIGN)
def end(request: HttpRequest, number: int) -> HttpResponse:
    found, form = _seen(request, number, ASSIGN), EndForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        by, now = signed_in(request), timezone.now()
        try:
            left = end_assignment(found, given["ends"], reason=given["reason"], by=by, now=now)
        except WrongAssignment as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("It ends on that day, and the right with it."))
            return redirect("support:assignment", number) if left else redirect(LIST)
    return _page(request, found, end_form=form)


@require_POST
@page(ASSIGN)
def handover(request: HttpRequest, number: int) -> HttpResponse:
    user, found = signed_in(request), _seen(request, number, ASSIGN)
    form = HandoverForm(user, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        to, on, notes = given["worker"], given["starts"], given["notes"]
        try:
            made = hand_over(found, to, on, notes=notes, by=user, now=timezone.now())
        except WrongAssignment as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Handed over, with no day between."))
            return redirect("support:assignment", made.after_id)
    return _page(request, found, handover_form=form)


def _seen(request: HttpRequest, number: int, operation: str) -> Assignment:
    rows = Assignment.objects.seen_by(signed_in(request), operation).with_names()
    return get_object_or_404(rows, pk=number)


def _page(request: HttpRequest, found: Assignment, **forms: SaysWhy) -> HttpResponse:
    shown = page_of(found, signed_in(request), timezone.localdate()) | forms
    status = 422 if request.method == "POST" else 200
    return render(request, "support/assignment.html", shown, status=status)
