"""What is typed to enter a contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.directives.models import Channel
from pahunch.directives.reminders.actions import Entry
from pahunch.directives.reminders.errors import WrongContact
from pahunch.directives.reminders.words import why_not
from pahunch.registry.models import Membership
from pahunch.ui import words

HOURS = [(hour, f"{hour}:00") for hour in range(25)]


class WhoseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A membership, by the names of its person and place."""

    def label_from_instance(self, obj: Any) -> str:
        """Name it."""
        place = f", {words.named(obj.division)}" if obj.division else ""
        return f"{words.named(obj.person)}{place}"


class ContactForm(forms.Form):
    """Whose office, by which way, in which language and hours, and who agreed until when."""

    membership = WhoseField(
        Membership.objects.none(), label=_("Whose office"), to_field_name="code"
    )
    channel = forms.ChoiceField(label=_("By which way"), choices=Channel)
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        help_text=_("Of the office, not a private one. It is stored sealed, and shown cut short."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("hi", "हिन्दी"), ("en", "English")], initial="hi"
    )
    from_hour = forms.TypedChoiceField(
        label=_("From what hour"), choices=HOURS[:-1], coerce=int, initial=9
    )
    until_hour = forms.TypedChoiceField(
        label=_("Until what hour"), choices=HOURS[1:], coerce=int, initial=18
    )
    consent = forms.CharField(
        label=_("Who agreed, and when"),
        max_length=300,
        help_text=_("Name, office and day. The office can end it at any time."),
    )
    valid_until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, offices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        assert isinstance(field, WhoseField)
        field.queryset = offices

    def add_wrong(self, error: WrongContact) -> None:
        """Show why not, at its field where it has one."""
        field = {"address": "address", "twice": "address", "channel": "channel"}.get(error.why)
        fields = {"hours": "until_hour", "until": "valid_until", "consent": "consent"}
        self.add_error(field or fields.get(error.why), why_not(error))

    @property
    def entry(self) -> Entry:
        """What was typed."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "membership"}
        return Entry(**given)
