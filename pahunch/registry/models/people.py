"""People, the posts there are, and who holds which post for which place, when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from pahunch.lib.names import fold
from pahunch.registry.models.places import Division
from pahunch.registry.models.sources import Fact
from pahunch.registry.names import PostKind, Rank
from pahunch.staff.rights import Scope, SeenBy


class PersonQuerySet(SeenBy["Person"]):
    """Questions about people."""

    def called(self, words: str) -> Self:
        """People with a name that goes on so from one of its words, in either script."""
        return self.filter(search__contains=f" {fold(words)}")


class Person(Fact):
    """Somebody who holds or held a post, or whose accounts are counted.

    `state` is whose registry knows them: it places people who hold no post there.
    """

    slug = models.SlugField(max_length=100, unique=True)
    state = models.ForeignKey(
        Division, models.PROTECT, related_name="people", null=True, blank=True
    )
    name = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    search = models.TextField(blank=True, editable=False)

    objects = PersonQuerySet.as_manager()
    scope = Scope(division=("memberships__division__path", "state__path"), person="slug")

    def __str__(self) -> str:
        return self.name


class OtherName(Fact):
    """Another spelling under which a source knows a person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=200)

    objects = SeenBy["OtherName"].as_manager()
    scope = Scope(division="person__memberships__division__path", person="person__slug")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="other_name_once")]


class Post(Fact):
    """A post that somebody can hold in a state: minister, member of the assembly."""

    code = models.SlugField(max_length=60, unique=True)
    state = models.ForeignKey(Division, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=PostKind)
    name = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)

    objects = SeenBy["Post"].as_manager()
    scope = Scope(division="state__path")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(SeenBy["Membership"]):
    """Questions about who holds which post."""

    def in_office(self, on: date) -> Self:
        """Memberships that held on a day, the first and the last day included."""
        return self.filter(Q(ends=None) | Q(ends__gte=on), starts__lte=on)

    def of_kind(self, kind: str) -> Self:
        """Memberships of ministers, or of members of the assembly."""
        return self.filter(post__kind=kind)

    def of_state(self, code: str) -> Self:
        """Memberships of one state's posts."""
        return self.filter(post__state__code=code)


class Membership(Fact):
    """A person holds a post for a constituency from one day to another, both included.

    `ends` is None while it lasts. `division` is None for somebody nobody elected.
    """

    code = models.SlugField(max_length=200, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    post = models.ForeignKey(Post, models.PROTECT, related_name="memberships")
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="memberships", null=True, blank=True
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    rank = models.CharField(max_length=20, blank=True, choices=Rank)
    portfolios = models.JSONField(default=list, blank=True)
    party = models.CharField(max_length=40, blank=True)

    objects = MembershipQuerySet.as_manager()
    scope = Scope(division=("division__path", "post__state__path"), person="person__slug")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person", "post", "starts"], name="membership_starts_once"
            ),
        ]
        indexes = [models.Index(fields=["post", "starts", "ends"], name="membership_in_office")]

    def __str__(self) -> str:
        return self.code
