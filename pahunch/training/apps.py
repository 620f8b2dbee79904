"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Programmes, sessions, attendance, certificates."""

    name = "pahunch.training"
    verbose_name = _("Training")
