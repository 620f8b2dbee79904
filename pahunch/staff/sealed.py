"""Rows that are final: written once, with a seal that a deed keeps too.

A row's text is hashed; the hash stands in the row and in the deed that wrote it. Whoever changes
or removes the row past the program leaves a seal that does not fit, or a deed without a row, and
whoever puts one there leaves a row without a deed. `broken_seals` finds all three.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.apps import apps
from django.db import models

from pahunch.staff.errors import SealedIsFinal
from pahunch.staff.models import Deed, canonical
from pahunch.staff.rights import SeenBy

M = TypeVar("M", bound=models.Model)


class SealedQuerySet(SeenBy[M]):
    """Sealed rows can be read. They are written once, by their own `save`."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: it is final."""
        raise SealedIsFinal("what is sealed is never edited")

    def delete(self) -> NoReturn:
        """Refuse: it is final."""
        raise SealedIsFinal("what is sealed is never removed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: it is final."""
        raise SealedIsFinal("what is sealed is never edited")


class Sealed(models.Model):
    """A row whose text never changes. `VERB` is that of the deed which writes it."""

    VERB: ClassVar[str]

    code = models.SlugField(max_length=100, unique=True)
    text = models.TextField(help_text="Canonical JSON, as it was sealed.")
    seal = models.CharField(max_length=64, help_text="SHA-256 of the text.")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once. Raises SealedIsFinal the second time."""
        if not self._state.adding:
            raise SealedIsFinal("what is sealed is never edited")
        self.seal = seal_of(self.text)
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: it is final."""
        raise SealedIsFinal("what is sealed is never removed")

    @property
    def subject(self) -> str:
        """How the deed names it."""
        return subject_of(type(self), self.code)

    @property
    def said(self) -> dict[str, Any]:
        """The text, read."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    @classmethod
    def written(cls, content: dict[str, Any]) -> str:
        """Write content as the text that is sealed."""
        return canonical(json.loads(json.dumps(content, allow_nan=False)))

    @classmethod
    def every(cls) -> Iterator[type[Self]]:
        """Give every kind of sealed row that this installation has."""
        for model in apps.get_models():
            if issubclass(model, cls):
                yield model


@dataclass(frozen=True, slots=True)
class BrokenSeal:
    """A sealed row that was changed, removed, or put there."""

    subject: str
    why: str


def seal_of(text: str) -> str:
    """Give the seal of a text."""
    return sha256(text.encode()).hexdigest()


def subject_of(kind: type[Sealed], code: str) -> str:
    """Name a sealed row in a deed."""
    return f"{kind._meta.model_name}:{code}"


def broken_seals() -> list[BrokenSeal]:
    """Hold every sealed row against its own seal and against the deed that wrote it."""
    found = []
    for kind in Sealed.every():
        kept = {
            deed.subject: str(deed.detail.get("seal", ""))
            for deed in Deed.objects.filter(verb=kind.VERB).iterator()
        }
        for row in kind._default_manager.order_by("pk").iterator():
            known = kept.pop(row.subject, None)
            if known is None:
                found.append(BrokenSeal(row.subject, "no deed wrote it: it was put there"))
            elif not row.seal == known == seal_of(row.text):
                found.append(BrokenSeal(row.subject, "it does not fit its seal: it was changed"))
        found += [BrokenSeal(subject, "its deed stands, and it was removed") for subject in kept]
    return found
