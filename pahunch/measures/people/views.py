"""The pages of surveys: the list, one survey, a new one shown before it is stored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.measures.models import AskedOf, Survey
from pahunch.measures.people.actions import (
    check_survey,
    import_survey,
    state_of,
    withdraw_survey,
)
from pahunch.measures.people.errors import WrongSurvey
from pahunch.measures.people.forms import SurveyForm
from pahunch.measures.people.showing import lines_of, lines_of_draft
from pahunch.measures.people.words import why_not
from pahunch.staff.rights import may, page, refusal, signed_in

SEE = "measures.see_surveys"
BRING = "measures.import_survey"
WITHDRAW = "measures.withdraw_survey"


@require_safe
@page(SEE)
def surveys(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    seen = Survey.objects.seen_by(user, SEE).select_related("state", "source").in_page_order()
    shown = {"surveys": seen, "may_add": may(user, BRING)}
    return render(request, "measures/surveys.html", shown)


@require_safe
@page(SEE)
def survey(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    seen = Survey.objects.seen_by(user, SEE).select_related("state", "source", "brought_by")
    found = get_object_or_404(seen, code=code)
    shown = {
        "survey": found,
        "lines": lines_of(found),
        "may_withdraw": found.withdrawn_at is None and may(user, WITHDRAW, found),
    }
    return render(request, "measures/survey.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@page(BRING)
def new_survey(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "measures/survey_new.html", {"form": SurveyForm()})
    form = SurveyForm(request.POST, request.FILES)
    shown: dict[str, object] = {"form": form, "draft": None}
    if form.is_valid():
        try:
            shown["state"] = state = state_of(form.draft)
            shown["fields"] = check_survey(form.draft)
            if not may(signed_in(request), BRING, state):
                shown["refusal"] = refusal(elsewhere=True)
            elif "confirm" in request.POST:
                return _bring(request, form)
            shown["lines"] = lines_of_draft(form.draft)
            shown["draft"] = form.draft
            shown["asked"] = AskedOf(form.draft.asked.value).label
        except WrongSurvey as error:
            form.add_error(None, why_not(error))
    status = 200 if shown["draft"] and "refusal" not in shown else 422
    return render(request, "measures/survey_new.html", shown, status=status)


def _bring(request: HttpRequest, form: SurveyForm) -> HttpResponse:
    state, now = state_of(form.draft), timezone.now()
    found = import_survey(form.draft, state, by=signed_in(request), at=now)
    messages.success(request, _("Added: %(name)s") % {"name": found.title})
    return redirect("measures:survey", code=found.code)


@require_POST
@page(WITHDRAW)
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(Survey.objects.seen_by(user, WITHDRAW), code=code)
    reason = request.POST.get("reason", "")
    try:
        withdraw_survey(found, reason=reason, by=user, at=timezone.now())
    except WrongSurvey as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Withdrawn. It stays visible, and no verdict uses it."))
    return redirect("measures:survey", code=code)
