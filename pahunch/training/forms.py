"""What people type and choose in this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import Division
from pahunch.registry.names import DivisionKind
from pahunch.staff.models import User
from pahunch.training.errors import WrongTraining
from pahunch.training.models import Programme, Session
from pahunch.training.plans.written import read_questions, written_questions
from pahunch.training.words import why_not

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Division]
    _Form = forms.ModelForm[Programme]
else:  # Django's own classes know nothing of the types that its stubs give them.
    _Choice, _Form = forms.ModelChoiceField, forms.ModelForm

PLACES = (DivisionKind.DISTRICT, DivisionKind.BLOCK)


class PlaceChoice(_Choice):
    """A block or a district, named in the language of the page with what it lies in."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the place's name, and its kind."""
        name = f"{obj.name} / {obj.name_hi}" if obj.name_hi else str(obj.name)
        return f"{name} ({obj.get_kind_display()})"


class SaysWhy(forms.Form):
    """A form that can show why an action refused."""

    def add_wrong(self, error: WrongTraining) -> None:
        """Show the refusal above the fields."""
        self.add_error(None, why_not(error))


class ProgrammeForm(_Form):
    """A programme."""

    class Meta:
        model = Programme
        fields = (
            "code", "title", "title_hi", "hours", "teaches", "teaches_hi", "pass_percent",
            "refresher_months",
        )  # fmt: skip
        widgets = {
            "teaches": forms.Textarea(attrs={"rows": 3}),
            "teaches_hi": forms.Textarea(attrs={"rows": 3}),
        }

    state = forms.ModelChoiceField(label=_("State"), queryset=Division.objects.none())
    field_order = ("state", "code")

    def __init__(self, *args: Any, states: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.queryset = states
        state.initial = states.first()
        if self.instance.pk:
            del self.fields["state"]
            del self.fields["code"]

    def add_wrong(self, error: WrongTraining) -> None:
        """Show the refusal above the fields."""
        self.add_error(None, why_not(error))


class QuestionsForm(SaysWhy):
    """The whole short test as text."""

    questions = forms.CharField(
        label=_("Questions"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "A question begins with ?, a wrong choice with -, the right one with +. Behind :: "
            "stands the Hindi."
        ),
    )

    @classmethod
    def of(cls, programme: Programme) -> QuestionsForm:
        """Make the form with the test as it is."""
        return cls(initial={"questions": written_questions(programme.questions.all())})

    def clean_questions(self) -> Any:
        """Read the text."""
        try:
            return read_questions(self.cleaned_data["questions"])
        except WrongTraining as error:
            raise forms.ValidationError(why_not(error)) from error


class PlansForm(SaysWhy):
    """A file of plans."""

    file = forms.FileField(
        label=_("File of plans (CSV or XLSX): block, district, people, due"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class SessionForm(SaysWhy):
    """A new session."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    division = PlaceChoice(label=_("Block or district"), queryset=Division.objects.none())
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    venue = forms.CharField(label=_("Venue"), max_length=200)
    trainers = forms.CharField(label=_("Trainers"), max_length=300, required=False)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = "training.plan_session"
        programmes: Any = self.fields["programme"]
        programmes.queryset = Programme.objects.seen_by(user, plan)
        places: Any = self.fields["division"]
        places.queryset = (
            Division.objects.seen_by(user, plan).filter(kind__in=PLACES).order_by("path")
        )


class NewcomerForm(SaysWhy):
    """Somebody at the door who is on no list."""

    name = forms.CharField(label=_("Name"), max_length=120)
    block = PlaceChoice(label=_("Block"), queryset=Division.objects.none())
    guardian = forms.CharField(label=_("Father or husband"), max_length=120, required=False)
    village = forms.CharField(label=_("Village"), max_length=120, required=False)
    work = forms.CharField(label=_("Post"), max_length=120, required=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = session.division.path
        if session.division.kind == DivisionKind.BLOCK:
            path = path.rstrip("/").rpartition("/")[0] + "/"
        blocks: Any = self.fields["block"]
        blocks.queryset = (
            Division.objects.under(path).filter(kind=DivisionKind.BLOCK).order_by("name")
        )
        if session.division.kind == DivisionKind.BLOCK:
            blocks.initial = session.division


class RosterForm(SaysWhy):
    """A file of people, and what for."""

    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    session = forms.ModelChoiceField(
        label=_("Session that they came to"),
        queryset=Session.objects.none(),
        required=False,
        help_text=_("Without one they are invited to the programme only."),
    )
    consent_on = forms.DateField(
        label=_("Day on which those in the file agreed that their phones are kept"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("For rows that do not say it. Without it those phones are not kept."),
    )

    def __init__(self, *args: Any, user: User, needs_file: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bring = "training.import_people"
        programmes: Any = self.fields["programme"]
        programmes.queryset = Programme.objects.seen_by(user, bring)
        sessions: Any = self.fields["session"]
        sessions.queryset = Session.objects.seen_by(user, bring).exclude(state="cancelled")
        if not needs_file:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        """Hold session and programme together."""
        given = super().clean() or self.cleaned_data
        session, programme = given.get("session"), given.get("programme")
        if session and programme and session.programme_id != programme.pk:
            self.add_error("session", _("This session is of another programme."))
        return given


class ReasonForm(SaysWhy):
    """A reason, which the book of deeds keeps."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class ResultForm(SaysWhy):
    """A test on paper."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    right = forms.IntegerField(label=_("Right answers"), min_value=0, max_value=200)
    asked = forms.IntegerField(label=_("Questions"), min_value=1, max_value=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes: Any = self.fields["programme"]
        programmes.queryset = Programme.objects.seen_by(user, "training.give_certificate")
