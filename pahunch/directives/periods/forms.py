"""What is typed to order or end an election period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.directives.periods.errors import WrongPeriod
from pahunch.directives.periods.words import why_not
from pahunch.registry.models import Division
from pahunch.staff.models import User
from pahunch.ui import words


class DayField(forms.DateField):
    """A day, asked for as browsers do."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **kwargs)


class StateField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A state, by its name in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        """Name it."""
        return words.named(obj)


class PeriodForm(forms.Form):
    """The state, the days and the reason."""

    state = StateField(
        Division.objects.none(), label=_("State"), to_field_name="code", empty_label=None
    )
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("The announcement, with its day.")
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Division.objects.seen_by(user, "directives.order_period").states()

    def add_wrong(self, error: WrongPeriod) -> None:
        """Show why not, above the fields."""
        self.add_error(None, why_not(error))


class EndForm(forms.Form):
    """Why a period ends early."""

    reason = forms.CharField(label=_("Reason"), max_length=500)

    def add_wrong(self, error: WrongPeriod) -> None:
        """Show why not."""
        self.add_error(None, why_not(error))
