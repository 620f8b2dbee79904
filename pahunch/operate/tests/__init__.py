"""Tests of operating an installation."""
