"""Template tags of every page; `pahunch` is built in and needs no {% load %}."""

from __future__ import annotations
