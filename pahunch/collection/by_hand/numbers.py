"""From what stands on a screen to an interval of people."""

from __future__ import annotations

from pahunch.facts import Count
from pahunch.lib.quantities import read_quantity

LARGEST = 10**10
"""More than all people: a slip of the finger."""
FAR = 3
"""How many times the last count a number may be before it is looked at again."""


def on_screen(wording: str) -> Count:
    """Give what "12.3K" on a screen says of the number behind it.

    Some platforms round what they show and some cut it, and few say which. Words of people
    mean half of the last digit either side; the upper end is moved so far that a number that
    was cut lies inside too: 12,250 to 12,399. A number without a unit is exact. Raises
    ValueError, with what could not be read.
    """
    low, high = read_quantity(wording)
    if high is not None and high > low:
        high += (high - low + 1) // 2
    if (high or low) > LARGEST:
        raise ValueError(f"{wording.strip()!r} is more than all people")
    return Count(low, high)


def is_far(count: Count, last: Count) -> bool:
    """Tell whether even the nearest ends are more than FAR times apart."""
    above = last.high is not None and count.low > FAR * max(last.high, 1)
    below = count.high is not None and last.low > FAR * max(count.high, 1)
    return above or below
