"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectionConfig(AppConfig):
    """Counts coming in."""

    name = "pahunch.collection"
    verbose_name = _("Collection")
