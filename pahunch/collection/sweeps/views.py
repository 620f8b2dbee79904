"""The pages of sweeps: what was counted on a day, and what each platform offers and costs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pahunch.collection.connecting.states import states
from pahunch.collection.coverage import Coverage, State, Sum, coverage_on, of_state
from pahunch.collection.sweeps.words import STATES, WHY, of_ask, of_need
from pahunch.platforms.catalogue import connectors
from pahunch.platforms.costs import cost
from pahunch.registry.models import Account, Division
from pahunch.registry.names import PLATFORMS
from pahunch.staff.rights import page, signed_in

A_PAGE = 50
MOST_ACCOUNTS = 10_000_000
MOST_POSTS = 1_000


@require_safe
@page("collection.see_coverage")
def coverage(request: HttpRequest) -> HttpResponse:
    found = _coverage(request)
    state = request.GET.get("only", "")
    lines = [line for line in found.lines if line.state.value == state or not state]
    if not state:
        lines = [line for line in lines if line.state != State.COUNTED]
    here = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "coverage": found,
        "total": found.total(),
        "parts": parts(found),
        "states": [(one.value, STATES[one]) for one in State],
        "only": state,
        "here": here,
        "lines": [
            (line, STATES[line.state], WHY.get(line.why.split(" ")[0], line.why)) for line in here
        ],
        "places": Division.objects.seen_by(signed_in(request), "collection.see_coverage").states(),
        "place": request.GET.get("state", ""),
    }
    return render(request, "collection/coverage.html", shown)


@require_safe
@page("collection.see_coverage")
def coverage_line(request: HttpRequest) -> HttpResponse:
    """One line for the overview: how many of those due were counted on the day."""
    found = _coverage(request)
    return render(
        request, "collection/_coverage_line.html", {"coverage": found, "total": found.total()}
    )


@require_safe
@page("collection.see_platforms")
def platforms(request: HttpRequest) -> HttpResponse:
    accounts = _number(request, "accounts", 230, MOST_ACCOUNTS)
    posts = _number(request, "posts", 0, MOST_POSTS)
    every = connectors(settings.PLATFORM_BASES)
    connected = states({p.value: each for p, each in every.items()}, now=timezone.now())
    rows = [
        {
            "name": PLATFORMS[platform],
            "connector": connector,
            "offers": [(of_ask(ask), of, of_need(of.need)) for ask, of in connector.offers.items()],
            "line": cost(platform, accounts, posts_a_day=posts),
            "connected": connected[platform.value],
        }
        for platform, connector in every.items()
    ]
    money = sum(cost(each, accounts, posts_a_day=posts).money_a_month for each in every)
    shown = {"rows": rows, "accounts": accounts, "posts": posts, "dollars": money / 1_000_000}
    return render(request, "collection/platforms.html", shown)


def _coverage(request: HttpRequest) -> Coverage:
    user, now = signed_in(request), timezone.now()
    mine = Account.objects.seen_by(user, "collection.see_coverage")
    accounts = of_state(mine, request.GET.get("state", ""))
    today = timezone.localdate(now)
    try:
        day = min(date.fromisoformat(request.GET.get("as_of", "")), today)
    except ValueError:
        day = today
    return coverage_on(day, accounts, connectors(settings.PLATFORM_BASES), now=now)


def parts(found: Coverage) -> list[tuple[str, list[tuple[object, dict[str, int]]]]]:
    """Give the sums by platform, district and department, each with its words."""
    names = {platform.value: words for platform, words in PLATFORMS.items()}
    every: list[tuple[str, Iterable[tuple[object, Sum]]]] = [
        ("platform", [(names[key], part) for key, part in found.by_platform().items()]),
        ("district", found.by_district().items()),
        ("department", found.by_department().items()),
    ]
    return [(kind, [(key, part.as_dict()) for key, part in sums]) for kind, sums in every]


def _number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    text = request.GET.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdecimal() else usual
