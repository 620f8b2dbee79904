"""What is typed to plan and hold a review, to note something, to commit somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pahunch.directives.models import Directive, Review, ReviewKind
from pahunch.directives.periods.forms import DayField
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.directives.publishing.words import why_not as why_not_published
from pahunch.directives.reviews.actions import Plan, Undertaking
from pahunch.directives.reviews.agenda import Agenda, names_of
from pahunch.directives.reviews.errors import WrongReview
from pahunch.directives.reviews.words import why_not
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.ui import words

if TYPE_CHECKING:
    OneMembership = forms.ModelChoiceField[Membership]
    ManyMemberships = forms.ModelMultipleChoiceField[Membership]
else:
    OneMembership, ManyMemberships = forms.ModelChoiceField, forms.ModelMultipleChoiceField


def label_of(membership: Membership) -> str:
    """Name somebody with the constituency, in the language of the page."""
    place = f", {words.named(membership.division)}" if membership.division else ""
    return f"{words.named(membership.person)}{place}"


class OneField(OneMembership):
    """One representative."""

    def label_from_instance(self, obj: Membership) -> str:
        """Name them."""
        return label_of(obj)


class ManyField(ManyMemberships):
    """Several representatives."""

    def label_from_instance(self, obj: Membership) -> str:
        """Name them."""
        return label_of(obj)


class PlanForm(forms.Form):
    """The day, the title, the place in both languages, and who comes."""

    day = DayField(label=_("Day of the review"))
    title = forms.CharField(label=_("Title in English"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    place = forms.CharField(label=_("Place in English"), max_length=200, required=False)
    place_hi = forms.CharField(label=_("Place in Hindi"), max_length=200, required=False)

    def __init__(self, directive: Directive, kind: ReviewKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        bound = directive.bound().select_related("person", "division")
        rows: QuerySet[Membership] = bound.order_by("division__number", "code")
        if kind is ReviewKind.ONE_TO_ONE:
            self.fields["who"] = OneField(rows, label=_("With whom"), to_field_name="code")
        else:
            self.fields["who"] = ManyField(
                rows,
                label=_("Who takes part"),
                to_field_name="code",
                required=False,
                widget=forms.SelectMultiple(attrs={"size": 6}),
                help_text=_("Nobody chosen: everyone who is bound on that day."),
            )

    def add_wrong(self, error: WrongReview) -> None:
        """Show why not, above the fields."""
        self.add_error(None, why_not(error))

    @property
    def plan(self) -> Plan:
        """What was typed."""
        given = self.cleaned_data
        who = given["who"]
        return Plan(
            kind=self.kind,
            day=given["day"],
            title=given["title"],
            title_hi=given["title_hi"],
            place=given["place"],
            place_hi=given["place_hi"],
            participants=[who] if isinstance(who, Membership) else list(who),
        )


class HoldForm(forms.Form):
    """The day judged, and whether a one-to-one freezes its verdict."""

    as_of = DayField(label=_("As of the end of"))
    freezes = forms.BooleanField(
        label=_("Publish the verdict of that day, for good"), required=False
    )

    def add_wrong(self, error: WrongReview | WrongPublication) -> None:
        """Show why not."""
        said = why_not(error) if isinstance(error, WrongReview) else why_not_published(error)
        self.add_error(None, said)


class CancelForm(forms.Form):
    """Why a review does not take place."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class NoteForm(forms.Form):
    """Words, of a point of the agenda or in general."""

    item = forms.ChoiceField(label=_("Point of the agenda"), required=False)
    text = forms.CharField(
        label=_("Note"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, agenda: Agenda, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("in general")), *names_of(agenda)]


class CommitForm(forms.Form):
    """What is to be done, by whom, by when, and of which representative."""

    text = forms.CharField(
        label=_("What is to be done"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who will do it"),
        required=False,
        to_field_name="username",
        empty_label=_("the post named below"),
    )
    owner_post = forms.CharField(label=_("Name of a post"), max_length=200, required=False)
    due_on = DayField(label=_("By"))
    membership = OneField(
        Membership.objects.none(),
        label=_("Of which representative"),
        required=False,
        to_field_name="code",
        empty_label=_("of all"),
    )

    def __init__(self, review: Review, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "owner": User.objects.filter(is_active=True).order_by("username"),
            "membership": review.participants.select_related("person", "division").order_by(
                "division__number", "code"
            ),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset

    @property
    def undertaking(self) -> Undertaking:
        """What was typed."""
        return Undertaking(**self.cleaned_data)


class CloseForm(forms.Form):
    """What was done, or why it is dropped."""

    note = forms.CharField(label=_("What was done, or why not"), max_length=1_000)
