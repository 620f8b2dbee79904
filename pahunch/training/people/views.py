"""The pages of people: the list, one of them, a file brought in, and who may be whom."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.collection.exports import waiting
from pahunch.staff.models import User
from pahunch.staff.rights import may, page, signed_in
from pahunch.training.errors import WrongTraining
from pahunch.training.forms import ResultForm, RosterForm
from pahunch.training.models import Double, Roster, Trainee
from pahunch.training.people.bringing import Wish, bring_people, draft_of
from pahunch.training.people.deciding import decide_double
from pahunch.training.people.keeping import forget_trainee, reveal_phones
from pahunch.training.people.showing import lines_of_doubles, page_of, preview_of
from pahunch.training.proof.actions import note_result
from pahunch.training.states import Move
from pahunch.training.words import why_not

SEE = "training.see_people"
BRING = "training.import_people"
DECIDE = "training.decide_double"
A_PAGE = 50


@require_safe
@page(SEE)
def people(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    seen = Trainee.objects.seen_by(user, SEE).persons().select_related("block")
    words = request.GET.get("q", "").strip()[:100]
    if words:
        seen = seen.called(words)
    here = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "here": here,
        "q": words,
        "may_bring": may(user, BRING),
        "open": Double.objects.seen_by(user, DECIDE).open().count() if may(user, DECIDE) else 0,
    }
    return render(request, "training/people.html", shown)


@require_safe
@page(SEE)
def person(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _seen(signed_in(request), number, SEE))


@require_POST
@page("training.reveal_phone")
def reveal(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, number, "training.reveal_phone")
    reason = request.POST.get("reason", "")
    try:
        numbers = reveal_phones(found, reason=reason, by=user, now=timezone.now())
    except WrongTraining as error:
        return _page(request, found, reveal_wrong=why_not(error))
    answer = _page(request, found, status=200, numbers=numbers)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@page("training.erase")
def forget(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(Trainee.objects.seen_by(user, "training.erase"), pk=number)
    try:
        forget_trainee(found, reason=request.POST.get("reason", ""), by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
        return redirect("training:person", number)
    messages.success(request, _("Erased."))
    return redirect("training:people")


@require_POST
@page("training.give_certificate")
def result(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found = _seen(user, number, "training.give_certificate")
    form = ResultForm(request.POST, user=user)
    if form.is_valid():
        given = form.cleaned_data
        try:
            note_result(
                given["programme"], found, given["right"], given["asked"],
                by=user, now=timezone.now(),
            )  # fmt: skip
        except WrongTraining as error:
            form.add_wrong(error)
        else:
            messages.success(request, _("Kept."))
            return redirect("training:person", number)
    return _page(request, found, result_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@page(BRING)
def roster_new(request: HttpRequest) -> HttpResponse:
    user, checksum = signed_in(request), request.POST.get("kept", "")
    asked = {name: request.GET.get(name) for name in ("programme", "session")}
    form = RosterForm(
        request.POST or None, request.FILES or None, user=user, needs_file=not checksum,
        initial=asked,
    )  # fmt: skip
    shown: dict[str, object] = {"form": form, "rosters": _rosters(user)}
    if request.method == "POST" and form.is_valid():
        try:
            answer = _brought(request, user, form, checksum, shown)
        except WrongTraining as error:
            form.add_wrong(error)
        else:
            if answer is not None:
                return answer
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "training/roster_new.html", shown, status=status)


def _brought(
    request: HttpRequest, user: User, form: RosterForm, checksum: str, shown: dict[str, object]
) -> HttpResponse | None:
    """Show what a file becomes, or store it where that was confirmed."""
    given = form.cleaned_data
    if not checksum:
        checksum = waiting.keep(given["file"], given["file"].name, user, timezone.now())
    path = waiting.find(checksum, user)
    if path is None:
        raise WrongTraining("file_gone")
    wish = Wish(path, given["programme"], given["session"], path.name, given["consent_on"])
    draft = draft_of(wish, user)
    if "confirm" not in request.POST:
        shown |= {"draft": draft, "kept": checksum, **preview_of(draft)}
        return None
    bring_people(draft, by=user, now=timezone.now())
    waiting.drop(checksum, user)
    told = {"new": len(draft.new), "bad": draft.bad_rows}
    messages.success(request, _("New people: %(new)s. Rows not taken: %(bad)s.") % told)
    return redirect("training:people")


def _rosters(user: User) -> list[Roster]:
    seen = Roster.objects.seen_by(user, BRING).select_related("programme", "session", "brought_by")
    return list(seen.order_by("-brought_at")[:20])


@require_safe
@page(DECIDE)
def doubles(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    seen = Double.objects.seen_by(user, DECIDE)
    stage = request.GET.get("state", "proposed")
    rows = seen.open() if stage == "proposed" else seen.exclude(state="proposed").order_by(
        "-decided_at", "pk"
    )  # fmt: skip
    here = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "here": here,
        "lines": lines_of_doubles(here.object_list),
        "stage": stage,
        "open": seen.open().count(),
    }
    return render(request, "training/doubles.html", shown)


@require_POST
@page(DECIDE)
def double(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(Double.objects.seen_by(user, DECIDE), pk=number)
    move = Move(request.POST["move"]) if request.POST.get("move") in list(Move) else Move.UNDO
    reason = request.POST.get("reason", "")
    try:
        decide_double(found, move, reason=reason, by=user, now=timezone.now())
    except WrongTraining as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Kept. It can be taken back, with a reason."))
    return redirect("training:doubles")


def _seen(user: User, number: int, operation: str) -> Trainee:
    rows = Trainee.objects.seen_by(user, operation).select_related("block", "same_as")
    return get_object_or_404(rows, pk=number)


def _page(request: HttpRequest, found: Trainee, status: int = 422, **more: object) -> HttpResponse:
    user = signed_in(request)
    shown = {**page_of(found, user), "result_form": ResultForm(user=user)} | more
    code = status if request.method == "POST" else 200
    return render(request, "training/person.html", shown, status=code)
