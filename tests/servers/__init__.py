"""Real servers beside the tests: Prism before the fake of X, and Bluesky's own servers.

Each is pinned in a folder with a lock file, and installed by npm when a test first asks for
it, into `.venv/servers`. Where npm (or Redis, or PostgreSQL) is missing the tests that need
it are skipped by name; in CI nothing is skipped.
"""
