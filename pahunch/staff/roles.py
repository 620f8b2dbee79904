"""The roles that a grant may give."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is here for. A grant joins a role to a part of the state."""

    STATE_CELL = "state_cell", _("State cell")
    """Runs registry, collection and directives."""
    ANALYST = "analyst", _("Analyst")
    """Works with named representatives."""
    DEPARTMENT_OFFICER = "department_officer", _("Department officer")
    """Reads one department."""
    DISTRICT_OFFICER = "district_officer", _("District officer")
    """Reads one part of the tree of divisions."""
    BLOCK_TRAINER = "block_trainer", _("Block trainer")
    """Trains workers in a block or district, and reads it."""
    OFFICE = "office", _("Representative's office")
    """Reads its own representative."""
    REVIEWER = "reviewer", _("Reviewer")
    """Reads every verdict of its part."""
    AUDITOR = "auditor", _("Auditor")
    """Reads everything, the deeds as well, and changes nothing."""
    ADMINISTRATOR = "administrator", _("Administrator")
    """Manages users, grants and settings; edits no fact."""
