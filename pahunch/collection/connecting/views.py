"""The pages of connections: how they are, connecting an account, ending a consent."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.collection.connecting.consents import connector_of, finish, take_knock
from pahunch.collection.connecting.ending import withdraw_consent
from pahunch.collection.connecting.entering import Given, connect_by
from pahunch.collection.connecting.forms import ConsentForm, EndForm, entry_form
from pahunch.collection.connecting.health import ailing, health
from pahunch.collection.connecting.listing import (
    CONNECT,
    Wanted,
    accounts_for,
    kept_by,
    platforms,
    rows,
)
from pahunch.collection.connecting.words import LEVELS, TOLD, WHY_NOT
from pahunch.collection.errors import CannotConnect, Unreadable
from pahunch.registry.models import Account
from pahunch.registry.names import PLATFORMS
from pahunch.staff.rights import page, signed_in

A_PAGE = 50
USUAL_CONSENT = timedelta(days=365)


@require_safe
@page("collection.see_connections")
def connections(request: HttpRequest) -> HttpResponse:
    user, now, wanted = signed_in(request), timezone.now(), Wanted.of(request.GET)
    kept = kept_by(user)
    here = Paginator(accounts_for(user, wanted), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "ailing": [(one, LEVELS[one.level]) for one in ailing(kept, now)],
        "accounts": here,
        "rows": rows(list(here), user, now),
        "platforms": platforms(),
        "wanted": wanted,
        "connected": kept.count(),
    }
    return render(request, "collection/connections.html", shown)


@require_safe
@page("collection.see_connections")
def connections_line(request: HttpRequest) -> HttpResponse:
    """One line for the overview, where connections need somebody; else nothing."""
    found = ailing(kept_by(signed_in(request)), timezone.now())
    return render(request, "collection/_connections_line.html", {"ailing": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page("collection.connect_account")
def connect(request: HttpRequest, key: str) -> HttpResponse:
    account = get_object_or_404(Account.objects.seen_by(signed_in(request), CONNECT), key=key)
    given = request.POST if request.method == "POST" else None
    form = ConsentForm(given, initial=_usual())
    about = {"handle": account.handle, "server": account.handle.rpartition("@")[2]}
    way = entry_form(connector_of(account).entry, given, initial=about)
    error: tuple[Promise, str] | None = None
    if request.method == "POST" and form.is_valid() and way.is_valid():
        try:
            return _connect(request, account, form, way)
        except CannotConnect as problem:
            error = WHY_NOT[problem.why], problem.said
        except Unreadable:
            error = WHY_NOT["unreadable"], ""
    return _connect_page(request, account, form, way, error)


def _connect_page(
    request: HttpRequest,
    account: Account,
    form: ConsentForm,
    way: Form,
    error: tuple[Promise, str] | None,
) -> HttpResponse:
    kept = kept_by(signed_in(request)).filter(account=account).first()
    now = health(kept, timezone.now()) if kept else None
    shown = {
        "account": account,
        "entry": connector_of(account).entry.value,
        "platform": _platform(account),
        "form": form,
        "way": way,
        "now": now,
        "words": LEVELS[now.level] if now else None,
        "error": error,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "collection/connect.html", shown, status=status)


def _connect(request: HttpRequest, account: Account, form: ConsentForm, way: Form) -> HttpResponse:
    given = Given(redirect=_redirect(request), **way.cleaned_data)
    there = connect_by(account, form.consent, given, by=signed_in(request), now=timezone.now())
    if there is None:
        messages.success(request, _("Connected: %(account)s") % {"account": account.key})
        return redirect("collection:connections")
    shown = {"account": account, "there": there, "platform": _platform(account)}
    return render(request, "collection/connect_go.html", shown)


@never_cache
@require_safe
@page("collection.connect_account")
def back(request: HttpRequest) -> HttpResponse:
    """Where platforms send an owner back to: with a code, or with a refusal."""
    user, now, code = signed_in(request), timezone.now(), request.GET.get("code", "")
    try:
        knock = take_knock(request.GET.get("state", ""), by=user, now=now)
        finish(knock.account, knock, code, redirect=_redirect(request), by=user, now=now)
    except CannotConnect as error:
        words = str(WHY_NOT[error.why])
        messages.error(request, f"{words} ({error.said})" if error.said else words)
    except Unreadable:
        messages.error(request, str(WHY_NOT["unreadable"]))
    else:
        said = _("Connected: %(account)s") % {"account": knock.account.key}
        messages.success(request, said)
    return redirect("collection:connections")


@require_POST
@page("collection.connect_account")
def end(request: HttpRequest, key: str) -> HttpResponse:
    user = signed_in(request)
    account = get_object_or_404(Account.objects.seen_by(user, CONNECT), key=key)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ending a consent needs a reason. Nothing was changed."))
        return redirect("collection:connect", key=key)
    reason = form.cleaned_data["reason"]
    told = withdraw_consent(account, reason=reason, by=user, now=timezone.now())
    if told is None:
        messages.info(request, _("This account was not connected."))
    else:
        messages.success(request, _("The consent has ended, and its token was erased."))
        if told in TOLD:
            messages.info(request, str(TOLD[told]))
    return redirect("collection:connections")


def _redirect(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("collection:connect-back"))


def _platform(account: Account) -> Promise:
    return next(words for name, words in PLATFORMS.items() if name.value == account.platform)


def _usual() -> dict[str, object]:
    purpose = _(
        "The state counts this account's followers and posts every day, notes the language of "
        "its posts and whether they tell of government work without keeping their words, reads "
        "what people write to it so that they are answered, and shows the figures to those in "
        "charge. It posts nothing and changes nothing."
    )
    return {"consent_for": purpose, "consent_until": timezone.localdate() + USUAL_CONSENT}
