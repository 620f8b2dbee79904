"""What is refused of requests for means."""

from __future__ import annotations

from typing import Any


class WrongMeans(Exception):
    """A request that can't be made or stepped on so: `why` is one of the keys below.

    state: it does not stand where this step begins. asker: whoever asked does not decide or
    deliver. second: `amount` is above `limit` or not told, so another than the checker approves.
    deliverer: whoever delivered does not confirm. payer: `payer` may not pay for `kind`.
    advertising: no state money for such advertising. election: no advertising at the state's
    cost until `day`. no_words: nothing was said. past: needed by a day that is over.
    """

    def __init__(self, why: str, **said: Any) -> None:
        self.why = why
        self.said = said
        super().__init__(why)
