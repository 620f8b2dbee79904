from __future__ import annotations

import pytest

from pahunch.collection.tests.town import build


@pytest.fixture
def town(db):
    """A made-up state with three seats."""
    return build()


@pytest.fixture
def counts_file(tmp_path):
    """Write a file of counts and give its path."""

    def write(text, name="counts.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write
