"""Directives: who was told to reach whom, by when, and what the counts say about it.

What is always true here: a directive names its roll, its way of adding up, which accounts
count and how fresh a count must be, so that a verdict can be computed again from the
directive, the lake's version and a date. Judging changes nothing.

Errors
    DirectiveError
    └── BadDirective    a row of a file that cannot be a directive
"""

from __future__ import annotations
