"""Programmes, how many people each place is to train, and how far it has come."""

from __future__ import annotations
