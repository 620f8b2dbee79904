"""Exports of other tools, recognised by their columns and read into counts and posts.

What is always true here:

- a file is known by the names of its columns, never by its own name;
- what every column becomes, or that it is not kept, is shown before anything is stored;
- how numbers and dates are written is settled for the whole file by evidence in it, or the
  file is refused with the row and the column that could be read two ways;
- a row that cannot be used (a total, an account that the registry does not have, an id
  ruined by a spreadsheet) is left out by name; a row that is wrong refuses the file;
- no words of a post and no name of a person are stored; the raw file is kept;
- the rest is as for every import: whole or not at all, once, withdrawable, with a deed.

`meanings`, `formats`, `numbers`, `times` and `reading` are pure; `matching` asks the
registry, `preparing` puts a file together, `actions` stores it, `waiting` keeps an uploaded
file until whoever uploaded it confirms.

BadCounts
└── BadExport    an export that cannot be taken in: every problem in words that can be translated
"""

from __future__ import annotations
