"""Pahunch: how far public representatives reach the people who elect them."""

from __future__ import annotations

__version__ = "0.1.0"
