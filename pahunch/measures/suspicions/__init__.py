"""Growth that asks for an explanation: raised by a rule, answered by the holder, decided by people.

What is always true here: a suspicion is a question and not a finding; it shows its evidence and
how often such questions are asked in vain; whoever holds the account may answer before anybody
decides, and has two weeks; whoever answered does not decide; a decision has a reason and can be
taken back; nothing follows from it but that the counts are also shown as `credible`, an interval.
"""

from __future__ import annotations
