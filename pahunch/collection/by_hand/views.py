"""The pages of readings: who waits for one, entering it, reading it again, its screenshot."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.collection.actions import withdraw_import
from pahunch.collection.by_hand import listing
from pahunch.collection.by_hand.actions import confirm_reading, decline_reading, enter_reading
from pahunch.collection.by_hand.checking import (
    check_account,
    has_read,
    is_counted_by_interface,
    last_counts,
)
from pahunch.collection.by_hand.forms import NumberForm, ReadingForm, ReasonForm
from pahunch.collection.by_hand.listing import Wanted
from pahunch.collection.by_hand.pictures import MEGABYTES
from pahunch.collection.by_hand.words import why_not
from pahunch.collection.errors import WrongReading, WrongStage
from pahunch.collection.models import HandReading, Import, ReadingState, Stage
from pahunch.registry.models import Account, Division
from pahunch.registry.names import PLATFORMS
from pahunch.staff.models import User
from pahunch.staff.rights import may, page, signed_in
from pahunch.ui import words

A_PAGE = 50
KEEP_SECONDS = 300
NOTHING_ELSE = "default-src 'none'; sandbox"
"""A picture needs nothing from anywhere."""


@require_safe
@page("collection.see_readings")
def readings(request: HttpRequest) -> HttpResponse:
    user, now, wanted = signed_in(request), timezone.now(), Wanted.of(request.GET)
    every = listing.lines(listing.accounts_for(user, wanted, now), wanted, now)
    here = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    mine = Account.objects.seen_by(user, listing.ENTER).filter(
        pk__in=[line.account.pk for line in here]
    )
    shown = {
        "here": here,
        "mine": set(mine.values_list("pk", flat=True)),
        "wanted": wanted,
        "platforms": listing.platforms(),
        "places": Division.objects.seen_by(user, listing.SEE).states(),
        "waiting": listing.open_readings(user).count(),
        "for_you": len(listing.confirmable(user)),
    }
    return render(request, "collection/readings.html", shown)


@require_safe
@page("collection.see_readings")
def reading_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rows = Paginator(listing.decided_readings(user), A_PAGE)
    here = rows.get_page(request.GET.get("page"))
    shown = {
        "open": listing.open_readings(user),
        "for_you": listing.confirmable(user),
        "here": here,
        "withdrawn": listing.withdrawals(here),
    }
    return render(request, "collection/reading_list.html", shown)


@require_safe
@page("collection.see_readings")
def readings_line(request: HttpRequest) -> HttpResponse:
    """One line for the overview, where readings wait for the reader; else nothing."""
    shown = {"for_you": listing.confirmable(signed_in(request))}
    return render(request, "collection/_readings_line.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@page("collection.enter_reading")
def enter(request: HttpRequest, key: str) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    account = get_object_or_404(Account.objects.seen_by(user, listing.ENTER), key=key)
    again = _again(request, user, account)
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        user=user,
        before=listing.evidence_of(again) if again else None,
        initial={"seen_at": again.seen_at if again else now},
    )
    kept = ""
    if request.method == "POST":
        if form.is_valid() and _enter(request, account, form, now):
            return redirect("collection:reading-list")
        kept = form.keep_picture()
    return _enter_page(request, account, form, again, kept)


def _again(request: HttpRequest, user: User, account: Account) -> HandReading | None:
    """Give the disputed reading that is entered again, if it is one."""
    text = request.GET.get("again", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    rows = HandReading.objects.seen_by(user, listing.SEE)
    return rows.filter(pk=text, account=account, state=ReadingState.DISPUTED.value).first()


def _enter(request: HttpRequest, account: Account, form: ReadingForm, now: datetime) -> bool:
    try:
        reading = enter_reading(account, form.screen, by=signed_in(request), now=now)
    except WrongReading as error:
        form.add_wrong(error)
        return False
    form.forget_picture()
    said = _("Entered: %(words)s, that is %(count)s. Another person must read it now.")
    given = {"words": reading.wording, "count": words.interval(reading.count)}
    messages.success(request, said % given)
    return True


def _enter_page(
    request: HttpRequest,
    account: Account,
    form: ReadingForm,
    again: HandReading | None,
    kept: str,
) -> HttpResponse:
    now = timezone.now()
    refusal = ""
    try:
        check_account(account, now)
    except WrongReading as error:
        refusal = why_not(error)
    shown = {
        "account": account,
        "platform": _platform(account),
        "form": form,
        "again": again,
        "kept": kept,
        "megabytes": MEGABYTES,
        "refusal": refusal,
        "by_interface": is_counted_by_interface(account),
        "last": last_counts([account.key], now).get(account.key),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "collection/reading_new.html", shown, status=status)


@require_safe
@page("collection.see_readings")
def reading(request: HttpRequest, number: int) -> HttpResponse:
    return _reading_page(request, _seen(request, number, listing.SEE), NumberForm())


@require_POST
@page("collection.confirm_reading")
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    found = _seen(request, number, listing.CONFIRM)
    form = NumberForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data["wording"]
        try:
            found = confirm_reading(found, typed, by=signed_in(request), now=timezone.now())
        except WrongReading as error:
            form.add_wrong(error)
        else:
            if found.state == ReadingState.CONFIRMED:
                messages.success(request, _("Confirmed: both read the same. It counts now."))
            else:
                messages.warning(request, _("The two numbers differ. It does not count."))
            return redirect("collection:reading", number=number)
    return _reading_page(request, found, form)


@require_POST
@page("collection.confirm_reading")
def decline(request: HttpRequest, number: int) -> HttpResponse:
    found = _seen(request, number, listing.CONFIRM)
    reason = request.POST.get("reason", "")
    try:
        decline_reading(found, reason=reason, by=signed_in(request), now=timezone.now())
    except WrongReading as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Declined. It does not count."))
    return redirect("collection:reading", number=number)


@require_POST
@page("collection.withdraw_run")
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    user = signed_in(request)
    found = _seen(request, number, listing.SEE)
    mine = Import.objects.seen_by(user, "collection.withdraw_run")
    imported = get_object_or_404(mine, run=found.run)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A withdrawal needs a reason. Nothing was changed."))
        return redirect("collection:reading", number=number)
    try:
        reason = form.cleaned_data["reason"]
        withdraw_import(imported.run, reason=reason, by=user, now=timezone.now())
        messages.success(request, _("Withdrawn. It stays visible, and counts no more."))
    except WrongStage:
        messages.error(request, _("This was withdrawn already."))
    return redirect("collection:reading", number=number)


@require_safe
@page("collection.see_readings")
def screenshot(request: HttpRequest, number: int) -> HttpResponse:
    data = listing.evidence_of(_seen(request, number, listing.SEE))
    if data is None:
        raise Http404
    headers = {
        "Content-Disposition": f'inline; filename="reading-{number}.png"',
        "Cache-Control": f"private, max-age={KEEP_SECONDS}",
        "Content-Security-Policy": NOTHING_ELSE,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="image/png", headers=headers)


def _seen(request: HttpRequest, number: int, operation: str) -> HandReading:
    seen = HandReading.objects.seen_by(signed_in(request), operation)
    return get_object_or_404(seen.select_related("account"), pk=number)


def _reading_page(request: HttpRequest, found: HandReading, form: NumberForm) -> HttpResponse:
    user = signed_in(request)
    waits = found.state == ReadingState.WAITING
    is_open = found.state in listing.OPEN
    may_decide = found.entered_by_id != user.pk and may(user, listing.CONFIRM, found)
    knows = waits and may_decide and has_read(found, user)
    mine = Import.objects.seen_by(user, "collection.withdraw_run")
    shown = {
        "reading": found,
        "platform": _platform(found.account),
        "form": form,
        # Whoever might read it again must not know what the first one read.
        "is_blind": waits and found.entered_by_id != user.pk,
        "may_confirm": waits and may_decide and not knows,
        "refusal": why_not(WrongReading("has_read")) if knows else "",
        "may_decline": is_open and may_decide,
        "may_enter": found.state == ReadingState.DISPUTED
        and may(user, listing.ENTER, found.account),
        "may_withdraw": mine.filter(run=found.run, stage=Stage.DONE).exists(),
        "withdrawn": listing.withdrawals([found]).get(found.run),
        "is_kept": listing.evidence_of(found) is not None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "collection/reading.html", shown, status=status)


def _platform(account: Account) -> object:
    return next(said for name, said in PLATFORMS.items() if name.value == account.platform)
