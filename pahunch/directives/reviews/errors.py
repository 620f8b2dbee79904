"""Why something is not done with a review or a commitment."""

from __future__ import annotations


class WrongReview(Exception):
    """`why` is one of the keys below.

    large: the members of the directive lie in the lake. no_title, no_words, no_owner: not said.
    nobody: no participant. one: a one-to-one is with exactly one. not_bound: a participant is not
    bound on that day. early: its day has not come. after: the day judged comes after the review.
    state: it was held, cancelled or closed before. cancelled: nothing is entered any more.
    past: the commitment would be due before the review.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
