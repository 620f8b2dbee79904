"""Why a contact is not entered, a reminder not sent again, a channel not used."""

from __future__ import annotations


class WrongContact(Exception):
    """`why` is one of the keys below.

    address: it is none for this way. channel: this way is not set up here. hours: they end
    before they begin. consent: nobody said who agreed. until: its last day is past, or more
    than three years ahead. twice: this address is there already. ended: it was ended before.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class WrongReminder(Exception):
    """`why` is one of the keys below.

    state: it neither failed nor is uncertain. over: its last day is past.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class ChannelError(Exception):
    """A channel did not take a message; its words are the message."""


class NotNow(ChannelError):
    """Nothing was sent; it may be taken later."""


class NotTaken(ChannelError):
    """Nothing was sent, and it never will be taken so."""


class PerhapsSent(ChannelError):
    """The connection broke while the message was handed over."""
