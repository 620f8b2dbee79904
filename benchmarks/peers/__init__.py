"""The question of `benchmarks/judge.py`, asked elsewhere: each peer as good as we can write it."""

from __future__ import annotations
