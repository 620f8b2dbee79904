"""The pages of requests for means: the board, asking, one of them and its steps."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.staff.rights import may, page, signed_in
from pahunch.support.means.actions import ask_means
from pahunch.support.means.errors import WrongMeans
from pahunch.support.means.files import heads, rows
from pahunch.support.means.forms import AskForm, StepForm
from pahunch.support.means.showing import (
    NOTED,
    REASONED,
    Asked,
    lines,
    numbers,
    page_of,
    wanted,
)
from pahunch.support.means.states import Move
from pahunch.support.models import MeansRequest
from pahunch.support.models.analysts import PAYERS
from pahunch.support.models.means import STATES, MeansKind
from pahunch.support.sheets import TYPES, answer

SEE, ASK = "support.see_means", "support.ask_means"
A_PAGE = 50


@require_safe
@page(SEE)
def board(request: HttpRequest) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    seen, asked = MeansRequest.objects.seen_by(user, SEE), Asked.of(request.GET.dict())
    here = Paginator(lines(wanted(seen, asked), asked, now), A_PAGE).get_page(
        request.GET.get("page")
    )
    shown = {
        "here": here,
        "lines": list(here),
        "asked": asked,
        "numbers": numbers(seen),
        "states": STATES,
        "kinds": MeansKind.choices,
        "payers": PAYERS,
        "may_ask": may(user, ASK),
    }
    return render(request, "support/means.html", shown)


@require_safe
@page(SEE)
def file(request: HttpRequest, form: str) -> HttpResponse:
    if form not in TYPES:
        raise Http404
    asked = Asked.of(request.GET.dict())
    seen = MeansRequest.objects.seen_by(signed_in(request), SEE)
    found = lines(wanted(seen, asked), asked, timezone.now())
    return answer(form, "means", heads(), rows(found))


@require_http_methods(["GET", "HEAD", "POST"])
@page(ASK)
def ask(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = AskForm(user, request.POST or None, initial={"person": request.GET.get("person")})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["person"]
            made = ask_means(given, form.ask(), by=user, now=timezone.now())
        except WrongMeans as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Asked. Somebody else checks it."))
            return redirect("support:means-request", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "support/means_ask.html", {"form": form}, status=status)


@require_safe
@page(SEE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _seen(request, number))


@require_POST
@page(SEE)
def step(request: HttpRequest, number: int, name: str) -> HttpResponse:
    if name not in set(Move):
        raise Http404
    move, found, form = Move(name), _seen(request, number), StepForm(request.POST)
    if form.is_valid():
        note, by, now = form.cleaned_data["note"], signed_in(request), timezone.now()
        try:
            if move in NOTED:
                NOTED[move](found, note=note, by=by, now=now)
            else:
                REASONED[move](found, reason=note, by=by, now=now)
        except WrongMeans as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Kept in the book of deeds."))
            return redirect("support:means-request", number)
    return _page(request, found, form)


def _seen(request: HttpRequest, number: int) -> MeansRequest:
    seen = MeansRequest.objects.seen_by(signed_in(request), SEE).with_names()
    people = seen.select_related(
        "checked_by", "approved_by", "delivered_by", "confirmed_by", "closed_by"
    )
    return get_object_or_404(people, pk=number)


def _page(request: HttpRequest, found: MeansRequest, form: StepForm | None = None) -> HttpResponse:
    shown = page_of(found, signed_in(request), timezone.now())
    status = 422 if request.method == "POST" else 200
    shown |= {"form": form} if form else {}
    return render(request, "support/means_request.html", shown, status=status)
