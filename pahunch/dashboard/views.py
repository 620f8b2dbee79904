"""The pages: fetch, ask once, render."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from pahunch.dashboard import course, files, places, ruletext
from pahunch.dashboard.access import directive_for, question_of, reader
from pahunch.dashboard.ahead import ahead as ahead_of
from pahunch.dashboard.beside import beside as beside_of
from pahunch.dashboard.brief import brief as brief_of
from pahunch.dashboard.home import groups
from pahunch.dashboard.measures import measures as measures_of
from pahunch.dashboard.overview import overview as overview_of
from pahunch.dashboard.overview import table
from pahunch.dashboard.representative import membership_for
from pahunch.dashboard.representative import representative as representative_of
from pahunch.directives.models import Directive
from pahunch.staff.rights import page
from pahunch.ui.charts import growth as charts

FORMS = {
    "csv": (files.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        files.as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
KEPT = {"Cache-Control": "private, max-age=86400"}
"""An address that holds the version of all that is drawn, so that a browser may keep it."""


@require_safe
@page("dashboard.see_overview")
def home(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    seen = Directive.objects.seen_by(user, "directives.see_directive")
    found = list(seen.in_registry().with_terms().in_page_order())
    if len(found) == 1:
        return redirect("overview", found[0].code)
    return render(request, "dashboard/home.html", {"groups": groups(user, found)})


@require_safe
@page("dashboard.see_overview")
def overview(request: HttpRequest, directive: str) -> HttpResponse:
    found = directive_for(reader(request), directive)
    shown = overview_of(found, question_of(request, found), reader(request))
    return render(request, "dashboard/overview.html", shown)


@require_safe
@page("dashboard.see_overview")
def ahead(request: HttpRequest, directive: str) -> HttpResponse:
    found = directive_for(reader(request), directive)
    order = request.GET.get("sort", "")
    shown = ahead_of(found, question_of(request, found), reader(request), order)
    return render(request, "dashboard/ahead.html", shown)


@require_safe
@page("dashboard.see_overview")
def beside(request: HttpRequest, directive: str) -> HttpResponse:
    found = directive_for(reader(request), directive)
    order = request.GET.get("sort", "")
    shown = beside_of(found, question_of(request, found), reader(request), order)
    return render(request, "dashboard/beside.html", shown)


@require_safe
@page("dashboard.export")
def export(request: HttpRequest, directive: str, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    found = directive_for(reader(request), directive)
    question = question_of(request, found)
    write, kind = FORMS[form]
    judgement, lines = table(found, question, reader(request))
    name = f"{found.code}-{question.as_of.isoformat()}.{form}"
    return HttpResponse(
        write(judgement, question, lines),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@page("dashboard.see_representative")
def representative(request: HttpRequest, directive: str, code: str) -> HttpResponse:
    found = directive_for(reader(request), directive)
    membership = membership_for(reader(request), found, code)
    question = question_of(request, found)
    shown = representative_of(
        found, membership, question.as_of, reader(request), request.GET.get("page", "")
    )
    return render(request, "dashboard/representative.html", shown | {"question": question})


@require_safe
@page("dashboard.see_representative")
def measures(request: HttpRequest, directive: str, code: str) -> HttpResponse:
    found = directive_for(reader(request), directive)
    membership = membership_for(reader(request), found, code)
    question = question_of(request, found)
    shown = measures_of(found, membership, question.as_of, reader(request))
    return render(request, "dashboard/measures.html", shown | {"question": question})


@require_safe
@page("dashboard.see_representative")
def brief(request: HttpRequest, directive: str, code: str) -> HttpResponse:
    found = directive_for(reader(request), directive)
    membership = membership_for(reader(request), found, code)
    question = question_of(request, found)
    shown = brief_of(found, membership, question.as_of, reader(request))
    return render(request, "dashboard/brief.html", shown | {"question": question})


@require_safe
@page("dashboard.see_representative")
def growth(request: HttpRequest, directive: str, code: str) -> HttpResponse:
    return HttpResponse(
        charts.growth(_course(request, directive, code)),
        content_type="image/svg+xml",
        headers=KEPT | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"},
    )


@require_safe
@page("dashboard.see_representative")
@gzip_page
def growth_alive(request: HttpRequest, directive: str, code: str) -> HttpResponse:
    # Years of daily counts are long and much alike. No secret is in the answer, so that its
    # length gives none away.
    return JsonResponse(
        charts.alive(_course(request, directive, code)),
        headers=KEPT,
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


def _course(request: HttpRequest, directive: str, code: str) -> charts.Growth:
    found = directive_for(reader(request), directive)
    return course.course(
        found,
        membership_for(reader(request), found, code),
        question_of(request, found).as_of,
        reader(request),
        is_narrow="narrow" in request.GET,
    )


@require_safe
@page("dashboard.see_district")
def districts(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/districts.html", {"states": places.states(reader(request))})


@require_safe
@page("dashboard.see_district")
def district(request: HttpRequest, code: str) -> HttpResponse:
    place = places.place_for(reader(request), places.SEE_DISTRICT, code, ["district", "block"])
    return render(request, "dashboard/district.html", places.district(place, reader(request)))


@require_safe
@page("dashboard.see_constituency")
def constituency(request: HttpRequest, code: str) -> HttpResponse:
    place = places.place_for(reader(request), places.SEE_SEAT, code, ["constituency"])
    shown = places.constituency(place, reader(request))
    return render(request, "dashboard/constituency.html", shown)


@require_safe
@page("dashboard.see_rule")
def rules(request: HttpRequest) -> HttpResponse:
    language = get_language() or "hi"
    found = [(name, ruletext.heading(name, language)) for name in ruletext.names()]
    return render(request, "dashboard/rules.html", {"rules": found})


@require_safe
@page("dashboard.see_rule")
def rule(request: HttpRequest, name: str) -> HttpResponse:
    language = get_language() or "hi"
    shown = {"name": ruletext.heading(name, language), "text": ruletext.page(name, language)}
    return render(request, "dashboard/rule.html", shown)
