"""The pages of reviews: the list, one of them, planning, holding, noting, committing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.directives.models import Commitment, Directive, Review, ReviewKind
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.directives.reviews.actions import (
    OWN,
    cancel_review,
    drop_commitment,
    finish_commitment,
    finish_own_commitment,
    hold_review,
    make_commitment,
    note_review,
    plan_review,
)
from pahunch.directives.reviews.errors import WrongReview
from pahunch.directives.reviews.forms import CancelForm, CloseForm, HoldForm, NoteForm, PlanForm
from pahunch.directives.reviews.showing import (
    SEE,
    commit_form,
    hold_form,
    listed,
    rows_of,
    shown_review,
)
from pahunch.directives.reviews.words import why_not
from pahunch.staff.models import User
from pahunch.staff.rights import may, page, refusal, refused_page, signed_in

HOLD, COMMIT = "directives.hold_review", "directives.commit"


@require_safe
@page(SEE)
def reviews(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    seen = Review.objects.seen_by(user, SEE).with_names().order_by("-day", "-pk")
    mine = Directive.objects.seen_by(user, "directives.see_directive").in_registry()
    allowed = [one for one in mine.in_page_order() if may(user, HOLD, one)]
    shown = {"rows": [listed(one) for one in seen], "directives": allowed}
    return render(request, "directives/reviews.html", shown)


@require_safe
@page(SEE)
def review(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    return _page(request, user, _seen(user, code))


@require_http_methods(["GET", "HEAD", "POST"])
@page(HOLD)
def plan(request: HttpRequest, directive: str, kind: str) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    rows = Directive.objects.seen_by(user, "directives.see_directive").with_terms().in_registry()
    found = get_object_or_404(rows, code=directive)
    if not may(user, HOLD, found):
        return refused_page(request, refusal(elsewhere=True))
    if kind not in ReviewKind.values:
        raise Http404
    usual = {"day": timezone.localdate(now), "who": request.GET.get("with", "")}
    given = request.POST if request.method == "POST" else None
    form = PlanForm(found, ReviewKind(kind), given, initial=usual)
    if given is not None and form.is_valid():
        try:
            done = plan_review(found, form.plan, by=user, at=now)
        except WrongReview as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Planned."))
            return redirect("directives:review", done.code)
    shown = {"form": form, "directive": found, "kind": kind}
    return render(request, "directives/review_plan.html", shown, status=422 if given else 200)


@require_POST
@page(HOLD)
def hold(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code)
    form = HoldForm(request.POST)
    if form.is_valid():
        day, freezes = form.cleaned_data["as_of"], form.cleaned_data["freezes"]
        try:
            hold_review(found, day, freezes=freezes, by=user, at=timezone.now())
        except (WrongReview, WrongPublication) as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Held."))
            return redirect("directives:review", code)
    return _page(request, user, found, hold=form)


@require_POST
@page(HOLD)
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    user, form = signed_in(request), CancelForm(request.POST)
    found = _seen(user, code)
    try:
        cancel_review(found, reason=form.data.get("reason", ""), by=user, at=timezone.now())
    except WrongReview as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Cancelled."))
    return redirect("directives:review", code)


@require_POST
@page(HOLD)
def note(request: HttpRequest, code: str) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    found = _seen(user, code)
    form = NoteForm(shown_review(found, user, now)["agenda"], request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            note_review(found, given["text"], item=given["item"], by=user, at=now)
        except WrongReview as error:
            messages.error(request, why_not(error))
        else:
            messages.success(request, _("Noted."))
        return redirect("directives:review", code)
    return _page(request, user, found, note=form)


@require_POST
@page(COMMIT)
def commit(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code)
    form = commit_form(found, request.POST)
    if form.is_valid():
        try:
            make_commitment(found, form.undertaking, by=user, at=timezone.now())
        except WrongReview as error:
            form.add_error(None, why_not(error))
        else:
            messages.success(request, _("Entered."))
            return redirect("directives:review", code)
    return _page(request, user, found, commit=form)


@require_safe
@page(OWN)
def commitments(request: HttpRequest) -> HttpResponse:
    """One's own, and every open one that the reader may see."""
    user, today = signed_in(request), timezone.localdate()
    own = Commitment.objects.seen_by(user, OWN).of(user).with_names()
    seen = Commitment.objects.seen_by(user, SEE).open().with_names()
    shown = {
        "own": rows_of(own, user, today),
        "rows": rows_of(seen, user, today),
        "sees": may(user, SEE),
    }
    return render(request, "directives/commitments.html", shown)


@require_POST
@page(OWN)
def close(request: HttpRequest, number: int, how: str) -> HttpResponse:
    """Say that a commitment is done, one's own or as the cell; or drop it, as the cell."""
    user, form = signed_in(request), CloseForm(request.POST)
    rows = Commitment.objects.seen_by(user, OWN)
    found = get_object_or_404(rows.select_related("review__directive__state"), pk=number)
    is_own = found.owner_id == user.pk and how == "done"
    if not is_own and not may(user, COMMIT, found):
        return refused_page(request, refusal(elsewhere=may(user, COMMIT)))
    ending = finish_commitment if how == "done" else drop_commitment
    act = finish_own_commitment if is_own else ending
    try:
        act(found, note=form.data.get("note", ""), by=user, at=timezone.now())
    except WrongReview as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Closed."))
    return redirect("directives:commitments")


def _page(request: HttpRequest, user: User, found: Review, **forms: object) -> HttpResponse:
    now = timezone.now()
    shown = shown_review(found, user, now)
    may_hold = may(user, HOLD, found)
    usual = {
        "hold": hold_form(found, now),
        "note": NoteForm(shown["agenda"]),
        "commit": commit_form(found),
    }
    shown |= {"forms": usual | forms if may_hold else {}, "may_hold": may_hold}
    shown["may_commit"] = may(user, COMMIT, found)
    shown["may_freeze"] = may(user, "directives.publish_verdict", found)
    return render(request, "directives/review.html", shown, status=422 if forms else 200)


def _seen(user: User, code: str) -> Review:
    return get_object_or_404(Review.objects.seen_by(user, SEE).with_names(), code=code)
