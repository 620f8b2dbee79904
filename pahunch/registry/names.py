"""The words people see for the registry's kinds, statuses and platforms."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pahunch.facts import AccountKind, Platform


class DivisionKind(models.TextChoices):
    """What sort of place a division is, from the widest to the narrowest."""

    STATE = "state", _("State")
    DIVISION = "division", pgettext_lazy("a group of districts", "Division")
    DISTRICT = "district", _("District")
    BLOCK = "block", _("Block")
    CONSTITUENCY = "constituency", _("Constituency")


class Reservation(models.TextChoices):
    """For whom the law reserves a constituency."""

    GENERAL = "GEN", _("General")
    SCHEDULED_CASTES = "SC", _("Scheduled Castes")
    SCHEDULED_TRIBES = "ST", _("Scheduled Tribes")


class PostKind(models.TextChoices):
    """What sort of post a membership fills."""

    MINISTER = "minister", _("Minister")
    MEMBER = "member", _("Member of the Legislative Assembly")
    PARLIAMENT = "parliament", _("Member of Parliament")
    COUNCIL = "council", _("Member of a local council")


class Rank(models.TextChoices):
    """How high a minister stands in the council of ministers."""

    CHIEF = "cm", _("Chief Minister")
    DEPUTY = "deputy_cm", _("Deputy Chief Minister")
    CABINET = "cabinet", _("Cabinet Minister")
    INDEPENDENT = "mos_independent", _("Minister of State (independent charge)")
    STATE = "mos", _("Minister of State")


class DepartmentKind(models.TextChoices):
    """Whether an organisation is a department, a party or the office of a post."""

    DEPARTMENT = "department", _("Department")
    PARTY = "party", _("Party")
    OFFICE = "office", _("Office")


class Status(models.TextChoices):
    """What has become of an account. The last three do not count any more."""

    ACTIVE = "active", _("Active")
    RENAMED = "renamed", _("Renamed")
    PRIVATE = "private", _("Private")
    SUSPENDED = "suspended", _("Suspended")
    DELETED = "deleted", _("Deleted")
    CLOSED = "closed", _("Platform closed")


SILENT = (Status.SUSPENDED.value, Status.DELETED.value, Status.CLOSED.value)
"""The statuses under which an account's followers no longer count."""

PLATFORMS: dict[Platform, Promise] = {
    Platform.X: pgettext_lazy("platform", "X"),
    Platform.FACEBOOK: _("Facebook"),
    Platform.INSTAGRAM: _("Instagram"),
    Platform.THREADS: _("Threads"),
    Platform.YOUTUBE: _("YouTube"),
    Platform.TELEGRAM: _("Telegram"),
    Platform.BLUESKY: _("Bluesky"),
    Platform.MASTODON: _("Mastodon"),
    Platform.LINKEDIN: _("LinkedIn"),
    Platform.WHATSAPP: _("WhatsApp"),
    Platform.SHARECHAT: _("ShareChat"),
    Platform.KOO: _("Koo"),
    Platform.UNSTATED: _("Platform not stated"),
}

ACCOUNT_KINDS: dict[AccountKind, Promise] = {
    AccountKind.OFFICE: _("Office account"),
    AccountKind.PERSONAL: _("Personal account"),
    AccountKind.PARTY: _("Party account"),
}

PLATFORM_CHOICES = [(platform.value, words) for platform, words in PLATFORMS.items()]
ACCOUNT_KIND_CHOICES = [(kind.value, words) for kind, words in ACCOUNT_KINDS.items()]

VERIFIED = {True: _("Verified"), False: _("Unverified")}
