"""The pages of programmes and of coverage."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.registry.models import Division
from pahunch.staff.models import User
from pahunch.staff.rights import may, page, signed_in
from pahunch.training.errors import WrongTraining
from pahunch.training.forms import PlansForm, ProgrammeForm, QuestionsForm
from pahunch.training.models import Programme, Session
from pahunch.training.plans.actions import read_plans, save_programme, set_plans, set_questions
from pahunch.training.plans.coverage import coverage_of_district, coverage_of_state
from pahunch.training.plans.showing import districts_of, near, seen_part
from pahunch.training.words import wrong_with

SEE = "training.see_programmes"
EDIT = "training.edit_programme"
COVER = "training.see_coverage"
SHOWN = 20


@require_safe
@page(SEE)
def programmes(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    shown = {
        "programmes": Programme.objects.seen_by(user, SEE).select_related("state"),
        "may_edit": may(user, EDIT),
        "may_cover": may(user, COVER),
    }
    return render(request, "training/programmes.html", shown)


@require_safe
@page(SEE)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _seen(request, code))


@require_http_methods(["GET", "HEAD", "POST"])
@page(EDIT)
def programme_edit(request: HttpRequest, code: str = "") -> HttpResponse:
    user = signed_in(request)
    found = _edited(user, code) if code else None
    states = Division.objects.seen_by(user, EDIT).states()
    form = ProgrammeForm(request.POST or None, instance=found, states=states)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        state, now = found.state if found else given["state"], timezone.now()
        try:
            saved = save_programme(state, code or given["code"], given, by=user, now=now)
        except WrongTraining as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Saved: %(name)s") % {"name": saved.title})
            return redirect("training:programme", saved.code)
    shown = {"form": form, "programme": found}
    status = 422 if form.errors else 200
    return render(request, "training/programme_edit.html", shown, status=status)


@require_POST
@page(EDIT)
def programme_test(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found, form = _edited(user, code), QuestionsForm(request.POST)
    if form.is_valid():
        try:
            set_questions(found, form.cleaned_data["questions"], by=user, now=timezone.now())
        except WrongTraining as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("The test is set."))
            return redirect("training:programme", code)
    return _page(request, found, questions_form=form)


@require_POST
@page(EDIT)
def programme_plans(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found, form = _edited(user, code), PlansForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, plans_form=form)
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "plans"
            path.write_bytes(form.cleaned_data["file"].read(2_000_001))
            planned, troubles = read_plans(path, found.state)
        number = set_plans(found, planned, by=user, now=timezone.now())
    except WrongTraining as error:
        form.add_wrong(error)
        return _page(request, found, plans_form=form)
    messages.success(request, _("Plans set: %(number)s") % {"number": number})
    for one in troubles[:SHOWN]:
        told = {"row": one.row, "said": one.said, "why": wrong_with(one)}
        messages.warning(request, _("Row %(row)s, %(said)s: %(why)s") % told)
    return redirect("training:programme", code)


@require_safe
@page(COVER)
def state_coverage(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(Programme.objects.seen_by(user, COVER), code=code)
    state = found.state
    covered = coverage_of_state(found, state, timezone.localdate())
    shown = {
        "programme": found,
        "place": state,
        "coverage": seen_part(covered, user, COVER),
        "near": near(user, COVER, covered),
        "may_whole": may(user, COVER, state),
        "below": _("District"),
    }
    return render(request, "training/coverage.html", shown)


@require_safe
@page(COVER)
def district_coverage(request: HttpRequest, code: str, district: str) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(Programme.objects.seen_by(user, COVER), code=code)
    place = get_object_or_404(districts_of(found), code=district)
    covered = coverage_of_district(found, place, timezone.localdate())
    seen = seen_part(covered, user, COVER)
    may_whole = may(user, COVER, place)
    shown = {
        "programme": found,
        "place": place,
        "coverage": seen,
        "may_whole": may_whole,
        "below": _("Block"),
    }
    status = 200 if seen.parts or may_whole else 404
    return render(request, "training/coverage.html" if status == 200 else "404.html", shown,
                  status=status)  # fmt: skip


def _seen(request: HttpRequest, code: str) -> Programme:
    rows = Programme.objects.seen_by(signed_in(request), SEE).select_related("state")
    return get_object_or_404(rows, code=code)


def _edited(user: User, code: str) -> Programme:
    return get_object_or_404(
        Programme.objects.seen_by(user, EDIT).select_related("state"), code=code
    )


def _page(request: HttpRequest, found: Programme, **forms: object) -> HttpResponse:
    user = signed_in(request)
    sessions = Session.objects.seen_by(user, "training.see_sessions").filter(programme=found)
    shown = {
        "programme": found,
        "questions": found.questions.all(),
        "sessions": sessions.select_related("division")[:SHOWN],
        "may_edit": may(user, EDIT, found),
        "may_cover": may(user, COVER),
        "may_plan": may(user, "training.plan_session"),
        "questions_form": QuestionsForm.of(found),
        "plans_form": PlansForm(),
    } | forms
    status = 422 if request.method == "POST" else 200
    return render(request, "training/programme.html", shown, status=status)
