"""Benchmarks: one file a claim about speed or accuracy, against named peers at their best."""

from __future__ import annotations
