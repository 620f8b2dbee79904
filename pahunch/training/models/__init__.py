"""The tables of this room."""

from __future__ import annotations

from pahunch.training.models.people import Double, Phone, Roster, Trainee
from pahunch.training.models.programmes import Plan, Programme, Question
from pahunch.training.models.proof import Certificate, Result
from pahunch.training.models.sessions import Attendance, Invitation, Session

__all__ = [
    "Attendance",
    "Certificate",
    "Double",
    "Invitation",
    "Phone",
    "Plan",
    "Programme",
    "Question",
    "Result",
    "Roster",
    "Session",
    "Trainee",
]
