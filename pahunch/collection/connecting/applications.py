"""The installation's own registrations with platforms: their keys, and what they may spend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pahunch.collection.models import Application
from pahunch.collection.sealing import seal
from pahunch.facts import Platform
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be set; None leaves what is there. `cap`: millionths of a dollar a month."""

    client_id: str | None = None
    client_secret: str | None = None
    token: str | None = None
    webhook_secret: str | None = None
    cap: int | None = None
    enabled: bool | None = None

    @property
    def secrets(self) -> dict[str, str]:
        """Those that are sealed before they are stored. An empty one is never set."""
        given = {
            "client_secret": self.client_secret,
            "token": self.token,
            "webhook_secret": self.webhook_secret,
        }
        return {name: text for name, text in given.items() if text}

    @property
    def open(self) -> dict[str, object]:
        """Those that anybody may read."""
        given = {"client_id": self.client_id, "cap": self.cap, "enabled": self.enabled}
        return {name: value for name, value in given.items() if value not in (None, "")}


@action("collection.set_application")
@transaction.atomic
def set_application(
    platform: Platform, change: Change, *, by: User | None, now: datetime
) -> Application:
    """Set what is given; a new key also makes an application good that was broken.

    The deed names what was set, and of the secrets no letter.
    """
    application, _ = Application.objects.select_for_update().get_or_create(
        platform=platform.value, server=""
    )
    for name, value in change.open.items():
        setattr(application, name, value)
    for name, text in change.secrets.items():
        setattr(application, name, seal(text))
    if change.secrets:
        application.broken_at, application.broken_code = None, ""
    application.save()
    detail = {"set": sorted([*change.open, *change.secrets]), "cap": application.cap}
    subject = f"application:{platform.value}"
    record("collection.application_set", subject, by=by, at=now, detail=detail)
    return application
