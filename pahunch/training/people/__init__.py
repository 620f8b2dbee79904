"""People of the trainings: files of them, their phones, and who may be whom.

`reading` reads a file, `places` finds the block of a row, `phones` reads, marks and seals
numbers, `sounds` and `alike` find two rows that may be one person, `bringing` stores, and
`deciding` keeps what a human said.
"""

from __future__ import annotations
