"""How often the shipped vocabulary errs: what was measured on the posts that were kept apart.

`pahunch/measures/vocabulary/tests/test_measured.py` measures it again and holds it to this.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Errors:
    """What was said of hand-labelled posts, in one language or in all."""

    right: int
    """Posts that were said to tell of government work, and do."""
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was said to tell of government work, how much does."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what tells of it, how much was found."""
        return self.right / (self.right + self.missed)


POSTS = 400
SHIPPED = {
    "hi": Errors(51, 1, 4),
    "hinglish": Errors(46, 2, 6),
    "en": Errors(37, 0, 11),
}
"""By language."""
ALL = Errors(
    sum(one.right for one in SHIPPED.values()),
    sum(one.wrong for one in SHIPPED.values()),
    sum(one.missed for one in SHIPPED.values()),
)
