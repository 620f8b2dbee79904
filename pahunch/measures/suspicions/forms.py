"""What is typed on the page of a suspicion."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.measures.suspicions.errors import WrongSuspicion
from pahunch.measures.suspicions.words import why_not

UPHOLD, DISMISS = "uphold", "dismiss"


class SaysWhy(forms.Form):
    """A form that can say why an action refused."""

    def add_wrong(self, error: WrongSuspicion) -> None:
        """Show why not, above the fields."""
        self.add_error(None, why_not(error))


class AnswerForm(SaysWhy):
    """What the holder says."""

    words = forms.CharField(
        label=_("What happened on these days?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A visit, a broadcast, an advertisement, a news item: with the day."),
    )


class DecisionForm(SaysWhy):
    """What somebody decides."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (DISMISS, _("dismiss: the growth is explained, or may be chance")),
            (UPHOLD, _("uphold: these followers are doubtful")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReopenForm(SaysWhy):
    """Why a decision is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=2_000)
