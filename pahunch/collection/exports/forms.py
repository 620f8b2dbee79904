"""What people type on the pages of this room."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from pahunch.collection.exports.reading import Said
from pahunch.lib.tables import Limits
from pahunch.registry.models import Division
from pahunch.staff.models import User
from pahunch.ui.words import named

MEGABYTES = Limits().size // 1_000_000


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what would not be read anyway."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > Limits().size:
            words = _("This file is too large: %(most)s MB at most.")
            raise forms.ValidationError(words, params={"most": MEGABYTES})
        return file


class AboutForm(forms.Form):
    """What somebody who knows the file says of it."""

    accounts = forms.CharField(
        label=_("Account, where the file does not name it"),
        required=False,
        max_length=500,
        help_text=_("Key (x:~name) or @handle; several with commas."),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    exported_on = forms.DateField(
        label=_("Day of the export"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    decimals = forms.ChoiceField(
        label=_("Decimals begin with"),
        required=False,
        choices=[
            ("", _("as the file shows")),
            ("point", _("a point: 1.5")),
            ("comma", _("a comma: 1,5")),
        ],
    )
    dates = forms.ChoiceField(
        label=_("Dates are written"),
        required=False,
        choices=[
            ("", _("as the file shows")),
            ("dmy", _("day first: 31-12-2025")),
            ("mdy", _("month first: 12-31-2025")),
        ],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = Division.objects.seen_by(user, "collection.import_counts").states()
        choices = [(state.code, named(state)) for state in states.order_by("code")]
        field: Any = self.fields["state"]
        field.choices = [("", _("every state")), *choices]

    @property
    def names(self) -> list[str]:
        """The accounts that were named."""
        return [name for name in re.split(r"[,\s]+", self.cleaned_data["accounts"]) if name]

    @property
    def said(self) -> Said:
        """How the file is written."""
        given = self.cleaned_data
        return Said(given["decimals"], given["dates"], given["exported_on"])


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)
