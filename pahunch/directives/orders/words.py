"""An order in words: what it asks, the names of its fields, why a receipt is not taken."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pahunch.directives.models import Directive
from pahunch.directives.orders.errors import WrongReceipt
from pahunch.registry.names import ACCOUNT_KINDS, PLATFORMS, PostKind
from pahunch.ui import words

WHY: dict[str, Callable[[], str]] = {
    "not_bound": lambda: gettext("This directive does not bind this representative today."),
    "changed": lambda: gettext("The directive was changed meanwhile: read it again."),
}
FIELDS: dict[str, Promise] = {
    "title": _("title"),
    "title_hi": _("title in Hindi"),
    "text": _("text"),
    "text_hi": _("text in Hindi"),
    "issuer": _("issuer"),
    "issuer_hi": _("issuer in Hindi"),
    "issuer_kind": _("kind of issuer"),
    "meeting": _("meeting"),
    "meeting_hi": _("meeting in Hindi"),
    "issued_on": _("issued on"),
    "due_on": _("due on"),
    "starts": _("in force from"),
    "usual_day": _("day that pages judge"),
    "binds": _("kind of post bound"),
    "only": _("those bound by name"),
    "share_numerator": _("share, numerator"),
    "share_denominator": _("share, denominator"),
    "adding": _("how accounts add up"),
    "kinds": _("kinds of account"),
    "platforms": _("platforms"),
    "fresh_days": _("days that a count stays fresh"),
    "where": _("where the followers are"),
    "roll": _("roll"),
    "roster": _("roster"),
    "survey": _("survey"),
    "replaces": _("what it replaces"),
    "source": _("source"),
    "verified": _("verified"),
}


def why_not(error: WrongReceipt) -> str:
    """Say why a receipt is not taken."""
    return WHY[error.why]()


def field_name(name: str) -> str:
    """Name a field of an order as people do."""
    return str(FIELDS.get(name, name))


def terms_of(directive: Directive) -> list[str]:
    """Say what an order asks, a sentence each."""
    terms = directive.terms
    kinds = [str(words_of) for kind, words_of in ACCOUNT_KINDS.items() if kind in terms.kinds]
    platforms = [str(name) for platform, name in PLATFORMS.items() if platform in terms.platforms]
    said = [
        gettext("Target: %(share)s of the electors of the constituency; %(roll)s.")
        % {"share": words.goal(terms.share), "roll": words.named(directive.roll)},
        gettext("Counted: %(adding)s, %(where)s.")
        % {"adding": directive.get_adding_display(), "where": directive.get_where_display()},
        gettext("Kinds of account: %(kinds)s.") % {"kinds": ", ".join(kinds)},
        gettext("Platforms: %(platforms)s.")
        % {"platforms": ", ".join(platforms) or gettext("all")},
    ]
    if terms.fresh_days is not None:
        said.append(
            ngettext(
                "A count older than %(number)s day is not used.",
                "A count older than %(number)s days is not used.",
                terms.fresh_days,
            )
            % {"number": words.number(terms.fresh_days)}
        )
    return said


def binds_of(directive: Directive, named: int) -> str:
    """Say who is bound: everybody of a kind of post, or some of them by name."""
    kind = PostKind(directive.binds).label
    if not named:
        return gettext("Everybody who holds a post of this kind: %(kind)s") % {"kind": kind}
    return gettext("By name, %(number)s of the kind: %(kind)s") % {
        "number": words.number(named),
        "kind": kind,
    }
