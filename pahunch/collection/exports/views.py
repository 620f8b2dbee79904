"""The pages of imports: the list, a new file, what it would become, a withdrawal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.collection.actions import withdraw_import
from pahunch.collection.errors import BadCounts, WrongStage
from pahunch.collection.exports import waiting
from pahunch.collection.exports.actions import Wish
from pahunch.collection.exports.forms import MEGABYTES, AboutForm, FileForm, WithdrawForm
from pahunch.collection.exports.preview import Preview, preview
from pahunch.collection.exports.troubles import BadExport, Trouble
from pahunch.collection.models import Import, Stage
from pahunch.staff.models import User
from pahunch.staff.rights import may, page, signed_in

A_PAGE = 50


@require_safe
@page("collection.see_imports")
def imports(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    seen = Import.objects.seen_by(user, "collection.see_imports")
    files = seen.exclude(kind__in=["hand", "sweep"])
    rows = files.select_related("state", "by").order_by("-at", "-pk")
    mine = Import.objects.seen_by(user, "collection.withdraw_run").filter(stage=Stage.DONE)
    shown = {
        "imports": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "withdrawable": set(mine.values_list("pk", flat=True)),
        "may_add": may(user, "collection.import_counts"),
        "done": Stage.DONE,
        "withdrawn": Stage.WITHDRAWN,
    }
    return render(request, "collection/imports.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@page("collection.import_counts")
def new_import(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    given = request.POST if request.method == "POST" else None
    form = FileForm(given, request.FILES or None)
    about = AboutForm(given, user=user)
    if request.method == "POST" and form.is_valid() and about.is_valid():
        file = form.cleaned_data["file"]
        checksum = waiting.keep(file, file.name, user, timezone.now())
        asked = urlencode([(name, about[name].value() or "") for name in about.fields])
        address = reverse("collection:import-preview", args=[checksum])
        return redirect(f"{address}?{asked}")
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "about": about, "megabytes": MEGABYTES}
    return render(request, "collection/import_new.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page("collection.import_counts")
def import_preview(request: HttpRequest, checksum: str) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    path = waiting.find(checksum, user)
    if path is None:
        raise Http404
    if "drop" in request.POST:
        waiting.drop(checksum, user)
        messages.info(request, _("The file was thrown away. Nothing was added."))
        return redirect("collection:import-new")
    about = AboutForm(request.GET, user=user)
    shown, troubles = _read(path, about, user, now)
    if shown and request.POST.get("run") == shown.run and not shown.already:
        return _bring(request, path, about, user, now)
    if request.method == "POST":
        messages.warning(request, _("The registry has changed since. Look again, and confirm."))
    data = {"preview": shown, "troubles": troubles, "about": about, "name": path.name}
    return render(request, "collection/import_preview.html", data, status=200 if shown else 422)


def _read(
    path: Path, about: AboutForm, user: User, now: datetime
) -> tuple[Preview | None, list[Trouble]]:
    if not about.is_valid():
        return None, []
    try:
        return preview(_wish(path, about), by=user, now=now), []
    except BadExport as bad:
        return None, bad.troubles
    except BadCounts as bad:
        return None, [
            Trouble(each.row, each.column, "%(message)s", {"message": each.message})
            for each in bad.problems
        ]


def _wish(path: Path, about: AboutForm) -> Wish:
    return Wish(path, path.name, about.names, about.cleaned_data["state"], about.said)


def _bring(
    request: HttpRequest, path: Path, about: AboutForm, user: User, now: datetime
) -> HttpResponse:
    preview(_wish(path, about), by=user, now=now, dry_run=False)
    waiting.drop(path.parent.name.partition("-")[0], user)
    messages.success(request, _("Added: %(name)s") % {"name": path.name})
    return redirect("collection:imports")


@require_POST
@page("collection.withdraw_run")
def withdraw(request: HttpRequest, run: str) -> HttpResponse:
    user = signed_in(request)
    mine = Import.objects.seen_by(user, "collection.withdraw_run")
    imported = get_object_or_404(mine, run=run)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A withdrawal needs a reason. Nothing was changed."))
        return redirect("collection:imports")
    try:
        reason = form.cleaned_data["reason"]
        withdraw_import(imported.run, reason=reason, by=user, now=timezone.now())
        messages.success(request, _("Withdrawn: %(name)s") % {"name": imported.file_name})
    except WrongStage:
        messages.error(request, _("This was withdrawn already."))
    return redirect("collection:imports")
