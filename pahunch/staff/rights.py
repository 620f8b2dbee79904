"""Who may do what: the one place where a right is decided.

A view is declared with `@page`, an action with `@action`; rows are narrowed with
`SeenBy.seen_by`. The table itself stands in `operations`, places and scopes in `scopes`,
and what other rooms need of them is taken from here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from pahunch.staff.errors import Refused
from pahunch.staff.operations import OPERATIONS, Operation
from pahunch.staff.scopes import EVERYWHERE, Place, Scope, SeenBy, covers, held

if TYPE_CHECKING:
    from pahunch.staff.models import User
    from pahunch.staff.scopes import Anybody

__all__ = [
    "EVERYWHERE",
    "OPERATIONS",
    "Operation",
    "Place",
    "Refused",
    "Scope",
    "SeenBy",
    "action",
    "covers",
    "held",
    "may",
    "operation",
    "page",
    "refusal",
    "require",
    "signed_in",
]

P = ParamSpec("P")
R = TypeVar("R")


def may(user: Anybody, operation: str, where: Place | Model | None = None) -> bool:
    """Tell whether a user may do an operation: at a place, on a row, or (None) anywhere.

    A row's places come from its model's `scope`. KeyError: no such operation.
    """
    if OPERATIONS[operation].everybody:
        return bool(user.is_authenticated and user.is_active)
    grants = held(user, operation)
    if where is None:
        return bool(grants)
    places = [where] if isinstance(where, Place) else where.scope.places(where)  # type: ignore[attr-defined]
    return any(covers(grant, place) for grant in grants for place in places)


def require(user: User | None, operation: str, where: Place | Model | None = None) -> None:
    """Raise Refused unless the user may. None is the operator at the command line, who may."""
    if user is None and operation in OPERATIONS:
        return
    if user is not None and may(user, operation, where):
        return
    elsewhere = user is not None and where is not None and may(user, operation)
    raise Refused(operation, refusal(elsewhere=elsewhere))


def refusal(*, elsewhere: bool) -> str:
    """Say why not, to the person: no right at all, or not for this part of the state."""
    if elsewhere:
        return _("You may do this, but not for this part of the state.")
    return _("Your account has no right to do this.")


def action(
    operation: str, *, place: str | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare an action: refuse, before anything happens, whoever may not.

    The action takes `by: User | None` as a keyword. `place` names the argument that holds
    the row or Place concerned; without it the action concerns the whole installation, and
    only a grant of the whole installation is enough.
    """
    OPERATIONS[operation]  # a wrong name stops the start

    def declare(act: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(act)
        for name in filter(None, ("by", place)):
            if name not in signature.parameters:
                raise TypeError(f"{act.__qualname__} has no argument {name!r}")

        @wraps(act)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            given = signature.bind(*args, **kwargs).arguments
            require(given["by"], operation, given[place] if place else EVERYWHERE)
            return act(*args, **kwargs)

        guarded.operation = operation  # type: ignore[attr-defined]
        return guarded

    return declare


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(operation: str) -> Callable[[View[P]], View[P]]:
    """Declare a view: sign-in first, then the rule; a refusal is a page in words.

    Enough to enter is the right anywhere; what is shown is narrowed with `seen_by`, and a
    single row is asked for with `may` or fetched through `seen_by`.
    """
    OPERATIONS[operation]  # a wrong name stops the start

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not may(request.user, operation):
                return refused_page(request, refusal(elsewhere=False))
            return view(request, *args, **kwargs)

        guarded.operation = operation  # type: ignore[attr-defined]
        return guarded

    return declare


Answer = Callable[Concatenate[HttpRequest, P], R]


def operation(name: str) -> Callable[[Answer[P, R]], Answer[P, R | HttpResponseBase]]:
    """Declare an operation of the API: 401 to a stranger, 403 with words to the unentitled."""
    OPERATIONS[name]  # a wrong name stops the start

    def declare(answer: Answer[P, R]) -> Answer[P, R | HttpResponseBase]:
        @wraps(answer)
        def guarded(
            request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> R | HttpResponseBase:
            if not request.user.is_authenticated:
                return JsonResponse({"detail": _("Sign in first.")}, status=401)
            if not may(request.user, name):
                return JsonResponse({"detail": refusal(elsewhere=False)}, status=403)
            return answer(request, *args, **kwargs)

        guarded.operation = name  # type: ignore[attr-defined]
        # django-ninja reads the types of the arguments, and would look for their names here.
        guarded.__signature__ = inspect.signature(answer, eval_str=True)  # type: ignore[attr-defined]
        return guarded

    return declare


def signed_in(request: HttpRequest) -> User:
    """Give the user of a request that a rule has let through; Refused for a stranger."""
    if not request.user.is_authenticated:
        raise Refused("", _("Sign in first."))
    return request.user


def refused_page(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer 403 with a page that says why, and what can be done."""
    return render(request, "staff/refused.html", {"reason": reason}, status=403)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    # Django's redirect_to_login stands in a module that needs the models to be loaded, and
    # models take their scope from here.
    query = urlencode({"next": request.get_full_path()})
    address = f"{resolve_url(settings.LOGIN_URL)}?{query}"
    if getattr(request, "htmx", False):
        # A fragment must not show the sign-in page inside itself.
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
