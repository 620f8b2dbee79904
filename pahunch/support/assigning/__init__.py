"""Analysts and teams, and whom they support: who, on which accounts, paid by whom, until when."""

from __future__ import annotations
