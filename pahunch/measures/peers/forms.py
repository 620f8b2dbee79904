"""What people choose about comparison sets: the roll whose electors count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import Division, Roll
from pahunch.staff.models import User
from pahunch.ui.words import named

FREEZE = "measures.freeze_peers"


class FreezeForm(forms.Form):
    """A roll of a state in which the user may freeze sets."""

    roll = forms.ModelChoiceField(queryset=Roll.objects.none(), label=_("Roll"), empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = Division.objects.seen_by(user, FREEZE).states()
        rolls = Roll.objects.filter(state__in=states).select_related("state")
        field: Any = self.fields["roll"]
        field.queryset = rolls.order_by("state__code", "-year")
        field.label_from_instance = lambda roll: f"{named(roll.state)} · {named(roll)}"
