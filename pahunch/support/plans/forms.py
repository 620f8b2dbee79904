"""What is typed about plans and their steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pahunch.directives.models import Directive
from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.support.forms import DayField, NamedField, area
from pahunch.support.models import Plan
from pahunch.support.plans.errors import WrongPlan
from pahunch.support.plans.states import StepState
from pahunch.support.plans.words import why_not


class SaysWhy(forms.Form):
    """A form that can say why an action refused."""

    def add_wrong(self, error: WrongPlan) -> None:
        """Show why not, above the fields."""
        self.add_error(None, why_not(error))


class ProposeForm(SaysWhy):
    """Under which directive plans are proposed to whoever is behind."""

    directive = NamedField(
        queryset=Directive.objects.none(),
        label=_("Directive"),
        to_field_name="code",
        empty_label=None,
    )

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Directive.objects.seen_by(by, "support.propose_plans").in_registry()
        self.fields["directive"].queryset = seen.with_terms().in_page_order()  # type: ignore[attr-defined]


class AgreeForm(SaysWhy):
    """Who sees to it, from when to when."""

    owner = NamedField(queryset=User.objects.none(), label=_("Who sees to it"))
    starts = DayField(label=_("First day"))
    ends = DayField(
        label=_("Last day"),
        help_text=_("Two weeks or more; what came after is looked at for up to twelve."),
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners(plan)  # type: ignore[attr-defined]


class NoteForm(SaysWhy):
    """What is said when a plan is finished or dropped."""

    note = forms.CharField(label=_("What is to be said of it"), max_length=2_000, widget=area(2))


class StepForm(SaysWhy):
    """What became of a step."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            (StepState.DONE.value, _("done")),
            (StepState.NOT_DONE.value, _("not done")),
            (StepState.OPEN.value, pgettext_lazy("not closed", "open")),
        ],
    )
    note = forms.CharField(label=_("Note"), max_length=2_000, required=False)


class AddForm(SaysWhy):
    """A step in one's own words."""

    words = forms.CharField(label=_("A further step"), max_length=2_000)


def owners(plan: Plan) -> Any:
    """Give the users who may see a plan, by name: they may see to it."""
    near = User.objects.filter(is_active=True, grants__isnull=False).distinct()
    able = [
        one.pk for one in near.prefetch_related("grants") if may(one, "support.see_plans", plan)
    ]
    return User.objects.filter(pk__in=able).order_by("name", "username")
