"""What people type to connect an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pahunch.collection.connecting.keeping import Consent, end_of
from pahunch.platforms.base import Entry

LONGEST = timedelta(days=5 * 366)
"""A consent for longer than a term of an assembly is asked for again."""


class ConsentForm(forms.Form):
    """Who consents, to what, until when, and whom to call."""

    consent_by = forms.CharField(
        label=_("Who consents for the account"),
        max_length=200,
        help_text=_("Name and office of the owner, or of whoever may decide for the owner."),
    )
    consent_for = forms.CharField(
        label=_("What for"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The owner should read this sentence. It is kept with the consent."),
    )
    consent_until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day on which it may be asked. The owner can end it earlier."),
    )
    call = forms.CharField(
        label=_("Whom to call when it breaks"),
        max_length=200,
        help_text=_("The office's number or e-mail address, not a private one."),
    )
    agreed = forms.BooleanField(label=_("The owner knows of this and agrees."))

    def clean_consent_until(self) -> datetime:
        """Give the end of that day. It must lie ahead, and not too far."""
        day = self.cleaned_data["consent_until"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today to five years from now."))
        return end_of(day)

    @property
    def consent(self) -> Consent:
        """What was typed."""
        given = self.cleaned_data
        return Consent(
            given["consent_by"], given["consent_for"], given["consent_until"], given["call"]
        )


class ServerForm(forms.Form):
    server = forms.CharField(
        label=_("Server of the account"),
        max_length=253,
        help_text=_("What stands after the second @: mastodon.social"),
    )


class PasswordForm(forms.Form):
    handle = forms.CharField(label=_("Handle"), max_length=253)
    password = forms.CharField(
        label=_("App password"),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Made by the owner in the settings, under “App passwords”. It is not kept."),
    )


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


def entry_form(entry: Entry, *args: Any, **kwargs: Any) -> forms.Form:
    """Give the fields that one way in asks for on top of the consent; maybe none."""
    kinds: dict[Entry, type[forms.Form]] = {
        Entry.SERVER: ServerForm,
        Entry.PASSWORD: PasswordForm,
    }
    return kinds.get(entry, forms.Form)(*args, **kwargs)
