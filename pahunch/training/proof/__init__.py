"""The short test, certificates, and telling that one is real."""

from __future__ import annotations
