"""What is typed to publish a verdict."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.directives.models import Directive, PublishedVerdict
from pahunch.directives.publishing.actions import Draft
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.directives.publishing.words import why_not


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PublishForm(forms.Form):
    """The day, the title in both languages, and why."""

    as_of = forms.DateField(label=_("As of the end of"), widget=DayInput())
    title = forms.CharField(label=_("Title in English"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    corrects = forms.ModelChoiceField(
        PublishedVerdict.objects.none(),
        label=_("Takes the place of"),
        required=False,
        to_field_name="code",
        empty_label=_("nothing published before"),
    )
    reason = forms.CharField(
        label=_("What for"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The meeting that it is published for, or what it corrects."),
    )

    def __init__(self, directive: Directive, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = PublishedVerdict.objects.filter(directive=directive, corrected_by=None)
        field = self.fields["corrects"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = earlier.order_by("-published_at")

    def add_wrong(self, error: WrongPublication) -> None:
        """Show why not, above the fields."""
        self.add_error(None, why_not(error))

    @property
    def draft(self) -> Draft:
        """What was typed."""
        given = self.cleaned_data
        return Draft(
            as_of=given["as_of"],
            title=given["title"],
            title_hi=given["title_hi"],
            reason=given["reason"],
            corrects=given["corrects"],
        )
