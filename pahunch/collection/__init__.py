"""Counts coming in: from platforms in sweeps, from files, and by hand with their evidence.

Files and their journal stand in this folder, exports of other tools in `exports`, what asks
the platforms in `sweeps`, how we are let in by them in `connecting`, and what people read
off a screen in `by_hand`.

What is always true here:

- an import is in the lake whole or not at all, whenever the machine dies: what is to be
  appended is first written to the journal, then announced in the database, then appended
  in one commit, and `recover` carries an announced import to its end exactly once;
- the same bytes for the same state are the same run, so a file brought twice adds nothing;
- the raw file is kept under its checksum;
- a file with one wrong row brings nothing: every wrong row is named, by row and column;
- a run is never edited: it is withdrawn, with a reason, and stays visible.

CollectionError
├── BadCounts     a file of counts cannot be taken in: every problem with row and column
├── NoSuchRun     no import has this run, or only part of its name that fits several
├── WrongStage    the run is withdrawn already, or a reason is missing
├── JournalLost   an announced import has lost what it was going to append
├── CannotConnect an account's owner could not be let in, or gave another account's token
├── WrongTimetable a timetable that can't be kept, or of nothing that is asked for
├── WrongReading  a count read by hand is not taken, or not by this person
└── Unreadable    a sealed secret that none of the installation's keys opens
"""

from __future__ import annotations
