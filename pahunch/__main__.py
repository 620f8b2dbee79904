"""`python -m pahunch`: the same as the console script."""

from __future__ import annotations

from pahunch.cli import main

main()
