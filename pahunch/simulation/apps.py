"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """The made-up state."""

    name = "pahunch.simulation"
    label = "simulation"
