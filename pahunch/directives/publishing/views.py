"""The pages of published verdicts: the list, one of them, its file, publishing one."""

from __future__ import annotations

import csv
from io import StringIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pahunch.directives.models import Directive, PublishedVerdict
from pahunch.directives.publishing.actions import publish_verdict
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.directives.publishing.forms import PublishForm
from pahunch.directives.publishing.showing import COLUMNS, heading_of, lines_of
from pahunch.staff.models import User
from pahunch.staff.rights import may, page, refusal, refused_page, signed_in

SEE, PUBLISH = "directives.see_published", "directives.publish_verdict"


@require_safe
@page(SEE)
def published(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    seen = PublishedVerdict.objects.seen_by(user, SEE).select_related(
        "directive__source", "corrects"
    )
    rows = [heading_of(one) for one in seen.order_by("-published_at", "-pk")]
    mine = Directive.objects.seen_by(user, "directives.see_directive").in_registry()
    shown = {
        "rows": rows,
        "directives": [one for one in mine.in_page_order() if may(user, PUBLISH, one)],
    }
    return render(request, "directives/published.html", shown)


@require_safe
@page(SEE)
def verdict(request: HttpRequest, code: str) -> HttpResponse:
    found = _seen(signed_in(request), code)
    shown = {"one": heading_of(found), "published": found, "lines": lines_of(found)}
    return render(request, "directives/published_verdict.html", shown)


@require_safe
@page(SEE)
def verdict_csv(request: HttpRequest, code: str) -> HttpResponse:
    found, out = _seen(signed_in(request), code), StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(found.said["rows"])
    return HttpResponse(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.code}.csv"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page(PUBLISH)
def publish(request: HttpRequest, directive: str) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    rows = Directive.objects.seen_by(user, "directives.see_directive").with_terms().in_registry()
    found = get_object_or_404(rows, code=directive)
    if not may(user, PUBLISH, found):
        return refused_page(request, refusal(elsewhere=True))
    usual = {"as_of": found.usual_day or timezone.localdate(now), "title": found.title}
    given = request.POST if request.method == "POST" else None
    form = PublishForm(found, given, initial=usual | {"title_hi": found.title_hi})
    if given is not None and form.is_valid():
        try:
            done = publish_verdict(found, form.draft, by=user, at=now)
        except WrongPublication as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Published, for good."))
            return redirect("directives:published-verdict", done.code)
    status = 422 if given is not None else 200
    return render(
        request, "directives/publish.html", {"form": form, "directive": found}, status=status
    )


def _seen(user: User, code: str) -> PublishedVerdict:
    rows = PublishedVerdict.objects.seen_by(user, SEE).select_related(
        "directive__source", "corrects"
    )
    return get_object_or_404(rows, code=code)
