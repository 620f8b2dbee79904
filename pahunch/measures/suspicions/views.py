"""The pages of suspicions: the list, one of them, answering, deciding, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pahunch.measures.models import Suspicion
from pahunch.measures.suspicions.actions import (
    answer_suspicion,
    decide_suspicion,
    reopen_suspicion,
)
from pahunch.measures.suspicions.errors import WrongSuspicion
from pahunch.measures.suspicions.forms import UPHOLD, AnswerForm, DecisionForm, ReopenForm, SaysWhy
from pahunch.measures.suspicions.showing import line_of, page_of, wanted
from pahunch.staff.models import User
from pahunch.staff.rights import page, signed_in

SEE, ANSWER, DECIDE = (
    "measures.see_suspicions",
    "measures.answer_suspicion",
    "measures.decide_suspicion",
)
A_PAGE = 50


@require_safe
@page(SEE)
def suspicions(request: HttpRequest) -> HttpResponse:
    seen = Suspicion.objects.seen_by(signed_in(request), SEE)
    stage = request.GET.get("state", "open")
    here = Paginator(wanted(seen, stage), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "here": here,
        "lines": [line_of(one) for one in here],
        "stage": stage,
        "open": seen.open().count(),
        "every": seen.count(),
    }
    return render(request, "measures/suspicions.html", shown)


@require_safe
@page(SEE)
def suspicion(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    return _page(request, _seen(user, number, SEE))


@require_POST
@page(ANSWER)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found, form = _seen(user, number, ANSWER), AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_suspicion(found, form.cleaned_data["words"], by=user, now=timezone.now())
        except WrongSuspicion as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("The answer is kept; somebody else decides."))
            return redirect("measures:suspicion", number)
    return _page(request, found, answer_form=form)


@require_POST
@page(DECIDE)
def decide(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found, form = _seen(user, number, DECIDE), DecisionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        upheld, reason = given["decision"] == UPHOLD, given["reason"]
        try:
            decide_suspicion(found, upheld=upheld, reason=reason, by=user, now=timezone.now())
        except WrongSuspicion as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Decided. It can be taken back, with a reason."))
            return redirect("measures:suspicion", number)
    return _page(request, found, decision_form=form)


@require_POST
@page(DECIDE)
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found, form = _seen(user, number, DECIDE), ReopenForm(request.POST)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            reopen_suspicion(found, reason=reason, by=user, now=timezone.now())
        except WrongSuspicion as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("The decision is taken back."))
            return redirect("measures:suspicion", number)
    return _page(request, found, reopen_form=form)


def _seen(user: User, number: int, operation: str) -> Suspicion:
    rows = Suspicion.objects.seen_by(user, operation)
    return get_object_or_404(rows.select_related("account", "answered_by", "decided_by"), pk=number)


def _page(request: HttpRequest, found: Suspicion, **forms: SaysWhy) -> HttpResponse:
    shown = page_of(found, signed_in(request), timezone.now()) | forms
    status = 422 if request.method == "POST" else 200
    return render(request, "measures/suspicion.html", shown, status=status)
