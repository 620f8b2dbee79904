"""The people who use the system: roles, scopes, sign-in, and the chained book of deeds.

Always true here: a right is decided in `rights` and nowhere else; a view without a rule is
refused; nobody signs up alone; a deed is written in the transaction of what it tells of,
and is never edited nor removed.

    StaffError
    ├── Refused        a rule of `rights` says no; the person reads why
    ├── DeedIsFinal    somebody tried to edit or remove a deed
    ├── ChainIsBroken  the head of the book of deeds does not fit the book
    └── WrongStaff     a user or a grant that cannot be: the message says why
"""

from __future__ import annotations
