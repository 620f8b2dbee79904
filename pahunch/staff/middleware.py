"""The last door: a view without a rule is refused, and a refusal is a page in words."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from pahunch.staff.errors import Refused
from pahunch.staff.rights import refused_page

SIGN_IN = "a stranger must reach it to sign in; django-allauth limits its rate"
OWN = "one's own sign-in; django-allauth asks for a sign-in itself"

OPEN = {
    "allauth.account.views.LoginView": SIGN_IN,
    "allauth.account.views.SignupView": "says that sign-up is closed; other pages link to it",
    "allauth.account.views.AccountInactiveView": "says that the user is closed",
    "allauth.account.views.LogoutView": "leaving needs no right",
    "allauth.account.views.PasswordChangeView": OWN,
    "allauth.account.views.PasswordSetView": OWN,
    "allauth.account.views.ReauthenticateView": OWN,
    "allauth.mfa.base.views.AuthenticateView": SIGN_IN,
    "allauth.mfa.base.views.IndexView": OWN,
    "allauth.mfa.base.views.ReauthenticateView": OWN,
    "allauth.mfa.totp.views.ActivateTOTPView": OWN,
    "allauth.mfa.totp.views.DeactivateTOTPView": OWN,
    "allauth.mfa.recovery_codes.views.ViewRecoveryCodesView": OWN,
    "allauth.mfa.recovery_codes.views.GenerateRecoveryCodesView": OWN,
    "allauth.mfa.recovery_codes.views.DownloadRecoveryCodesView": OWN,
    "allauth.mfa.webauthn.views.AddWebAuthnView": OWN,
    "allauth.mfa.webauthn.views.EditWebAuthnView": OWN,
    "allauth.mfa.webauthn.views.ListWebAuthnView": OWN,
    "allauth.mfa.webauthn.views.RemoveWebAuthnView": OWN,
    "allauth.mfa.webauthn.views.ReauthenticateWebAuthnView": OWN,
    "allauth.mfa.webauthn.views.LoginWebAuthnView": SIGN_IN,
    "django.views.i18n.set_language": "the language is for everybody; it sets a cookie",
    "django.views.static.serve": "styles and scripts, in local use only",
    "django.contrib.staticfiles.views.serve": "styles and scripts, in local use only",
    "pahunch.collection.deliveries.views.deliver": "platforms knock; told by their signature",
    "ninja.openapi.views.openapi_json": "describes the API; holds no data",
    "ninja.openapi.views.openapi_view": "describes the API; holds no data",
    "ninja.openapi.views.default_home": "says that the API's root is empty",
    "pahunch.training.proof.views.verify": "whoever is shown a certificate; by its code only",
    "pahunch.training.proof.views.test": "whoever is trained has no user; by a personal code",
    "pahunch.operate.views.health": "a load balancer asks; it answers that the server runs",
}
"""Views that need no right of ours, each with the reason."""

View = Callable[..., HttpResponseBase]


def name_of(view: View) -> str:
    """Give the dotted name of a view: of its class where it has one."""
    if isinstance(view, partial):
        return name_of(view.func)
    named: Any = getattr(view, "view_class", view)
    return f"{named.__module__}.{named.__qualname__}"


def operations_of(view: View) -> list[str] | None:
    """Give the operations that rule a view; None: no rule stands over it.

    The view that django-ninja makes for an address serves several functions, one a method;
    it is ruled where each of them is.
    """
    own = getattr(view, "operation", None)
    if isinstance(own, str):
        return [own]
    if getattr(view, "__module__", "") != "ninja.operation":
        return None
    served = inspect.getclosurevars(view).nonlocals["self"].operations
    names = [getattr(one.view_func, "operation", None) for one in served]
    ruled = [name for name in names if isinstance(name, str)]
    return ruled if len(ruled) == len(names) else None


class RuleMiddleware:
    """Refuse a view that has no rule, and turn a refusal by an action into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let through what has a rule or is open; refuse the rest."""
        if name_of(view) in OPEN or operations_of(view) is not None:
            return None
        return refused_page(request, _("This page has no rule about who may see it."))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say why an action refused."""
        if isinstance(exception, Refused):
            return refused_page(request, str(exception))
        return None
