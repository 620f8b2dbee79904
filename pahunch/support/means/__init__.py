"""Means that representatives ask for: asked, checked, approved, delivered, confirmed."""

from __future__ import annotations
