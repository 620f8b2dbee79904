"""What people type and choose: a new term, why one is withdrawn, a sentence to try."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.measures.vocabulary.words import FIELDS, why_not
from pahunch.registry.models import Division, SpeaksOf, TermLanguage
from pahunch.registry.vocabulary import LONGEST, WrongTerm
from pahunch.rules.government_work import Term, TermClass

LONGEST_POST = 2_000


class TermForm(forms.Form):
    """A term to be added."""

    term = forms.CharField(label=_("Word or phrase"), max_length=LONGEST)
    language = forms.ChoiceField(label=_("Written in"), choices=TermLanguage.choices)
    speaks_of = forms.ChoiceField(label=_("Speaks of"), choices=SpeaksOf.choices)
    reason = forms.CharField(label=_("Reason"), max_length=500)

    @property
    def asked(self) -> Term:
        """The term as the rule reads it."""
        given = self.cleaned_data
        return Term(given["term"], given["language"], TermClass(given["speaks_of"]))

    def add_wrong(self, error: WrongTerm) -> None:
        """Show why the term was not taken, beside the field that is wrong."""
        self.add_error(FIELDS.get(error.why, "term"), why_not(error))


class WithdrawForm(forms.Form):
    """Which term is taken out, and why."""

    term = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=TermLanguage.choices, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=500)


class TryForm(forms.Form):
    """A sentence to be read, and where its account's constituency is."""

    text = forms.CharField(
        label=_("A post, or a sentence of one"),
        max_length=LONGEST_POST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.ModelChoiceField(
        label=_("Constituency of the account"),
        queryset=Division.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("none"),
    )

    def __init__(self, *args: Any, state: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Division.objects.under(state.path).constituencies()
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
