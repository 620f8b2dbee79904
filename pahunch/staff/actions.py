"""What can be done to users and grants. Each is one transaction and one deed."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from pahunch.staff.deeds import record
from pahunch.staff.errors import WrongStaff
from pahunch.staff.models import Grant, Role, User
from pahunch.staff.rights import Place, Scope, action


class Days(NamedTuple):
    """The first and the last day of something; no last day: until somebody ends it."""

    starts: date
    ends: date | None = None


@action("staff.manage_users")
@transaction.atomic
def create_user(
    username: str,
    *,
    password: str,
    by: User | None,
    at: datetime,
    name: str = "",
    name_hi: str = "",
) -> User:
    """Add somebody who may sign in, and who may see nothing until a grant is given.

    Raises WrongStaff where the name is taken or not a user name, or the password is weak.
    """
    user = User(username=username, name=name, name_hi=name_hi)
    user.set_password(password)
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise WrongStaff(" ".join(error.messages)) from error
    user.save()
    record("staff.user_created", subject(user), by=by, at=at)
    return user


@action("staff.manage_users")
@transaction.atomic
def grant_role(
    user: User,
    role: str,
    *,
    by: User | None,
    at: datetime,
    division_path: str = "",
    department: str = "",
    person: str = "",
) -> Grant:
    """Give a role in one part of the state; no scope at all is the whole installation.

    Raises WrongStaff where the role is unknown, the scope is not one, or it is held already.
    """
    grant = Grant(
        user=user,
        role=role,
        division_path=division_path,
        department=department,
        person=person,
        granted_by=by,
        granted_at=at,
    )
    try:
        grant.full_clean()
    except ValidationError as error:
        raise WrongStaff(" ".join(error.messages)) from error
    grant.save()
    record("staff.role_granted", subject(user), by=by, at=at, detail=_detail(grant))
    return grant


@action("staff.manage_users")
@transaction.atomic
def revoke_grant(grant: Grant, *, by: User | None, at: datetime, reason: str) -> None:
    """Take a grant back; the book of deeds keeps what it was and why it was taken.

    Raises WrongStaff where it is gone already, or no reason is given.
    """
    if not reason.strip():
        raise WrongStaff("say why the grant is taken back")
    detail = _detail(grant)
    gone, _rows = Grant.objects.filter(pk=grant.pk).delete()
    if not gone:
        raise WrongStaff("the grant was taken back already")
    record("staff.role_revoked", subject(grant.user), by=by, at=at, reason=reason, detail=detail)


@action("staff.lend_analyst", place="whom")
@transaction.atomic
def lend_analyst(
    user: User, whom: Model, days: Days, *, person: str, by: User | None, at: datetime
) -> Grant:
    """Let an analyst work with one person for some days; the right ends by itself.

    `whom` is the person's row, which says where the person belongs, and `person` its slug.
    Raises WrongStaff where the days are none, it is lent already from that day, or `whom` is
    not that person's.
    """
    if person not in {place.person for place in _places(whom)}:
        raise WrongStaff("the row is not of this person")
    grant = Grant(
        user=user,
        role=Role.ANALYST.value,
        person=person,
        starts=days.starts,
        ends=days.ends,
        granted_by=by,
        granted_at=at,
    )
    try:
        grant.full_clean()
    except ValidationError as error:
        raise WrongStaff(" ".join(error.messages)) from error
    grant.save()
    record("staff.analyst_lent", subject(user), by=by, at=at, detail=_detail(grant))
    return grant


@action("staff.lend_analyst", place="whom")
@transaction.atomic
def end_loan(
    grant: Grant, whom: Model, *, ends: date | None, by: User | None, at: datetime
) -> Grant | None:
    """Let a lent right end on another day; None, and it is gone, where it never began.

    Raises WrongStaff for a grant that was not lent.
    """
    if grant.starts is None or grant.role != Role.ANALYST:
        raise WrongStaff("this grant was not lent")
    if ends is not None and ends < grant.starts:
        Grant.objects.filter(pk=grant.pk).delete()
    else:
        Grant.objects.filter(pk=grant.pk).update(ends=ends)
    grant.ends = ends
    record("staff.loan_ended", subject(grant.user), by=by, at=at, detail=_detail(grant))
    return None if ends is not None and ends < grant.starts else grant


@action("staff.manage_users")
@transaction.atomic
def close_user(user: User, *, by: User | None, at: datetime, reason: str) -> None:
    """Stop somebody signing in. The row stays, because deeds name it.

    Raises WrongStaff where it is closed already, or no reason is given.
    """
    if not reason.strip():
        raise WrongStaff("say why the user is closed")
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise WrongStaff("the user is closed already")
    user.is_active = False
    record("staff.user_closed", subject(user), by=by, at=at, reason=reason)


@action("staff.manage_users")
@transaction.atomic
def set_password(user: User, *, password: str, by: User | None, at: datetime) -> None:
    """Give somebody a new password. Raises WrongStaff where it is weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WrongStaff(" ".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    record("staff.password_set", subject(user), by=by, at=at)


@action("staff.choose_language")
@transaction.atomic
def choose_language(language: str, *, by: User, at: datetime) -> None:
    """Keep the language of one's own pages; empty: the browser's."""
    by.language = language
    by.save(update_fields=["language"])
    record("staff.language_chosen", subject(by), by=by, at=at, detail={"language": language})


def subject(user: User) -> str:
    """Name a user as deeds do."""
    return f"user:{user.username}"


def _places(row: Model) -> list[Place]:
    scope: Scope = row.scope  # type: ignore[attr-defined]
    return scope.places(row)


def _detail(grant: Grant) -> dict[str, str]:
    lent = {
        name: day.isoformat()
        for name, day in (("starts", grant.starts), ("ends", grant.ends))
        if day is not None
    }
    return {"role": Role(grant.role).value, "scope": grant.scope_text, **lent}
