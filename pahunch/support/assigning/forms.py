"""What is typed about analysts, teams and assignments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.facts import Platform
from pahunch.registry.models import Division, Person
from pahunch.registry.names import PLATFORM_CHOICES
from pahunch.staff.models import User
from pahunch.support.assigning.actions import Profile, Wanted
from pahunch.support.assigning.errors import WrongAssignment
from pahunch.support.assigning.words import LANGUAGES, why_not
from pahunch.support.forms import DayField, KindsField, NamedField, area
from pahunch.support.models import Analyst, Team
from pahunch.support.models.analysts import MOST_HOURS, PAYERS
from pahunch.support.payers import Payer

ON_OFFER = [one for one in PLATFORM_CHOICES if one[0] not in {Platform.UNSTATED, Platform.KOO}]


class SaysWhy(forms.Form):
    """A form that can say why an action refused."""

    def add_wrong(self, error: WrongAssignment) -> None:
        """Show why not, above the fields."""
        self.add_error(None, why_not(error))


class ProfileForm(SaysWhy):
    """What is said of an analyst."""

    hours = forms.IntegerField(label=_("Hours a week"), min_value=1, max_value=MOST_HOURS)
    paid_by = forms.ChoiceField(
        label=_("Paid by"),
        choices=PAYERS,
        help_text=_("Money of the state serves office accounts only."),
    )
    ends = DayField(label=_("Takes work until"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES.items(), widget=forms.CheckboxSelectMultiple
    )
    platforms = forms.MultipleChoiceField(
        label=_("Platforms"), choices=ON_OFFER, widget=forms.CheckboxSelectMultiple
    )

    def profile(self) -> Profile:
        """Give what was typed."""
        given = self.cleaned_data
        return Profile(
            given["languages"],
            given["platforms"],
            given["hours"],
            Payer(given["paid_by"]),
            given["ends"],
        )


class AnalystForm(ProfileForm):
    """A new analyst: which user, of which state."""

    user = NamedField(queryset=User.objects.none(), label=_("User"))
    state = NamedField(queryset=Division.objects.none(), label=_("State"), empty_label=None)
    field_order = ["user", "state", "hours", "paid_by", "ends", "languages", "platforms"]

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = User.objects.filter(is_active=True, analyst=None).order_by("name", "username")
        self.fields["user"].queryset = free  # type: ignore[attr-defined]
        states = Division.objects.seen_by(by, "support.manage_analysts").states()
        self.fields["state"].queryset = states  # type: ignore[attr-defined]


class TeamForm(SaysWhy):
    """A team: its names, who leads, who is in it."""

    code = forms.SlugField(label=_("Code"), max_length=60)
    name = forms.CharField(label=_("Name"), max_length=200)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=200, required=False)
    lead = NamedField(queryset=Analyst.objects.none(), label=_("Who leads"))
    members = forms.ModelMultipleChoiceField(
        queryset=Analyst.objects.none(),
        label=_("Members"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Analyst.objects.seen_by(by, "support.manage_analysts").select_related("user")
        for name in ("lead", "members"):
            self.fields[name].queryset = rows.order_by("user__name")  # type: ignore[attr-defined]


class MembersForm(TeamForm):
    """Who leads and who is in a team that there is."""

    code = name = name_hi = None  # type: ignore[assignment]


class WorkerField(forms.ChoiceField):
    """An analyst or a team, as `a:1` or `t:1`."""

    def offer(self, by: User) -> None:
        """Offer those to whom the user may assign."""
        analysts = Analyst.objects.seen_by(by, "support.assign").select_related("user")
        teams = Team.objects.seen_by(by, "support.assign")
        self._rows: dict[str, Analyst | Team] = {}
        self._rows |= {f"a:{one.pk}": one for one in analysts.order_by("user__name", "pk")}
        self._rows |= {f"t:{one.pk}": one for one in teams.order_by("name", "pk")}
        self.choices = [("", "—"), *((key, str(one)) for key, one in self._rows.items())]

    def clean(self, value: Any) -> Any:
        """Give the analyst or the team."""
        return self._rows[super().clean(value)]


class AssignForm(SaysWhy):
    """Whom who supports, on which accounts, how long."""

    person = NamedField(
        queryset=Person.objects.none(), label=_("Representative"), to_field_name="slug"
    )
    worker = WorkerField(label=_("Analyst or team"))
    kinds = KindsField(label=_("On these accounts"))
    hours = forms.IntegerField(label=_("Hours a week"), min_value=1, max_value=MOST_HOURS)
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"), required=False)
    note = forms.CharField(label=_("Note"), max_length=2_000, required=False, widget=area(2))

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.seen_by(by, "support.assign").order_by("name", "pk")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["worker"].offer(by)  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Give what was typed."""
        given = self.cleaned_data
        return Wanted(
            given["worker"],
            given["kinds"],
            given["hours"],
            given["starts"],
            given["ends"],
            given["note"],
        )


class EndForm(SaysWhy):
    """When an assignment ends, and why."""

    ends = DayField(
        label=_("Last day"),
        help_text=_("A day before the first calls off what has not begun."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=2_000)


class HandoverForm(SaysWhy):
    """To whom, from which day, and what the other must know."""

    worker = WorkerField(label=_("Analyst or team"))
    starts = DayField(label=_("From this day"))
    notes = forms.CharField(label=_("What the other must know"), max_length=4_000, widget=area(4))

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].offer(by)  # type: ignore[attr-defined]
