"""What people read of connections: why one failed, how one is, what a page asks for."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pahunch.collection.connecting.ending import Told
from pahunch.collection.connecting.health import Level

WHY_NOT: dict[str, Promise] = {
    "no_sign_in": _("This platform has no sign-in by which an account could be connected."),
    "no_password": _("This platform knows no app passwords."),
    "no_token": _("This platform takes no token that was made elsewhere."),
    "no_bot": _("This platform knows no bots."),
    "no_application": _(
        "The installation is not registered with this platform yet. Its administrator does that "
        "with “pahunch applications set”."
    ),
    "no_server": _("This server could not be asked. Is its name right?"),
    "no_knock": _("This sign-in was not begun here, or was used already. Begin again."),
    "too_late": _("A sign-in must be finished within a quarter of an hour. Begin again."),
    "denied": _("The owner did not consent at the platform. Nothing was connected."),
    "platform": _("The platform did not accept it. Nothing was connected."),
    "wrong_account": _(
        "Somebody signed in as another account than this one. Nothing was kept of it."
    ),
    "unreadable": _("A stored key can't be read. The administrator must look at the keys."),
}

TOLD: dict[Told, Promise] = {
    Told.REVOKED: _("The platform takes the token no more."),
    Told.NO_WAY: _("At the platform itself the owner takes the consent back."),
    Told.SHARED: _(
        "At the platform the sign-in stays, because the same person's other accounts need it."
    ),
    Told.FAILED: _(
        "The platform did not confirm it. The owner should take the consent back there as well."
    ),
}

LEVELS: dict[Level, Promise] = {
    Level.BROKEN: _("Must be connected again"),
    Level.CONSENT_ENDED: _("The consent has ended"),
    Level.EXPIRED: _("The token has ended"),
    Level.EXPIRING: _("The token ends soon and could not be renewed yet"),
    Level.CONSENT_ENDING: _("The consent ends soon"),
    Level.SILENT: _("Nothing was fetched for days"),
    Level.GOOD: _("Good"),
    Level.WITHDRAWN: _("Consent withdrawn"),
}
