"""Where a fact comes from, and what somebody corrected by hand."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise

from pahunch.registry.names import VERIFIED

MADE_UP = "made-up"
"""How the words of a source begin where a fact was made up for a demonstration."""


class Source(models.Model):
    """A place where anybody can look a fact up: its words, its address, its date.

    `as_of` is the date as the source gives it: a day, a month, a year or nothing.
    """

    text = models.CharField(max_length=500)
    as_of = models.CharField(max_length=10, blank=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "as_of"], name="source_is_named_once")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_made_up(self) -> bool:
        """True where the source itself says that nothing of this exists."""
        return self.text.startswith(MADE_UP)


class Fact(models.Model):
    """A row that names its source and says whether it has been verified."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    verified = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def verified_words(self) -> Promise:
        """Say "Verified" or "Unverified" in the reader's language."""
        return VERIFIED[self.verified]

    @property
    def is_made_up(self) -> bool:
        """True for a place, a person or an order of a demonstration."""
        return self.source.is_made_up


class Correction(models.Model):
    """A field corrected by hand: later loads leave it as it stands.

    `table`, `key` and `field` are the words of the import files (`people`,
    `usha-thakur`, `name_hi`); `value` is the text as a file would write it.
    """

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    field = models.CharField(max_length=40)
    value = models.TextField(blank=True)
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "key", "field"], name="field_is_corrected_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key} {self.field}"
