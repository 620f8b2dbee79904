"""What a sweep knows: what is asked when, of whom, by whom just now, and what is left."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import OF_ACCOUNT, Account
from pahunch.registry.names import PLATFORM_CHOICES
from pahunch.staff.rights import Scope, SeenBy

ASKS = [
    ("counts", _("Followers and posts")),
    ("posts", _("New posts")),
    ("engagement", _("Engagement of posts")),
    ("inbox", _("What people write")),
    ("messages", _("Messages that only the two can read")),
    ("audience", _("Places of followers")),
]
"""Kinds of fetch that a duty can be. Public counts are a way to do "counts"."""


class Plan(models.Model):
    """When one kind of fetch is done on one platform; without a row, the usual plan holds."""

    platform = models.CharField(max_length=20, choices=PLATFORM_CHOICES)
    ask = models.CharField(max_length=20, choices=ASKS)
    enabled = models.BooleanField(default=True)
    every_minutes = models.PositiveIntegerField()
    opens = models.TimeField()
    """From this time of the state's day."""
    closes = models.TimeField(null=True, blank=True)
    """Until this time; None: midnight."""

    objects = SeenBy["Plan"].as_manager()
    scope = Scope()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["platform", "ask"], name="one_plan_a_platform_and_ask")
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.ask}"


class Claim(models.Model):
    """A part of a sweep that one worker has taken, until its lease ends.

    `payload` is what the platform answered, written down before anything else is done
    with it: from then on any worker can carry the claim to its end, exactly once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    worker = models.CharField(max_length=80)
    platform = models.CharField(max_length=20, choices=PLATFORM_CHOICES)
    ask = models.CharField(max_length=20, choices=ASKS)
    window = models.DateTimeField()
    leased_until = models.DateTimeField()
    answered = models.BooleanField(default=False)
    payload = models.JSONField(null=True, blank=True)

    objects = SeenBy["Claim"].as_manager()
    scope = Scope()

    class Meta:
        indexes = [models.Index(fields=["platform", "leased_until"], name="claim_lease")]

    def __str__(self) -> str:
        return str(self.id)


class Duty(models.Model):
    """One kind of fetch of one account: when it was last done, and what came of it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="duties")
    platform = models.CharField(max_length=20, choices=PLATFORM_CHOICES)
    ask = models.CharField(max_length=20, choices=ASKS)
    settled = models.DateTimeField(null=True, blank=True)
    """When the last window that is done with began."""
    claim = models.ForeignKey(Claim, models.SET_NULL, related_name="duties", null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    """Failures in this window."""
    missing = models.PositiveSmallIntegerField(default=0)
    """Windows in a row in which the account was absent and nobody said why."""
    outcome = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=80, blank=True)
    last_good_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    """What else the platform said of the account when it was last counted: `limited`."""

    objects = SeenBy["Duty"].as_manager()
    scope = OF_ACCOUNT

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "ask"], name="one_duty_an_account_and_ask")
        ]
        indexes = [
            models.Index(fields=["platform", "ask", "settled", "not_before"], name="duty_due")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.ask}"


class Meter(models.Model):
    """What is left of one limit, for whoever's use it counts. Spent before it is used."""

    platform = models.CharField(max_length=20, choices=PLATFORM_CHOICES)
    holder = models.CharField(max_length=200)
    limit = models.CharField(max_length=40)
    amount = models.PositiveBigIntegerField(null=True, blank=True)
    spent = models.PositiveBigIntegerField(default=0)
    ends_at = models.DateTimeField(null=True, blank=True)
    """When the window ends; None: it begins with the next request."""
    next_at = models.DateTimeField(null=True, blank=True)
    """Of a paced limit: when the next request may be sent."""
    closed_until = models.DateTimeField(null=True, blank=True)

    objects = SeenBy["Meter"].as_manager()
    scope = Scope()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "holder", "limit"], name="one_meter_a_holder_and_limit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.holder} {self.limit}"


class TrackedPost(models.Model):
    """A post whose engagement is read again on days 1, 7 and 28; then it is forgotten here."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tracked_posts")
    post_id = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    due_on = models.DateField()
    """The next day on which it is read."""

    objects = SeenBy["TrackedPost"].as_manager()
    scope = OF_ACCOUNT

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "post_id"], name="post_tracked_once")
        ]
        indexes = [models.Index(fields=["account", "due_on"], name="post_due")]

    def __str__(self) -> str:
        return self.post_id
