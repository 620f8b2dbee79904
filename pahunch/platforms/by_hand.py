"""Platforms without an interface for counts: read by hand, from a file, or not at all any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from pahunch.facts import Platform
from pahunch.platforms.base import Connector, Fact
from pahunch.platforms.errors import PlatformError

READ = date(2026, 11, 22)
KOO_CLOSED = date(2024, 7, 3)
"""The last day of Koo's series, as the press reported its closing; not verified with Koo."""


@dataclass(frozen=True)
class ByHand(Connector):
    """A platform that is never asked: its counts come from people and files."""

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Nothing is asked, so nothing can go wrong."""
        return None


@dataclass(frozen=True)
class WhatsApp(ByHand):
    """WhatsApp channels."""

    platform: ClassVar = Platform.WHATSAPP
    rounding: ClassVar = Fact(
        "A channel shows its followers to everybody, rounded from a thousand on",
        "the application's own screen; to be confirmed",
        READ,
        sure=False,
    )
    facts: ClassVar = (
        Fact(
            "No official interface for channels was found; services that drive a paired telephone "
            "put it at risk of being shut out, and are not used",
            "https://developers.facebook.com/docs/whatsapp",
            READ,
        ),
        Fact(
            "Followers of channels stand in Meta's Content Library, for approved researchers only",
            "reports of others; to be confirmed",
            READ,
            sure=False,
        ),
    )


@dataclass(frozen=True)
class ShareChat(ByHand):
    """ShareChat."""

    platform: ClassVar = Platform.SHARECHAT
    facts: ClassVar = (
        Fact("No public interface was found", "a search of its documents", READ, sure=False),
    )


@dataclass(frozen=True)
class Koo(ByHand):
    """Koo, which has closed: its series ends, and never falls to zero."""

    platform: ClassVar = Platform.KOO
    closed_on: ClassVar = KOO_CLOSED
    facts: ClassVar = (
        Fact(
            "Its founders announced on 3 July 2024 that it closes: what was counted before stays, "
            "as of its day",
            "PTI of 3 July 2024, english.varthabharati.in",
            READ,
        ),
        Fact(
            "The day of the announcement is taken for the last one",
            "press reports of 3 July 2024",
            READ,
            sure=False,
        ),
    )
