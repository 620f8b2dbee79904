"""What people read of a sweep: states, reasons, kinds of fetch, needs."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pahunch.collection.coverage import State
from pahunch.platforms.base import Ask, Need

STATES: dict[State, Promise] = {
    State.COUNTED: _("Counted"),
    State.REFUSED: _("Refused"),
    State.WAITING: _("Waiting"),
    State.NEVER_ASKED: _("Never asked"),
    State.NOT_OFFERED: _("Not offered"),
}

WHY: dict[str, Promise] = {
    "waiting": _("the platform is busy, or its limit is used up"),
    "not_yet": _("its turn has not come yet"),
    "refused": _("a permission or a review is missing"),
    "disconnected": _("the account must be connected again"),
    "gone": _("the account is not there any more"),
    "failed": _("a fault of ours; the log has it"),
    "not_offered": _("the platform has no interface for it"),
    "not_connected": _("nobody has given consent yet"),
    "no_application": _("no application is registered with the platform"),
    "no_cap": _("no spending cap has been set"),
    "never_asked": _("it was never this account's turn"),
}

ASKS: dict[Ask, Promise] = {
    Ask.COUNTS: _("followers and posts, with consent"),
    Ask.PUBLIC_COUNTS: _("followers and posts of any public account"),
    Ask.POSTS: _("posts with engagement"),
    Ask.ENGAGEMENT: _("engagement of known posts"),
    Ask.INBOX: _("what people write to the account"),
    Ask.MESSAGES: _("messages that only the two can read"),
    Ask.AUDIENCE: _("places of followers"),
}

NEEDS: dict[Need, Promise] = {
    Need.NOTHING: _("open to everybody"),
    Need.APPLICATION: _("needs the installation's own key"),
    Need.CONNECTION: _("needs the account's consent"),
}


def of_ask(ask: Ask) -> Promise:
    """Say what a kind of fetch brings."""
    return ASKS[ask]


def of_need(need: Need) -> Promise:
    """Say what a platform wants to see first."""
    return NEEDS[need]
