"""What `pahunch measure` can do with everyone whom a directive binds: one module a measure.

Of the same shape as those of plain files, `pahunch.measures.subcommands`; what all of them
take is read by `pahunch.directives.asking`.
"""

from __future__ import annotations

from types import ModuleType

from pahunch.directives.subcommands import expected, inside, peers, people, posts

SUBCOMMANDS: tuple[ModuleType, ...] = (expected, inside, people, peers, posts)
"""In the order of the help."""
