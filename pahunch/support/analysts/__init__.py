"""The pages of analysts and of teams; what can be done with them stands in `assigning`."""

from __future__ import annotations
