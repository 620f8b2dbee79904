"""Judgements: facts in, verdicts out. No clock, no files, no network, no Django.

A rule over sets is one SQL file with its sentence on top; a rule over one series is one
function on arrays. Every rule has a page in `docs/rules/`, in both languages.
"""

from __future__ import annotations
