"""What people type on the pages of this room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("as the browser asks")), ("hi", "हिन्दी"), ("en", "English")],
    )


class DeedsForm(forms.Form):
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    subject = forms.CharField(label=_("To what"), required=False, max_length=300)
    who = forms.CharField(label=_("Who"), required=False, max_length=150)
