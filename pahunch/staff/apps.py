"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """People who use the system."""

    name = "pahunch.staff"
    verbose_name = _("Staff")
