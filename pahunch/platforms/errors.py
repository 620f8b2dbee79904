"""What can go wrong with a platform, each with what to do next."""

from __future__ import annotations

from datetime import datetime


class PlatformError(Exception):
    """Something that a platform answered instead of what was asked.

    `code` is the platform's own word for it, safe to store: never a token, never a person's
    words.
    """

    outcome = "failed"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class TryLater(PlatformError):
    """The platform is busy, broken or has heard enough. Not before `not_before`, if it said.

    `limit` names the limit that is used up, where one is; empty: a fault of the platform.
    """

    outcome = "waiting"

    def __init__(
        self, message: str, *, not_before: datetime | None = None, limit: str = "", code: str = ""
    ) -> None:
        super().__init__(message, code=code)
        self.not_before = not_before
        self.limit = limit


class BadAnswer(TryLater):
    """The answer isn't what the platform's documents promise: not JSON, cut, of a wrong type."""


class Reconnect(PlatformError):
    """The token is no good any more, and its owner must connect the account again."""

    outcome = "disconnected"


class Refused(PlatformError):
    """The platform won't, for this application or token: a permission or a review is missing."""

    outcome = "refused"


class NotOffered(PlatformError):
    """The platform has no such figure, for this account or for any."""

    outcome = "not_offered"


class Gone(PlatformError):
    """The account is not there to be asked: deleted, suspended or private, as `status` says."""

    outcome = "gone"

    def __init__(self, message: str, *, status: str, code: str = "") -> None:
        super().__init__(message, code=code)
        self.status = status
        """`suspended`, `deleted`, `private` or `missing` (absent, and nobody says why)."""
