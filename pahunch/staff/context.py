"""What the header of every page asks about who is signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from pahunch.staff.models import User
from pahunch.staff.rights import may


def menu(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Tell, when a page asks, whether the reader may open the book of deeds."""
    return {
        "sees_deeds": lambda: _sees(request, "staff.see_deeds"),
    }


def _sees(request: HttpRequest, operation: str) -> bool:
    user = getattr(request, "user", None)
    return isinstance(user, User) and may(user, operation)
