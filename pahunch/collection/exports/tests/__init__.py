"""Tests of the exports of other tools."""

from __future__ import annotations
