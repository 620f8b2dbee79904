"""Whose training is to be taken again: the last certificate of each person and programme."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from pahunch.staff.models import User
from pahunch.training.models import Certificate


def due_by(user: User, operation: str, today: date, days: int) -> QuerySet[Certificate]:
    """Give certificates whose refresher is due within so many days, and that none followed."""
    person = Coalesce("trainee__same_as", "trainee")
    later = (
        Certificate.objects.filter(programme=OuterRef("programme"), withdrawn_at=None)
        .alias(person=person)
        .filter(person=OuterRef("person"))
        .filter(
            Q(session__day__gt=OuterRef("session__day"))
            | Q(session__day=OuterRef("session__day"), pk__gt=OuterRef("pk"))
        )
    )
    seen = Certificate.objects.seen_by(user, operation)
    return (
        seen.filter(
            withdrawn_at=None,
            refresher_on__lte=today + timedelta(days=days),
            trainee__forgotten_at=None,
        )
        .alias(person=person)
        .filter(~Exists(later))
        .select_related("trainee__block", "programme", "session")
        .order_by(F("refresher_on"), "pk")
    )
