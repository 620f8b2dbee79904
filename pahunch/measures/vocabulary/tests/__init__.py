"""Tests of the pages and the command of the vocabulary."""
