from __future__ import annotations

import pytest

from pahunch.observations import Lake


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path / "lake")
