"""The look of the product: base pages, tags, styles, charts, both languages.

Nothing here knows what is judged; rooms above bring their rows. Always true here: no page
needs JavaScript to be read, nothing is inline (the content policy forbids it), a standing
has a shape as well as a colour, and every string has its Hindi.
"""

from __future__ import annotations
