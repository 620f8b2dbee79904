"""Who holds which post for which constituency, when; and on which accounts they speak.

Always true here:

- every row names its source and says whether anybody has verified it; what is unverified is
  shown as unverified;
- places hang in a tree with dates, because districts are founded and constituencies move;
- an account is known by the platform's own id, because handles change hands, and belongs to
  exactly one person, department or place;
- facts come in through one door (`load.load_folder`), all or nothing, and a field that
  somebody has corrected by hand is never overwritten by it.

RegistryError
├── BadFiles    a file of facts cannot be taken in: every problem with file, line and column
└── NoSuchFact  a correction names a table, key or field that does not exist
"""

from __future__ import annotations
