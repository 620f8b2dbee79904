"""The pages of the vocabulary: its terms, a sentence tried, a term added or withdrawn."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pahunch.measures.vocabulary import showing
from pahunch.measures.vocabulary.forms import TermForm, TryForm, WithdrawForm
from pahunch.measures.vocabulary.showing import EDIT, SEE, Wanted
from pahunch.measures.vocabulary.words import why_not
from pahunch.registry.actions import add_term, withdraw_term
from pahunch.registry.models import Division, SpeaksOf, TermLanguage
from pahunch.registry.vocabulary import WrongTerm, changes_of
from pahunch.staff.rights import may, page, signed_in

A_PAGE = 100
CHANGES = 50


@require_safe
@page(SEE)
def vocabulary(request: HttpRequest) -> HttpResponse:
    user, wanted = signed_in(request), Wanted.of(request.GET)
    state = _state(request)
    rows = Paginator(showing.lines(state, wanted), A_PAGE)
    shown = {
        "state": state,
        "states": showing.states_for(user),
        "wanted": wanted,
        "here": rows.get_page(request.GET.get("page")),
        "classes": SpeaksOf.choices,
        "languages": TermLanguage.choices,
        "may_edit": may(user, EDIT, state),
        "changes": changes_of(state)[:CHANGES],
        "errors": showing.errors(),
        "form": TryForm(state=state),
    }
    return render(request, "measures/vocabulary.html", shown)


@require_safe
@page(SEE)
def attempt(request: HttpRequest) -> HttpResponse:
    state = _state(request)
    form = TryForm(request.GET if "text" in request.GET else None, state=state)
    tried = None
    if form.is_valid():
        given = form.cleaned_data
        tried = showing.tried(state, given["text"], given["place"])
    shown = {"state": state, "form": form, "tried": tried}
    status = 422 if form.is_bound and tried is None else 200
    return render(request, "measures/vocabulary_try.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    state = _state(request)
    form = TermForm(request.POST or None)
    if form.is_valid():
        user, now, reason = signed_in(request), timezone.now(), form.cleaned_data["reason"]
        try:
            change = add_term(state, form.asked, reason=reason, by=user, at=now)
        except WrongTerm as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Added: %(name)s") % {"name": change.term})
            return _back(state)
    status = 422 if form.is_bound else 200
    shown = {"state": state, "form": form}
    return render(request, "measures/vocabulary_add.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page(EDIT)
def withdraw(request: HttpRequest) -> HttpResponse:
    state = _state(request)
    form = WithdrawForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        user, now, given = signed_in(request), timezone.now(), form.cleaned_data
        text, language, reason = given["term"], given["language"], given["reason"]
        try:
            change = withdraw_term(state, text, language, reason=reason, by=user, at=now)
        except WrongTerm as error:
            form.add_error("reason" if error.why == "no_reason" else None, why_not(error))
        else:
            messages.success(request, _("Withdrawn: %(name)s") % {"name": change.term})
            return _back(state)
    term = request.POST.get("term") or request.GET.get("term", "")
    shown = {"state": state, "form": form, "term": term}
    status = 422 if form.is_bound else 200
    return render(request, "measures/vocabulary_withdraw.html", shown, status=status)


def _state(request: HttpRequest) -> Division:
    """Give the state that is asked for, else the reader's first. Http404 for any other."""
    states = showing.states_for(signed_in(request))
    asked = request.GET.get("state", "")
    found = next((state for state in states if asked in ("", state.code)), None)
    if found is None:
        raise Http404
    return found


def _back(state: Division) -> HttpResponseRedirect:
    address = reverse("measures:vocabulary")
    return HttpResponseRedirect(f"{address}?{urlencode({'state': state.code})}")
