"""The pages of connections: how they are, connecting an account, ending a consent."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pahunch.collection.connecting.consents import begin, connector_of, finish, take_knock
from pahunch.collection.connecting.entering import enter_password, note_bot
from pahunch.collection.connecting.forms import ConsentForm, EndForm, entry_form
from pahunch.collection.connecting.health import Health, ailing, health
from pahunch.collection.connecting.keeping import withdraw_consent
from pahunch.collection.connecting.words import LEVELS, WHY_NOT
from pahunch.collection.errors import CannotConnect, Unreadable
from pahunch.collection.models import Connection, State
from pahunch.platforms.base import Entry
from pahunch.platforms.catalogue import connectors
from pahunch.registry.models import Account
from pahunch.registry.names import PLATFORMS
from pahunch.staff.models import User
from pahunch.staff.rights import page, signed_in

A_PAGE = 50
USUAL_CONSENT = timedelta(days=365)
SEE, CONNECT = "collection.see_connections", "collection.connect_account"


@require_safe
@page("collection.see_connections")
def connections(request: HttpRequest) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    open_to = {
        platform: connector
        for platform, connector in connectors(settings.PLATFORM_BASES).items()
        if connector.entry != Entry.NONE
    }
    chosen = request.GET.get("platform", "")
    only = [platform.value for platform in open_to if chosen in ("", platform.value)]
    kept = Connection.objects.seen_by(user, SEE).exclude(state=State.WITHDRAWN.value)
    accounts = Account.objects.seen_by(user, SEE).filter(platform__in=only)
    if wanted := request.GET.get("q", "").strip():
        accounts = accounts.filter(
            Q(key__icontains=wanted)
            | Q(person__name__icontains=wanted)
            | Q(person__name_hi__icontains=wanted)
            | Q(department__name__icontains=wanted)
            | Q(division__name__icontains=wanted)
        )
    if request.GET.get("open"):
        accounts = accounts.exclude(pk__in=kept.values("account"))
    listed = accounts.select_related("person", "department", "division").order_by("key").distinct()
    here = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    pks = [account.pk for account in here]
    mine = Account.objects.seen_by(user, CONNECT).filter(pk__in=pks)
    held = {one.account_id: health(one, now) for one in kept.filter(account__in=pks)}
    shown = {
        "ailing": _worded(ailing(kept, now)),
        "accounts": here,
        "rows": [
            (account, _worded([held[account.pk]] if account.pk in held else [])) for account in here
        ],
        "mine": set(mine.values_list("pk", flat=True)),
        "platforms": [(platform.value, PLATFORMS[platform]) for platform in open_to],
        "chosen": chosen,
        "wanted": wanted,
        "only_open": bool(request.GET.get("open")),
        "connected": kept.count(),
    }
    return render(request, "collection/connections.html", shown)


@require_safe
@page("collection.see_connections")
def connections_line(request: HttpRequest) -> HttpResponse:
    """One line for the overview, where connections need somebody; else nothing."""
    kept = Connection.objects.seen_by(signed_in(request), SEE)
    return render(
        request, "collection/_connections_line.html", {"ailing": ailing(kept, timezone.now())}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page("collection.connect_account")
def connect(request: HttpRequest, key: str) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    account = get_object_or_404(Account.objects.seen_by(user, CONNECT), key=key)
    entry = connector_of(account).entry
    given = request.POST or None
    form = ConsentForm(given, initial=_usual(account))
    way = entry_form(entry, given, initial={"handle": _handle(account), "server": _server(account)})
    kept = Connection.objects.seen_by(user, CONNECT).filter(account=account)
    shown = {
        "account": account,
        "entry": entry.value,
        "platform": _platform(account),
        "form": form,
        "way": way,
        "asks": connector_of(account).sign_in,
        "kept": _worded([health(one, now) for one in kept.exclude(state=State.WITHDRAWN.value)]),
        "redirect": _redirect(request),
    }
    if request.method == "POST" and form.is_valid() and way.is_valid():
        try:
            return _connect(request, account, form, way, user)
        except CannotConnect as error:
            shown["error"], shown["said"] = WHY_NOT[error.why], error.said
        except Unreadable:
            shown["error"] = WHY_NOT["unreadable"]
    status = 422 if request.method == "POST" else 200
    return render(request, "collection/connect.html", shown, status=status)


def _connect(
    request: HttpRequest, account: Account, form: ConsentForm, way: Form, user: User
) -> HttpResponse:
    now, entry = timezone.now(), connector_of(account).entry
    if entry == Entry.PASSWORD:
        given = way.cleaned_data
        enter_password(
            account,
            form.consent,
            handle=given["handle"],
            password=given["password"],
            by=user,
            now=now,
        )
    elif entry == Entry.BOT:
        note_bot(account, form.consent, by=user, now=now)
    else:
        server = way.cleaned_data.get("server", "")
        there = begin(
            account,
            form.consent,
            redirect=_redirect(request),
            server=server,
            by=user,
            now=now,
        )
        shown = {"account": account, "there": there, "platform": _platform(account)}
        return render(request, "collection/connect_go.html", shown)
    messages.success(request, _("Connected: %(account)s") % {"account": account.key})
    return redirect("collection:connections")


@never_cache
@require_safe
@page("collection.connect_account")
def back(request: HttpRequest) -> HttpResponse:
    """Where platforms send an owner back to: with a code, or with a refusal."""
    user, now = signed_in(request), timezone.now()
    try:
        knock = take_knock(request.GET.get("state", ""), by=user, now=now)
        code = request.GET.get("code", "")
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
    if withdraw_consent(account, reason=reason, by=user, now=timezone.now()):
        messages.success(request, _("The consent has ended, and its token was erased."))
    else:
        messages.info(request, _("This account was not connected."))
    return redirect("collection:connections")


def _worded(every: list[Health]) -> list[tuple[Health, object]]:
    return [(one, LEVELS[one.level]) for one in every]


def _redirect(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("collection:connect-back"))


def _platform(account: Account) -> object:
    return next(words for name, words in PLATFORMS.items() if name.value == account.platform)


def _usual(account: Account) -> dict[str, object]:
    purpose = _(
        "The state counts this account's followers and posts every day, reads what people write "
        "to it so that they are answered, and shows the figures to those in charge. It posts "
        "nothing and changes nothing."
    )
    return {
        "consent_for": purpose,
        "consent_until": timezone.localdate() + USUAL_CONSENT,
    }


def _handle(account: Account) -> str:
    last = account.handles.order_by("-starts", "-pk").first()
    return last.handle if last else ""


def _server(account: Account) -> str:
    name = _handle(account) or account.platform_id
    return name.rpartition("@")[2] if "@" in name else ""
