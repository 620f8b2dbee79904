"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """Measures beside the verdict."""

    name = "pahunch.measures"
    verbose_name = _("Measures")
