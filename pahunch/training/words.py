"""What this room says: why something is not taken, and what spoke for and against a proposal."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pahunch.training.errors import WrongTraining
from pahunch.training.people.reading import Trouble

WHY_NOT: dict[str, Promise] = {
    "column": _("No column of the file is the %(name)s. Needed are a name and a block."),
    "table": _("The file is no table that can be read: %(said)s."),
    "no_rows": _("The file has no rows below its head."),
    "known_file": _("This file was brought in for the same before, and has nobody new."),
    "file_gone": _("The file waits no longer. Choose it again."),
    "cancelled": _("The session is cancelled."),
    "no_reason": _("Say why."),
    "decided": _("Somebody decided before. Take that back first."),
    "not_decided": _("Nobody has decided."),
    "no_step": _("The session is not in a state for that."),
    "too_early": _("A session that is still to come can't have been held."),
    "nobody_came": _("Nobody is marked as having come."),
    "code_unknown": _("There is no invitation with this code for this programme."),
    "full": _("All places of the session are taken."),
    "block_far": _("The block does not lie where the session is."),
    "code_taken": _("The code is taken."),
    "questions": _("Each question needs its words, two to five choices and one right one."),
    "place": _("A plan is of a block or a district of the programme's state."),
    "people": _("The number of people must be a whole number from 1 on."),
    "due": _("The day is written 2027-03-31 or 31-03-2027."),
    "no_test": _("The programme has no test."),
    "score": _("So many right answers there can't be."),
    "not_attended": _("The test is for those who came."),
    "tries": _("The test was tried three times. Ask your trainer."),
    "answers": _("Answer every question."),
    "not_held": _("Certificates are given when the session was held."),
    "withdrawn": _("The certificate is withdrawn already."),
    "no_font": _("No font with Devanagari letters is installed: install Noto Sans Devanagari."),
    "name_empty": _("the name is missing"),
    "name": _("this is no name"),
    "long": _("longer than 120 letters"),
    "block_empty": _("the block is missing"),
    "block_unknown": _("no block is called so"),
    "block_several": _("several blocks are called so: %(fits)s"),
    "block_elsewhere": _("no such block in this district; there is %(fits)s"),
    "block_not_yours": _("you may not bring in people of this block"),
    "district_unknown": _("no district is called so"),
    "phone": _("this is no mobile number"),
    "consent": _("neither yes nor no"),
}
"""Why something is not taken, by the word of the error."""

REASONS: dict[str, Promise] = {
    "same_name": _("the same name"),
    "part_of_name": _("the same given name, the surname is missing or a letter is other"),
    "same_phone": _("the same phone"),
    "near_phone": _("a phone with half of the digits equal"),
    "other_phone": _("another phone"),
    "same_guardian": _("the same father or husband"),
    "other_guardian": _("another father or husband"),
    "same_village": _("the same village"),
    "other_village": _("another village"),
    "same_work": _("the same post"),
    "other_work": _("another post"),
    "other_block": _("another block"),
    "other_district": _("another district"),
}
"""What spoke for and against two rows being one person."""


def why_not(error: WrongTraining) -> str:
    """Say why something is not taken."""
    return str(WHY_NOT[error.why]) % error.given


def wrong_with(trouble: Trouble) -> str:
    """Say what is wrong with a row."""
    return str(WHY_NOT[trouble.why]) % {"fits": ", ".join(trouble.fits) or "—"}


def reasons(double_why: list[str]) -> list[str]:
    """Say what spoke for and against."""
    return [str(REASONS[word]) for word in double_why if word in REASONS]
