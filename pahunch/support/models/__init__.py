"""The tables of this room: who supports whom, means, plans."""

from __future__ import annotations

from pahunch.support.models.analysts import Analyst, Assignment, Handover, Team
from pahunch.support.models.means import MeansRequest
from pahunch.support.models.plans import Plan, PlanStep

__all__ = ["Analyst", "Assignment", "Handover", "MeansRequest", "Plan", "PlanStep", "Team"]
