"""Why a receipt is not taken."""

from __future__ import annotations


class WrongReceipt(Exception):
    """`why` is one of the keys below.

    not_bound: the order does not bind this membership today. changed: its words or terms are
    others by now than those that were read.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
