"""Reviews: the meeting of all whom an order binds, and the one-to-one with each of them.

What is always true here: a meeting that was held has frozen a published verdict, so that what it
saw stays; an agenda is computed from two verdicts and never stored; a commitment belongs to the
review that made it and is shown at every later one until somebody closes it with a note, never
copied; whether it is overdue follows from its day.
"""

from __future__ import annotations
