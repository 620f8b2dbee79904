"""What is typed about requests for means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.facts import AccountKind
from pahunch.registry.models import Person
from pahunch.registry.names import ACCOUNT_KIND_CHOICES
from pahunch.staff.models import User
from pahunch.support.forms import DayField, NamedField, area
from pahunch.support.means.actions import Ask
from pahunch.support.means.errors import WrongMeans
from pahunch.support.means.words import why_not
from pahunch.support.models.analysts import PAYERS
from pahunch.support.models.means import MeansKind
from pahunch.support.payers import Payer


class SaysWhy(forms.Form):
    """A form that can say why an action refused."""

    def add_wrong(self, error: WrongMeans) -> None:
        """Show why not, above the fields."""
        self.add_error(None, why_not(error))


class AskForm(SaysWhy):
    """What is asked for, for whom, and who is to pay."""

    person = NamedField(
        queryset=Person.objects.none(), label=_("Representative"), to_field_name="slug"
    )
    kind = forms.ChoiceField(label=_("What kind"), choices=MeansKind)
    title = forms.CharField(label=_("What, in a few words"), max_length=200)
    why = forms.CharField(label=_("What for"), max_length=2_000, widget=area(3))
    account_kind = forms.ChoiceField(label=_("For which accounts"), choices=ACCOUNT_KIND_CHOICES)
    paid_by = forms.ChoiceField(
        label=_("Paid by"),
        choices=PAYERS,
        help_text=_("Money of the state serves office accounts only."),
    )
    amount = forms.IntegerField(
        label=_("Rupees, if known"), min_value=0, max_value=2_000_000_000, required=False
    )
    needed_by = DayField(label=_("Needed by"), required=False)

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Person.objects.seen_by(by, "support.ask_means").order_by("name", "pk")
        field = self.fields["person"]
        assert isinstance(field, NamedField)
        field.queryset = rows
        if len(rows[:2]) == 1:
            field.empty_label = None

    def ask(self) -> Ask:
        """Give what was typed."""
        given = self.cleaned_data
        return Ask(
            kind=MeansKind(given["kind"]),
            title=given["title"],
            why=given["why"],
            account_kind=AccountKind(given["account_kind"]),
            paid_by=Payer(given["paid_by"]),
            amount=given["amount"],
            needed_by=given["needed_by"],
        )


class StepForm(SaysWhy):
    """What is said at a step."""

    note = forms.CharField(label=_("Note"), max_length=2_000, required=False, widget=area(2))
