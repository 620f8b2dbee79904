"""What people type and choose about surveys: a file, its confirmation, a reason."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from pahunch.measures.people.errors import WrongSurvey
from pahunch.measures.people.reading import SMALL, Draft, read_survey
from pahunch.measures.people.words import why_not

MOST = SMALL.size * 4 // 3 + 4
"""Letters of the largest file that is taken, written as base64."""


class SurveyForm(forms.Form):
    """A file of a survey, or the same one again as it was shown.

    A table of overlaps is small: between showing and confirming it travels with the page, and
    is read and checked anew when it comes back.
    """

    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    kept = forms.CharField(required=False, max_length=MOST, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the file: a chosen one first, else the one that was shown before."""
        given = super().clean() or self.cleaned_data
        data = self._data(given)
        try:
            given["draft"] = _read(data)
        except WrongSurvey as error:
            raise forms.ValidationError(why_not(error)) from error
        given["kept"] = base64.b64encode(data).decode("ascii")
        return given

    def _data(self, given: dict[str, Any]) -> bytes:
        file: UploadedFile[bytes] | None = given.get("file")
        if file is not None:
            if (file.size or 0) > SMALL.size:
                raise forms.ValidationError(why_not(WrongSurvey("large")))
            content: bytes = file.read()
            return content
        try:
            data = base64.b64decode(given.get("kept", ""), validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not data:
            raise forms.ValidationError(_("Choose a file."))
        return data

    @property
    def draft(self) -> Draft:
        """What the file says."""
        draft: Draft = self.cleaned_data["draft"]
        return draft


def _read(data: bytes) -> Draft:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "survey"
        path.write_bytes(data)
        return read_survey(path)
