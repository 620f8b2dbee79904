"""Tests of suspicions."""
