"""Plans in words: what a step suggests, and why something is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pahunch.facts import Platform
from pahunch.registry.names import PLATFORMS
from pahunch.rules.effect import Why
from pahunch.rules.plan import Kind
from pahunch.support.models import PlanStep
from pahunch.support.plans.actions import OWN
from pahunch.support.plans.errors import WrongPlan
from pahunch.ui import words

WHY: dict[str, Promise] = {
    "roster": _("Its members lie in the lake, not in the registry."),
    "state": _("Somebody has gone on with this in the meantime."),
    "days": _("A plan lasts two weeks or more: in less nothing can be seen afterwards."),
    "no_words": _("Say why."),
    "changed": _("The frozen peers were changed past the program. Freeze new ones."),
    "election": _("In an election period targets rest, and nothing is proposed."),
    "owner": _("Whoever sees to a plan must be able to see it."),
}
NO_EFFECT: dict[Why, Promise] = {
    Why.TOO_SOON: _("Less than two weeks have passed: too soon to compare."),
    Why.NOT_COUNTED: _("Not compared: no account was counted before, at the start and after."),
    Why.TOO_FEW: _("Not compared: of fewer than four peers enough is known."),
}


def why_not(error: WrongPlan) -> str:
    """Say why an action was refused."""
    return str(WHY[error.why])


def step(one: PlanStep) -> str:
    """Say what a step suggests, with the figures that it rests on."""
    if one.kind == OWN:
        return str(one.figures["words"])
    return _SAID[Kind(one.kind)](one.figures)


def a_day(value: float | None) -> str:
    """Write followers a day: whole, or with a decimal where they are few."""
    if value is None:
        return words.NOTHING
    return f"{value:.1f}" if abs(value) < 10 else words.number(round(value))


def account(key: str) -> str:
    """Name an account by its platform, and its id there."""
    name, _colon, of = key.partition(":")
    return f"{PLATFORMS[Platform(name)]} ({of.removeprefix('~')})"


def _access(said: Mapping[str, Any]) -> str:
    sentence = gettext("Connect %(account)s again: the access that its owner gave has ended.")
    return sentence % {"account": account(said["account"])}


def _count(said: Mapping[str, Any]) -> str:
    if "account" not in said:
        return gettext("Find the accounts: the registry knows none that counts.")
    if "days" not in said:
        sentence = gettext("Have %(account)s counted: nobody did in half a year.")
        return sentence % {"account": account(said["account"])}
    days = round(said["days"])
    sentence = ngettext(
        "Have %(account)s counted: the last count is %(days)s day old.",
        "Have %(account)s counted: the last count is %(days)s days old.",
        days,
    )
    return sentence % {"account": account(said["account"]), "days": words.number(days)}


def _platform(said: Mapping[str, Any]) -> str:
    sentence = gettext("Begin on %(platform)s: %(peers)s of %(of)s peers are there.")
    return sentence % {
        "platform": PLATFORMS[Platform(said["platform"])],
        "peers": words.number(round(said["peers"])),
        "of": words.number(round(said["of"])),
    }


def _posts(said: Mapping[str, Any]) -> str:
    more = round(said["more"])
    sentence = ngettext(
        "Post %(more)s time more a week: now %(weekly)s, the middle of %(of)s peers %(median)s.",
        "Post %(more)s times more a week: now %(weekly)s, the middle of %(of)s peers %(median)s.",
        more,
    )
    return sentence % {
        "more": words.number(more),
        "weekly": f"{said['weekly']:.1f}",
        "median": f"{said['median']:.1f}",
        "of": words.number(round(said["of"])),
    }


def _comments(said: Mapping[str, Any]) -> str:
    sentence = gettext("Answer what people write: %(share)s of %(written)s is unanswered.")
    return sentence % {
        "share": words.percent(said["unanswered"]),
        "written": words.number(round(said["written"])),
    }


def _growth(said: Mapping[str, Any]) -> str:
    sentence = gettext("Look into %(account)s: it did not grow in four weeks (%(net)s at most).")
    return sentence % {
        "account": account(said["account"]),
        "net": words.number(round(said["high"])),
    }


_SAID: dict[Kind, Callable[[Mapping[str, Any]], str]] = {
    Kind.ACCESS: _access,
    Kind.COUNT: _count,
    Kind.PLATFORM: _platform,
    Kind.POSTS: _posts,
    Kind.COMMENTS: _comments,
    Kind.GROWTH: _growth,
}
