"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """Analysts, means and plans."""

    name = "pahunch.support"
    verbose_name = _("Support")
