"""What platforms are asked with: the installation's applications, and accounts' consent."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pahunch.registry.models import OF_ACCOUNT, Account
from pahunch.registry.names import PLATFORM_CHOICES
from pahunch.staff.rights import Scope, SeenBy


class ApplicationQuerySet(SeenBy["Application"]):
    """Questions about applications."""

    def of(self, platform: str, server: str = "") -> Application | None:
        """Give the registration with a platform, or with one of its servers."""
        return self.filter(platform=platform, server=server).first()


class Application(models.Model):
    """The installation's own registration with a platform, its key and what it may spend.

    Where every server of a platform registers by itself (Mastodon), there is one for each.

    The secrets are sealed (`sealing`). `cap` is in millionths of a US dollar a calendar
    month; a platform that takes money is not asked at all until a cap is set.
    """

    platform = models.CharField(max_length=20, choices=PLATFORM_CHOICES)
    server = models.CharField(max_length=253, blank=True)
    client_id = models.CharField(max_length=200, blank=True)
    client_secret = models.TextField(blank=True)
    token = models.TextField(blank=True)
    webhook_secret = models.TextField(blank=True)
    cap = models.PositiveBigIntegerField(null=True, blank=True)
    enabled = models.BooleanField(default=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    broken_code = models.CharField(max_length=80, blank=True)

    objects = ApplicationQuerySet.as_manager()
    scope = Scope()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["platform", "server"], name="one_application_a_server")
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.server}".strip()


class ConnectionQuerySet(SeenBy["Connection"]):
    """Questions about connections."""

    def live(self, now: datetime) -> ConnectionQuerySet:
        """Those that may be asked with: not broken, not withdrawn, consent not run out."""
        return self.filter(Q(consent_until=None) | Q(consent_until__gt=now), state=State.GOOD.value)


class State(models.TextChoices):
    """Whether a connection can be used."""

    GOOD = "good", _("Connected")
    BROKEN = "broken", _("Must be connected again")
    WITHDRAWN = "withdrawn", _("Consent withdrawn")


class Connection(models.Model):
    """The consent of one account's owner, with the token that it gave, sealed."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="connections")
    state = models.CharField(max_length=20, choices=State, default=State.GOOD.value)
    access_token = models.TextField(blank=True)
    refresh_token = models.TextField(blank=True)
    scopes = models.JSONField(default=list, blank=True)
    server = models.CharField(max_length=300, blank=True)
    """The address of the server where the account lives, where that had to be found out."""
    grantor = models.CharField(max_length=200, blank=True)
    """The platform's number of the person who signed in, where it is not the account itself: by it
    the consent is taken back there. Erased with the token."""
    expires_at = models.DateTimeField(null=True, blank=True)
    consent_by = models.CharField(max_length=200)
    """The name and office of whoever consented for the account."""
    consent_for = models.CharField(max_length=500)
    consent_until = models.DateTimeField(null=True, blank=True)
    call = models.CharField(max_length=200, blank=True)
    """Whom to call when it breaks: an office's number or address."""
    connected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    connected_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True, blank=True)
    renewing_until = models.DateTimeField(null=True, blank=True)
    """Until then one worker renews the token, and no other does: it may be renewed only once."""
    last_good_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    broken_code = models.CharField(max_length=80, blank=True)

    objects = ConnectionQuerySet.as_manager()
    scope = OF_ACCOUNT

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=~Q(state="withdrawn"),
                name="one_connection_an_account",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} ({self.state})"


class Knock(models.Model):
    """A sign-in with a platform that was begun: what comes back must fit it, once, in time."""

    state = models.CharField(max_length=64, unique=True)
    verifier = models.TextField()
    platform = models.CharField(max_length=20, choices=PLATFORM_CHOICES)
    server = models.CharField(max_length=253, blank=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    consent_by = models.CharField(max_length=200)
    consent_for = models.CharField(max_length=500)
    consent_until = models.DateTimeField(null=True, blank=True)
    call = models.CharField(max_length=200, blank=True)
    ends_at = models.DateTimeField()

    objects = SeenBy["Knock"].as_manager()
    scope = OF_ACCOUNT

    def __str__(self) -> str:
        return f"{self.platform}: {self.account}"
