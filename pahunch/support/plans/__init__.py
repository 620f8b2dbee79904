"""Improvement plans: what is lacking, what is suggested, who sees to it, what came after."""

from __future__ import annotations
