"""Why there is no comparison, and why a file or a wish is not taken, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pahunch.measures.peers.errors import WrongPeers
from pahunch.rules.peers import Why

WHY_NOT: dict[str, Promise] = {
    "table": gettext_lazy("The file cannot be read as a table: %(said)s."),
    "column": gettext_lazy("There is no column %(name)s."),
    "empty": gettext_lazy("This cell is empty."),
    "division": gettext_lazy("%(code)s is no constituency of this state."),
    "share": gettext_lazy("This is no share: write 0.62 or 62%."),
    "twice": gettext_lazy("This constituency comes twice."),
    "long": gettext_lazy("This is longer than %(most)s letters."),
    "roll": gettext_lazy("This roll is of another state."),
    "changed": gettext_lazy("Somebody changed the sets %(code)s past the program."),
    "nobody": gettext_lazy("The registry has no constituency of this state."),
}
NO_SET: dict[Why, Promise] = {
    Why.NO_ELECTORS: gettext_lazy("the roll has no number of electors for it"),
    Why.NO_RESERVATION: gettext_lazy("its reservation is not known"),
    Why.TOO_FEW: gettext_lazy("too few constituencies are like it"),
}
NO_RANK: dict[Why, Promise] = {
    Why.ABSENT: gettext_lazy("somebody of the set is not bound or was not judged"),
    Why.INCOMPLETE: gettext_lazy("coverage differs: not every account was counted"),
    Why.PLATFORMS: gettext_lazy("coverage differs: not everybody is on the same platforms"),
    Why.DAYS: gettext_lazy("coverage differs: not everybody was counted on the same days"),
}


def why_not(error: WrongPeers) -> str:
    """Say in the language of the page why something is not taken, and where in a file."""
    said = str(WHY_NOT[error.why])
    if error.given:
        said %= error.given
    if error.row is not None and error.column is not None:
        given = {"row": error.row, "column": error.column, "said": said}
        return _("Row %(row)s, column %(column)s: %(said)s") % given
    return said


def no_comparison(why: Why) -> str:
    """Say why somebody has no set, or nobody of a set is ranked."""
    if why in NO_SET:
        return _("No comparison: %(why)s.") % {"why": NO_SET[why]}
    return _("Nobody is ranked: %(why)s.") % {"why": NO_RANK[why]}
