"""One's own account, and the book of deeds."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pahunch.staff.actions import choose_language
from pahunch.staff.adapter import remember_language
from pahunch.staff.deeds import verify
from pahunch.staff.forms import DeedsForm, LanguageForm
from pahunch.staff.models import Deed
from pahunch.staff.rights import page, signed_in

DEEDS_A_PAGE = 100


@page("staff.see_own_account")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = LanguageForm(
        request.POST if request.method == "POST" else None, initial={"language": user.language}
    )
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        choose_language(language, by=user, at=timezone.now())
        response = HttpResponseRedirect(reverse("staff-account"))
        if language:
            remember_language(response, language)
        return response
    return render(
        request,
        "staff/account.html",
        {
            "person": user,
            "grants": user.grants.all(),
            "form": form,
        },
    )


@page("staff.see_deeds")
@require_safe
def deeds(request: HttpRequest) -> HttpResponse:
    form = DeedsForm(request.GET)
    rows = Deed.objects.seen_by(signed_in(request), "staff.see_deeds")
    if form.is_valid():
        rows = rows.matching(**form.cleaned_data)
    return render(
        request,
        "staff/deeds.html",
        {
            "form": form,
            "deeds": Paginator(rows, DEEDS_A_PAGE).get_page(request.GET.get("page")),
            "proof": verify() if "check" in request.GET else None,
        },
    )
