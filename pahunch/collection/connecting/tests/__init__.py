"""Tests of applications and connections."""
