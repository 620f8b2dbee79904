"""Users, the grants they hold, and the book of deeds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pahunch.staff.errors import DeedIsFinal
from pahunch.staff.rights import Scope, SeenBy
from pahunch.staff.roles import Role

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

__all__ = ["Deed", "DeedHead", "Grant", "Role", "User"]

BEGINNING = "0" * 64
"""What the first deed names as the hash before it."""


class User(AbstractUser):
    """Somebody who signs in with a user name. What they may do stands in their grants.

    Django's own `is_staff`, `is_superuser`, groups and permissions give nothing here.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=200, blank=True)
    name_hi = models.CharField(_("name in Hindi"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=8, blank=True, choices=[("hi", "हिन्दी"), ("en", "English")]
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    if TYPE_CHECKING:
        grants: RelatedManager[Grant]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Give the name in the language of the page, or else what there is."""
        if get_language() == "hi" and self.name_hi:
            return self.name_hi
        return self.name or self.username

    def get_short_name(self) -> str:
        """Give the same name: names of people here are not cut in two."""
        return self.get_full_name()


class Grant(models.Model):
    """A role for a user in one part of the state: a subtree, a department or a person.

    All three empty is the whole installation. Revoking removes the row; the book of deeds
    keeps both the giving and the taking.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32, choices=Role)
    division_path = models.CharField(
        max_length=200,
        blank=True,
        validators=[RegexValidator(r"^([a-z0-9-]+/)*$", _("A path ends every step with /."))],
    )
    """The prefix of the paths of divisions: "mp/", "mp/mp-d-667/"; empty: all."""
    department = models.SlugField(max_length=100, blank=True)
    person = models.SlugField(max_length=100, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Null: the operator at the command line."""
    granted_at = models.DateTimeField()
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    """The first and the last day of a grant that was lent; none: until it is revoked."""

    class Meta:
        ordering = ["role", "division_path", "department", "person", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "division_path", "department", "person"],
                condition=Q(starts=None),
                name="staff_grant_once",
                violation_error_message=_("The user holds this grant already."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "division_path", "department", "person", "starts"],
                condition=Q(starts__isnull=False),
                name="staff_grant_lent_once_a_day",
                violation_error_message=_("The user holds this grant already."),
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts__isnull=False, ends__gte=F("starts")),
                name="staff_grant_ends_after_it_starts",
                violation_error_message=_("A grant ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(division_path="", department="")
                | Q(division_path="", person="")
                | Q(department="", person=""),
                name="staff_grant_one_scope",
                violation_error_message=_("A grant has one scope: division, department or person."),
            ),
            models.CheckConstraint(
                condition=Q(division_path="") | Q(division_path__endswith="/"),
                name="staff_grant_path_ends",
                violation_error_message=_("A path ends every step with /."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="staff_grant_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.scope_text}"

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day of the state."""
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )

    @property
    def is_whole(self) -> bool:
        """True where the grant reaches the whole installation."""
        return not (self.division_path or self.department or self.person)

    @property
    def words(self) -> str:
        """The scope in words, in the language of the page."""
        if self.department:
            return gettext("department %(code)s") % {"code": self.department}
        if self.person:
            return gettext("representative %(code)s") % {"code": self.person}
        if self.division_path:
            return gettext("everything below %(code)s") % {"code": self.division_path}
        return gettext("the whole installation")

    @property
    def scope_text(self) -> str:
        """The scope as commands and deeds write it: `all`, `division:mp/`, `person:slug`."""
        for kind, value in (
            ("division", self.division_path),
            ("department", self.department),
            ("person", self.person),
        ):
            if value:
                return f"{kind}:{value}"
        return "all"


class DeedQuerySet(SeenBy["Deed"]):
    """Deeds can be read. They are written by `deeds.record` only."""

    def matching(self, *, since: date | None = None, subject: str = "", who: str = "") -> Self:
        """Keep deeds since a day of the state, to a subject (or its kind), by somebody."""
        found = self
        if since and since.year > 1:  # the first day of all days may begin before it in UTC
            start = datetime.combine(since, time(), timezone.get_default_timezone())
            found = found.filter(at__gte=start)
        if subject:
            found = found.filter(subject__startswith=subject)
        if who:
            found = found.filter(by_name=who)
        return found

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: a deed is final."""
        raise DeedIsFinal("a deed is never edited")

    def delete(self) -> NoReturn:
        """Refuse: a deed is final."""
        raise DeedIsFinal("a deed is never removed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a deed is final."""
        raise DeedIsFinal("a deed is never edited")


class Deed(models.Model):
    """Who did what to what, when and why; chained to the deed before it by its hash."""

    seq = models.BigIntegerField(primary_key=True)
    """1, 2, 3 … without a gap."""
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="deeds"
    )
    by_name = models.CharField(max_length=150)
    """The user name then; for deeds of no user, who it was in a word or two."""
    verb = models.CharField(max_length=100, db_index=True)
    """`room.what_was_done`."""
    subject = models.CharField(max_length=300, db_index=True)
    """What it was done to, as `kind:key`."""
    reason = models.TextField(blank=True)
    detail_json = models.TextField(default="{}")
    """Canonical JSON, as text: a database's own JSON type rewrites numbers."""
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = DeedQuerySet.as_manager()
    scope = Scope()

    class Meta:
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new deed; refuse to write one again."""
        if not self._state.adding:
            raise DeedIsFinal("a deed is never edited")
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a deed is final."""
        raise DeedIsFinal("a deed is never removed")

    @property
    def detail(self) -> dict[str, Any]:
        """What else there is to know of it."""
        found: dict[str, Any] = json.loads(self.detail_json)
        return found

    def computed_hash(self) -> str:
        """Compute the hash over everything that the deed says and the hash before it."""
        said = {
            "seq": self.seq,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.by_id,
            "by_name": self.by_name,
            "verb": self.verb,
            "subject": self.subject,
            "reason": self.reason,
            "detail": self.detail_json,
            "previous": self.previous,
        }
        return sha256(canonical(said).encode()).hexdigest()


class DeedHead(models.Model):
    """The one row that knows how long the book is and how it ends; locked by each writer."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=BEGINNING)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="staff_deedhead_one_row")]


def canonical(value: Any) -> str:
    """Write JSON in the one way: sorted keys, no spaces, text as it is."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
