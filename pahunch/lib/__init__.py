"""What knows nothing of the product: quantities, dates, names and tables as people write them."""

from __future__ import annotations
