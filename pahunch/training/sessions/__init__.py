"""Days of training: planned, held, cancelled; who is invited and who came."""

from __future__ import annotations
