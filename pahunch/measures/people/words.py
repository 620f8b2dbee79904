"""Why a survey is not taken, and where a verdict on people would change, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pahunch.facts import Standing
from pahunch.measures.people.errors import WrongSurvey
from pahunch.rules.people import Turn
from pahunch.ui import words

WHY_NOT: dict[str, Promise] = {
    "table": gettext_lazy("The file cannot be read as a table: %(said)s."),
    "column": gettext_lazy("There is no column %(name)s."),
    "empty": gettext_lazy("This cell is empty."),
    "differs": gettext_lazy("What is said of the whole survey is said once, or always alike."),
    "code": gettext_lazy("A code has small letters, digits and hyphens only."),
    "state": gettext_lazy("The registry has no state %(code)s."),
    "asked": gettext_lazy("Say whom the survey asked: followers, electors or users."),
    "day": gettext_lazy("Write the day as 2026-03-31."),
    "number": gettext_lazy("This is no whole number above zero."),
    "share": gettext_lazy("This is no share: write 0.62 or 62%."),
    "ends": gettext_lazy("The share must lie between its own ends."),
    "platform": gettext_lazy("%(name)s is no platform that is known here."),
    "itself": gettext_lazy("A platform stands beside itself."),
    "twice": gettext_lazy("These two platforms come twice."),
    "pairs": gettext_lazy("The file has no two platforms beside each other."),
    "known": gettext_lazy("There is a survey with this code already. Surveys are not edited."),
    "large": gettext_lazy("The file is too large: a table of overlaps has some hundred rows."),
    "long": gettext_lazy("This is longer than %(most)s letters."),
    "address": gettext_lazy("Write the address with https:// in front."),
    "withdrawn": gettext_lazy("This survey was withdrawn already."),
    "no_reason": gettext_lazy("Say why."),
    "no_source": gettext_lazy("Say where anybody can look the survey up."),
}


def why_not(error: WrongSurvey) -> str:
    """Say in the language of the page why a survey is not taken, and where in the file."""
    said = str(WHY_NOT[error.why])
    if error.given:
        said %= error.given
    if error.row is not None and error.column is not None:
        given = {"row": error.row, "column": error.column, "said": said}
        return _("Row %(row)s, column %(column)s: %(said)s") % given
    return said


def turn_in_words(turn: Turn) -> str:
    """Say whether a verdict is the same over the whole interval, and where it would change."""
    if turn.standing is Standing.MET:
        return _("On target over the whole interval.")
    if turn.standing is Standing.NOT_MET:
        return _("Behind over the whole interval.")
    if turn.turns_low is None:
        return _("How many follow in all is not known, and so neither is where it would change.")
    return " ".join([_changes(turn), _allowed(turn)]).strip()


def _changes(turn: Turn) -> str:
    assert turn.turns_low is not None
    met, behind = _percent(turn.turns_low), turn.turns_high
    if behind is None or _percent(behind) == met:
        said = _(
            "On target if at most %(share)s of all follows are by people counted already, "
            "behind if more are."
        )
        return said % {"share": met} if behind is not None else _open(met)
    said = _(
        "On target if at most %(low)s of all follows are by people counted already, behind if "
        "more than %(high)s are; between them the counts are too coarse to say."
    )
    return said % {"low": met, "high": _percent(behind)}


def _open(met: str) -> str:
    said = _(
        "On target if at most %(share)s of the follows that are known are by people counted "
        "already; when it would be behind is not known, because an upper end is not."
    )
    return said % {"share": met}


def _allowed(turn: Turn) -> str:
    if turn.least is None or turn.most is None:
        return ""
    said = _("The ends allow %(low)s to %(high)s.")
    return said % {"low": _percent(turn.least), "high": _percent(turn.most)}


def _percent(part: float) -> str:
    return words.percent(part)
