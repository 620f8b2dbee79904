"""What `pahunch measure` can do with a plain file: one module a measure.

A module has `NAME`, `HELP` and `EXAMPLE`, and two functions: `add_arguments(command, parser)`
declares what follows the name, `run(command, options)` reads the file, asks the rule and
prints. Neither opens the database or the lake, so that anybody can check a measure with data
of their own. A file that cannot be read fails by `reading.read_or_fail`.
"""

from __future__ import annotations

from types import ModuleType

from pahunch.measures.subcommands import activity, forecast, growth, people, suspicion

SUBCOMMANDS: tuple[ModuleType, ...] = (growth, forecast, people, activity, suspicion)
"""In the order of the help."""
