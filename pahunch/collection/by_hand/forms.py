"""What people type and choose: a number with its screenshot, and the number again."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pahunch.collection.by_hand.actions import Screen
from pahunch.collection.by_hand.pictures import MOST_BYTES, as_kept
from pahunch.collection.by_hand.words import FIELDS, why_not
from pahunch.collection.errors import WrongReading
from pahunch.collection.exports import waiting
from pahunch.staff.models import User

MOMENT = "%Y-%m-%dT%H:%M"


class NumberForm(forms.Form):
    """The number on a screenshot, read by the second person."""

    wording = forms.CharField(
        label=_("Followers, as they stand on the screen"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "big", "autocomplete": "off", "autocapitalize": "off"}
        ),
        help_text=_("12,345 or 12.3K or 12.3 हज़ार: neither rounded nor written out."),
    )

    def add_wrong(self, error: WrongReading) -> None:
        """Show why the reading was not taken, beside the field that is wrong."""
        field = FIELDS.get(error.why)
        self.add_error(field if field in self.fields else None, why_not(error))


class ReadingForm(NumberForm):
    """A number that somebody read, with the screenshot.

    A browser forgets a chosen file when a page comes back, so that a good screenshot is kept
    for its uploader until the rest is right as well.
    """

    screenshot = forms.FileField(
        label=_("Screenshot"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    seen_at = forms.DateTimeField(
        label=_("When the screenshot was taken"),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    looked_again = forms.BooleanField(label=_("I have looked again"), required=False)
    kept = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = ("screenshot", "wording", "seen_at", "looked_again")

    def __init__(self, *args: Any, user: User, before: bytes | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.before = before
        """The screenshot of a reading that is entered again."""

    @property
    def asks_to_look_again(self) -> bool:
        """True where the number is far from the last one."""
        return self.is_bound and bool("looked_again" in self.errors or self["looked_again"].data)

    def clean_screenshot(self) -> bytes | None:
        """Give the picture that was chosen now, as it will be kept."""
        file: UploadedFile[bytes] | None = self.cleaned_data["screenshot"]
        if file is None:
            return None
        try:
            return as_kept(file.read(MOST_BYTES + 1))
        except WrongReading as error:
            raise forms.ValidationError(why_not(error)) from error

    def clean(self) -> dict[str, Any]:
        """Take the screenshot that was kept before, where none was chosen now."""
        given = super().clean() or self.cleaned_data
        if "screenshot" in self.errors:
            return given
        earlier = waiting.find(given.get("kept", ""), self.user)
        given["picture"] = (
            given.get("screenshot") or (earlier.read_bytes() if earlier else None) or self.before
        )
        if given["picture"] is None:
            self.add_error("screenshot", why_not(WrongReading("no_screenshot")))
        return given

    def keep_picture(self) -> str:
        """Keep a good screenshot for the next try; give its checksum, empty without one."""
        picture = self.cleaned_data.get("picture")
        if not picture:
            return ""
        return waiting.keep(BytesIO(picture), "screenshot.png", self.user, timezone.now())

    def forget_picture(self) -> None:
        """Forget what was kept for the next try."""
        if kept := self.cleaned_data.get("kept"):
            waiting.drop(kept, self.user)

    @property
    def screen(self) -> Screen:
        """What was seen."""
        given = self.cleaned_data
        return Screen(
            given["wording"], given["seen_at"], given["picture"], looked_again=given["looked_again"]
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)
