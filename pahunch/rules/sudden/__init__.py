"""How an account grows beside its own past and beside its peers: what suspicion looks at."""

from __future__ import annotations
