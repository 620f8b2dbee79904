"""Training: programmes, sessions, who was invited and came, tests, certificates, coverage.

What is always true here:

- a phone number is stored sealed, only with its holder's consent, with the day on which it is
  erased; what stays beside it are keyed marks, by which two numbers are told to be equal;
- nobody is joined by a machine: two rows that may be one person are proposed, a human decides,
  and every decision can be taken back;
- a person who stands twice is counted once: every figure asks for the person behind the row;
- coverage is of the block where somebody works, and only sessions that were held count;
- a certificate is told to be real by its code, which nobody can guess.

`plans` has programmes, plans and coverage; `sessions` invitations and attendance; `people`
reading files, phones and doubles; `proof` tests and certificates.

TrainingError
├── WrongTraining    something that is not taken; `why` is a word of `words.WHY_NOT`
└── WrongState       a move that the state of a session or of a proposal does not allow
"""

from __future__ import annotations
