"""Analysts with their load, one of them, one's own work, and teams."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.staff.rights import may, page, signed_in
from pahunch.support.assigning.actions import (
    add_analyst,
    change_analyst,
    make_team,
    set_members,
)
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.assigning.forms import AnalystForm, MembersForm, ProfileForm, TeamForm
from pahunch.support.assigning.showing import analyst_page, loads
from pahunch.support.models import Analyst, Assignment, Team

SEE, MANAGE, OWN = (
    "support.see_analysts",
    "support.manage_analysts",
    "support.see_own_work",
)
either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(SEE)
def analysts(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rows = Analyst.objects.seen_by(user, SEE).select_related("user").order_by("user__name", "pk")
    teams = Team.objects.seen_by(user, SEE).select_related("lead__user").order_by("name", "pk")
    shown = {
        "loads": loads(rows, timezone.localdate()),
        "teams": teams.prefetch_related("members__user"),
        "may_manage": may(user, MANAGE),
    }
    return render(request, "support/analysts.html", shown)


@require_safe
@page(SEE)
def analyst(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    rows = Analyst.objects.seen_by(user, SEE).select_related("user")
    return _page(request, get_object_or_404(rows, pk=number))


@require_safe
@page(OWN)
def mine(request: HttpRequest) -> HttpResponse:
    rows = Analyst.objects.seen_by(signed_in(request), OWN).select_related("user")
    found = rows.filter(user=signed_in(request)).first()
    if found is None:
        return render(request, "support/nobody.html", status=404)
    return _page(request, found)


@either
@page(MANAGE)
def new_analyst(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = AnalystForm(user, request.POST or None, initial={"hours": 40})
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            made = add_analyst(given["state"], given["user"], form.profile(), by=user, now=now)
        except WrongAssignment as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Added. Nobody is assigned yet."))
            return redirect("support:analyst", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "support/analyst_new.html", {"form": form}, status=status)


@require_POST
@page(MANAGE)
def change(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    rows = Analyst.objects.seen_by(user, MANAGE).select_related("user")
    found, form = get_object_or_404(rows, pk=number), ProfileForm(request.POST)
    if form.is_valid():
        try:
            change_analyst(found, form.profile(), by=user, now=timezone.now())
        except WrongAssignment as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Changed."))
            return redirect("support:analyst", number)
    return _page(request, found, form)


@either
@page(MANAGE)
def new_team(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = TeamForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        lead, names = given["lead"], (given["name"], given["name_hi"])
        members = list(given["members"])
        try:
            make_team(lead.state, given["code"], names, members, lead=lead, by=user, now=now)
        except WrongAssignment as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("The team is made."))
            return redirect("support:analysts")
    status = 422 if request.method == "POST" else 200
    return render(request, "support/team.html", {"form": form}, status=status)


@either
@page(MANAGE)
def team(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(Team.objects.seen_by(user, MANAGE), code=code)
    begin = {"lead": found.lead_id, "members": found.members.all()}
    form = MembersForm(user, request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            set_members(found, list(given["members"]), lead=given["lead"], by=user, now=now)
        except WrongAssignment as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Changed. Rights follow the members."))
            return redirect("support:analysts")
    status = 422 if request.method == "POST" else 200
    return render(request, "support/team.html", {"form": form, "team": found}, status=status)


def _page(request: HttpRequest, found: Analyst, form: ProfileForm | None = None) -> HttpResponse:
    user = signed_in(request)
    operation = OWN if found.user_id == user.pk else SEE
    seen = Assignment.objects.seen_by(user, operation)
    begin = {
        name: getattr(found, name)
        for name in ("hours", "paid_by", "ends", "languages", "platforms")
    }
    shown = analyst_page(found, seen, timezone.localdate()) | {
        "is_own": found.user_id == user.pk,
        "may_manage": may(user, MANAGE, found),
        "form": form or ProfileForm(initial=begin),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "support/analyst.html", shown, status=status)
