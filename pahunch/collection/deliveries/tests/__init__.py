"""Tests of deliveries and of the inbox."""
