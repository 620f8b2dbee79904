"""The pages of sessions: the list, one, its slips; planning, inviting, marking."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.staff.models import User
from pahunch.staff.rights import may, page, refusal, signed_in
from pahunch.training.errors import WrongTraining
from pahunch.training.forms import NewcomerForm, ReasonForm, SessionForm
from pahunch.training.models import Session, Trainee
from pahunch.training.models.sessions import Stages, Ways
from pahunch.training.proof.actions import invitation_of
from pahunch.training.proof.drawing import qr
from pahunch.training.sessions.actions import (
    Newcomer,
    Planned,
    add_newcomer,
    invite,
    invited_by,
    invited_of,
    mark_attendance,
    move_session,
    plan_session,
    unmark_attendance,
)
from pahunch.training.sessions.showing import page_of, slips_of, waiting_people
from pahunch.training.states import Step
from pahunch.training.words import why_not

SEE = "training.see_sessions"
PLAN = "training.plan_session"
MARK = "training.mark_attendance"
A_PAGE = 50


@require_safe
@page(SEE)
def sessions(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    seen = Session.objects.seen_by(user, SEE).select_related("programme", "division")
    stage = request.GET.get("state", "")
    if stage in Stages.values:
        seen = seen.filter(state=stage)
    here = Paginator(seen.order_by("-day", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    shown = {"here": here, "stage": stage, "stages": Stages.choices, "may_plan": may(user, PLAN)}
    return render(request, "training/sessions.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def session_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    asked = {"programme": request.GET.get("programme")}
    form = SessionForm(request.POST or None, user=user, initial=asked)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        programme, division = given.pop("programme"), given.pop("division")
        try:
            made = plan_session(
                programme, division, Planned(**given), by=user, now=timezone.now()
            )  # fmt: skip
        except WrongTraining as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Planned."))
            return redirect("training:session", made.code)
    status = 422 if form.errors else 200
    return render(request, "training/session_new.html", {"form": form}, status=status)


@require_safe
@page(SEE)
def session(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _seen(signed_in(request), code, SEE))


@require_POST
@page(PLAN)
def session_move(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code, PLAN)
    step = request.POST.get("step", "")
    reason = request.POST.get("reason", "")
    if step not in list(Step):
        return HttpResponseBadRequest()
    try:
        move_session(found, Step(step), reason=reason, by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Kept."))
    return redirect("training:session", code)


@require_POST
@page(MARK)
def session_invite(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code, MARK)
    try:
        number = invite(found, waiting_people(found), by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Invited: %(number)s") % {"number": number})
    return redirect("training:session", code)


@require_POST
@page(MARK)
def session_mark(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code, MARK)
    chosen = [int(one) for one in request.POST.getlist("who") if one.isascii() and one.isdigit()]
    invited = invited_of(found, chosen)
    try:
        number = mark_attendance(found, invited, Ways.LIST, by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Marked: %(number)s") % {"number": number})
    return redirect("training:session", code)


@require_POST
@page(MARK)
def session_code(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code, MARK)
    try:
        invitation = invited_by(found, request.POST.get("code", ""))
        mark_attendance(found, [invitation.trainee], Ways.CODE, by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Came: %(name)s") % {"name": invitation.trainee.shown})
    return redirect(reverse("training:session", args=[code]) + "#code")


@require_POST
@page(MARK)
def session_unmark(request: HttpRequest, code: str, number: int) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code, MARK)
    trainee = get_object_or_404(Trainee, pk=number, attendances__session=found)
    reason = request.POST.get("reason", "")
    try:
        unmark_attendance(found, trainee, reason=reason, by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Taken back."))
    return redirect("training:session", code)


@require_POST
@page(MARK)
def session_newcomer(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, code, MARK)
    form = NewcomerForm(request.POST, session=found)
    if form.is_valid():
        try:
            newcomer = Newcomer(**form.cleaned_data)
            added = add_newcomer(found, newcomer, by=user, now=timezone.now())
        except WrongTraining as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Came: %(name)s") % {"name": added.shown})
            return redirect("training:session", code)
    return _page(request, found, newcomer_form=form)


@require_safe
@page(MARK)
def slips(request: HttpRequest, code: str) -> HttpResponse:
    found = _seen(signed_in(request), code, MARK)
    shown = {"session": found, "slips": slips_of(found, request.build_absolute_uri)}
    return render(request, "training/slips.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MARK)
def scanned(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = invitation_of(code)
    session = found.session if found else None
    status, wrong = 200, ""
    if found is None or session is None:
        status, wrong = 404, why_not(WrongTraining("code_unknown"))
    elif not may(user, MARK, session):
        status, wrong = 403, refusal(elsewhere=True)
    elif request.method == "POST":
        try:
            mark_attendance(session, [found.trainee], Ways.CODE, by=user, now=timezone.now())
        except WrongTraining as error:
            status, wrong = 422, why_not(error)
        else:
            messages.success(request, _("Came: %(name)s") % {"name": found.trainee.shown})
            return redirect("training:session", session.code)
    shown = {"invitation": None if wrong else found, "session": session, "wrong": wrong}
    return render(request, "training/scanned.html", shown, status=status)


def _seen(user: User, code: str, operation: str) -> Session:
    rows = Session.objects.seen_by(user, operation).select_related("programme", "division")
    return get_object_or_404(rows, code=code)


def _page(request: HttpRequest, found: Session, **forms: object) -> HttpResponse:
    user = signed_in(request)
    address = request.build_absolute_uri(reverse("training:session", args=[found.code]))
    shown = {
        **page_of(found, user),
        "qr": qr(f"{address}#code"),
        "newcomer_form": NewcomerForm(session=found),
        "reason_form": ReasonForm(),
    } | forms
    status = 422 if request.method == "POST" else 200
    return render(request, "training/session.html", shown, status=status)
