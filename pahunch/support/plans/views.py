"""The pages of improvement plans: the list, proposing, one plan and its steps."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pahunch.staff.models import User
from pahunch.staff.rights import may, page, signed_in
from pahunch.support.models import Plan
from pahunch.support.models.plans import PLAN_STATES
from pahunch.support.plans.actions import (
    Agreed,
    add_step,
    agree_plan,
    drop_plan,
    finish_plan,
    mark_step,
    propose_plans,
)
from pahunch.support.plans.errors import WrongPlan
from pahunch.support.plans.forms import (
    AddForm,
    AgreeForm,
    NoteForm,
    ProposeForm,
    SaysWhy,
    StepForm,
)
from pahunch.support.plans.gathering import gather
from pahunch.support.plans.showing import lines, page_of, wanted
from pahunch.support.plans.states import StepState

SEE, PROPOSE, AGREE, STEP = (
    "support.see_plans",
    "support.propose_plans",
    "support.agree_plan",
    "support.do_step",
)
A_PAGE = 50


@require_safe
@page(SEE)
def plans(request: HttpRequest) -> HttpResponse:
    return _list(request)


@require_POST
@page(PROPOSE)
def propose(request: HttpRequest) -> HttpResponse:
    user, form = signed_in(request), ProposeForm(signed_in(request), request.POST)
    if form.is_valid():
        directive, now = form.cleaned_data["directive"], timezone.now()
        as_of = directive.usual_day or timezone.localdate(now)
        try:
            made = propose_plans(directive, gather(directive, as_of, now=now), by=user, now=now)
        except WrongPlan as error:
            form.add_wrong(error)
        else:
            words = ngettext("%(n)s new plan.", "%(n)s new plans.", len(made)) % {"n": len(made)}
            messages.success(request, words)
            return redirect("support:plans")
    return _list(request, form)


@require_safe
@page(SEE)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _seen(signed_in(request), number, SEE))


@require_POST
@page(AGREE)
def agree(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, number, AGREE)
    form = AgreeForm(found, request.POST)
    if form.is_valid():
        try:
            agree_plan(found, Agreed(**form.cleaned_data), by=user, now=timezone.now())
        except WrongPlan as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Agreed."))
            return redirect("support:plan", number)
    return _page(request, found, agree_form=form)


@require_POST
@page(AGREE)
def close(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found, form = _seen(user, number, AGREE), NoteForm(request.POST)
    if form.is_valid():
        note, now = form.cleaned_data["note"], timezone.now()
        try:
            if request.POST.get("how") == "finish":
                finish_plan(found, note=note, by=user, now=now)
            else:
                drop_plan(found, reason=note, by=user, now=now)
        except WrongPlan as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Closed."))
            return redirect("support:plan", number)
    return _page(request, found, note_form=form)


@require_POST
@page(STEP)
def add(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found, form = _seen(user, number, STEP), AddForm(request.POST)
    if form.is_valid():
        try:
            add_step(found, form.cleaned_data["words"], by=user, now=timezone.now())
        except WrongPlan as error:
            form.add_wrong(error)
        else:
            return redirect("support:plan", number)
    return _page(request, found, add_form=form)


@require_POST
@page(STEP)
def step(request: HttpRequest, number: int, place: int) -> HttpResponse:
    user = signed_in(request)
    found, form = _seen(user, number, STEP), StepForm(request.POST)
    if form.is_valid():
        state, note = StepState(form.cleaned_data["state"]), form.cleaned_data["note"]
        try:
            mark_step(found, place, state, note=note, by=user, now=timezone.now())
        except WrongPlan as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Kept in the book of deeds."))
            return redirect("support:plan", number)
    return _page(request, found, wrong_step=form)


def _seen(user: User, number: int, operation: str) -> Plan:
    rows = Plan.objects.seen_by(user, operation).with_names()
    full = rows.select_related("directive__state", "directive__roll", "peers", "membership__post")
    return get_object_or_404(full, pk=number)


def _page(request: HttpRequest, found: Plan, **forms: SaysWhy) -> HttpResponse:
    shown = page_of(found, signed_in(request), timezone.localdate()) | forms
    status = 422 if request.method == "POST" else 200
    return render(request, "support/plan.html", shown, status=status)


def _list(request: HttpRequest, form: ProposeForm | None = None) -> HttpResponse:
    user = signed_in(request)
    seen, stage = Plan.objects.seen_by(user, SEE), request.GET.get("state", "open")
    here = Paginator(wanted(seen, stage), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "here": here,
        "lines": lines(here, timezone.localdate()),
        "stage": stage,
        "states": PLAN_STATES,
        "open": seen.open().count(),
        "form": (form or ProposeForm(user)) if may(user, PROPOSE) else None,
    }
    status = 200 if form is None else 422
    return render(request, "support/plans.html", shown, status=status)
