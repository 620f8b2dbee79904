"""Verdicts that were published: frozen with all that they were computed from, never changed.

What is always true here: a published verdict is sealed (`staff.sealed`), so that neither a role
nor a command nor an edit of the database changes it unseen; a mistake is corrected by a later
one that names it, and both stay; its heading never stands without the number of those bound, the
rule, the roll, the day and the coverage.
"""

from __future__ import annotations
