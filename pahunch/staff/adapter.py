"""Sign-in by django-allauth, in our words: no public sign-up, and a deed for each sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pahunch.staff.actions import subject
from pahunch.staff.deeds import record
from pahunch.staff.models import User

STRANGER = "stranger"
"""Who failed to sign in, in the book of deeds."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up, writes deeds for sign-in, failed sign-in and sign-out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: an administrator adds people."""
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Write the deed, and give the page the language that the user chose."""
        methods = [
            str(one["method"]) for one in request.session.get("account_authentication_methods", [])
        ]
        record(
            "staff.signed_in",
            subject(user),
            by=user,
            at=timezone.now(),
            detail={"methods": methods},
        )
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language:
            remember_language(response, user.language)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the deed. A name that nobody has is not kept: it may be a mistyped password."""
        username = credentials.get("username", "")
        known = User.objects.filter(username=username).first()
        record(
            "staff.sign_in_failed",
            subject(known) if known else "user:unknown",
            by=None,
            by_name=STRANGER,
            at=timezone.now(),
        )

    def logout(self, request: HttpRequest) -> None:
        """Write the deed, then sign out."""
        if request.user.is_authenticated:
            user = User.objects.get(pk=request.user.pk)
            record("staff.signed_out", subject(user), by=user, at=timezone.now())
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Write the deed of somebody changing their own password."""
        super().set_password(user, password)
        record("staff.password_changed", subject(user), by=user, at=timezone.now())


def watch_second_steps() -> None:
    """Write a deed whenever somebody adds or removes a key, an app or recovery codes."""
    authenticator_added.connect(_added, dispatch_uid="staff.second_step_added")
    authenticator_removed.connect(_removed, dispatch_uid="staff.second_step_removed")
    authenticator_reset.connect(_renewed, dispatch_uid="staff.second_step_renewed")


def _added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record_step("staff.second_step_added", user, authenticator)


def _removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record_step("staff.second_step_removed", user, authenticator)


def _renewed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    _record_step("staff.second_step_renewed", user, authenticator)


def _record_step(verb: str, user: User, authenticator: Authenticator) -> None:
    # `user` is the request's lazy object, which a deed cannot name.
    owner = User.objects.get(pk=user.pk)
    detail = {"kind": str(authenticator.type)}
    record(verb, subject(owner), by=owner, at=timezone.now(), detail=detail)


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the cookie that Django's LocaleMiddleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
