"""Tests of this room, on made-up people."""
