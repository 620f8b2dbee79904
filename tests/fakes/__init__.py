"""Platforms that can be run beside the tests: each keeps the shapes, limits and habits of its own.

A fake is a value with one method, `answer`. `transport` puts it behind httpx in the same
process; `Served` puts it on a loopback port, for workers in other processes.
"""
