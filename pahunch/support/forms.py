"""What the forms of this room share: days, names in the language of the page, refusals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model

from pahunch.facts import AccountKind
from pahunch.registry.names import ACCOUNT_KIND_CHOICES
from pahunch.ui import words


class DayField(forms.DateField):
    """A day, asked for as browsers do."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **kwargs)


class NamedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of several rows, by its name in the language of the page."""

    def label_from_instance(self, obj: Model) -> str:
        """Give the name."""
        return words.named(obj) if hasattr(obj, "name") else str(obj)


class KindsField(forms.MultipleChoiceField):
    """Kinds of account."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=ACCOUNT_KIND_CHOICES, widget=forms.CheckboxSelectMultiple, **kwargs
        )

    def clean(self, value: Any) -> list[AccountKind]:
        """Give the kinds of the facts."""
        return [AccountKind(one) for one in super().clean(value)]


def area(rows: int = 3) -> forms.Textarea:
    """Make a field of several lines."""
    return forms.Textarea(attrs={"rows": rows})
