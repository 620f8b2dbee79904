"""Pages that cross rooms: the overview of a directive, a representative, a place, a rule.

Always true here: a page decides nothing. It asks the directive's judgement, narrows it to
what the reader may see, and says beside every figure what it was computed from. A file
taken away holds exactly the rows that were on the screen.
"""

from __future__ import annotations
