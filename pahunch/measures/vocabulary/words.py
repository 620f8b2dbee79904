"""Why a term is not taken, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import SpeaksOf
from pahunch.registry.vocabulary import WrongTerm

WHY_NOT: dict[str, Promise] = {
    "there": _("%(term)s is there already, as: %(speaks_of)s. Withdraw it first."),
    "not_there": _("%(term)s is not in this vocabulary."),
    "long": _("This is longer than %(most)s letters."),
    "words": _("Write one to %(most)s words."),
    "script": _("Hindi is written in Devanagari, Hinglish and English in Latin letters."),
    "no_reason": _("Say why."),
}
FIELDS = {"no_reason": "reason", "script": "language"}
"""The field that is wrong, where it is not the term."""


def why_not(error: WrongTerm) -> str:
    """Say in the language of the page why a term is not taken."""
    given = dict(error.given)
    if "speaks_of" in given:
        given["speaks_of"] = SpeaksOf(str(given["speaks_of"])).label
    return str(WHY_NOT[error.why]) % given
