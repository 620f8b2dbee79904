"""The pages of tests and certificates; three of them are open to whoever holds a code."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.staff.rights import page, signed_in
from pahunch.training.codes import typed_code
from pahunch.training.errors import WrongTraining
from pahunch.training.models import Certificate, Session
from pahunch.training.proof.actions import (
    certificate_of,
    check_test,
    give_certificates,
    invitation_of,
    take_test,
    withdraw_certificate,
)
from pahunch.training.proof.drawing import certificate_pdf
from pahunch.training.proof.refresher import due_by
from pahunch.training.words import why_not

SEE = "training.see_people"
GIVE = "training.give_certificate"
A_PAGE = 50
PRIVATE = "noindex, noarchive"


@require_POST
@page(GIVE)
def certify(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(Session.objects.seen_by(user, GIVE), code=code)
    try:
        made = give_certificates(found, by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Certificates given: %(number)s") % {"number": len(made)})
    return redirect("training:session", code)


@require_safe
@page(SEE)
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    rows = Certificate.objects.seen_by(signed_in(request), SEE).filter(withdrawn_at=None)
    rows = rows.select_related("programme", "session__division")
    found = get_object_or_404(rows, pk=number)
    address = request.build_absolute_uri(reverse("verify-code", args=[found.code]))
    try:
        drawn = certificate_pdf(found, address)
    except WrongTraining as error:
        messages.error(request, why_not(error))
        return redirect("training:person", found.trainee_id)
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="certificate-{found.code}.pdf"'
    return answer


@require_POST
@page(GIVE)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(Certificate.objects.seen_by(user, GIVE), pk=number)
    reason = request.POST.get("reason", "")
    try:
        withdraw_certificate(found, reason=reason, by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Withdrawn. Its page says so."))
    return redirect("training:person", found.trainee_id)


@require_safe
@page(SEE)
def refresher(request: HttpRequest) -> HttpResponse:
    days = request.GET.get("days", "90")
    ahead = min(int(days), 3_650) if days.isascii() and days.isdigit() else 90
    rows = due_by(signed_in(request), SEE, timezone.localdate(), ahead)
    here = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = {"here": here, "days": ahead, "today": timezone.localdate()}
    return render(request, "training/refresher.html", shown)


@require_safe
@never_cache
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Say whether a certificate is real, to whoever has its code: name, programme, day."""
    asked = typed_code(code or request.GET.get("code", ""))
    found = certificate_of(asked) if asked else None
    shown = {"certificate": found, "asked": asked}
    status = 404 if asked and found is None else 200
    answer = render(request, "training/verify.html", shown, status=status)
    answer["X-Robots-Tag"] = PRIVATE
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def test(request: HttpRequest, code: str) -> HttpResponse:
    """Give the short test to whoever holds a personal code. It names nobody."""
    found = invitation_of(code)
    if found is None:
        wrong = {"wrong": why_not(WrongTraining("code_unknown"))}
        return render(request, "training/test.html", wrong, status=404)
    questions = list(found.programme.questions.all())
    answers = [_chosen(request.POST.get(f"q{one.number}", "")) for one in questions]
    shown: dict[str, object] = {"programme": found.programme, "status": 200}
    shown["questions"] = list(zip(questions, answers, strict=True))
    try:
        check_test(found)
        if request.method == "POST":
            shown["result"] = take_test(found, answers, now=timezone.now())
    except WrongTraining as error:
        status = 422 if request.method == "POST" else 200
        shown |= {"wrong": why_not(error), "again": error.why == "answers", "status": status}
    answer = render(request, "training/test.html", shown, status=int(str(shown["status"])))
    answer["X-Robots-Tag"] = PRIVATE
    return answer


def _chosen(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None
