"""Election periods: days between a poll's announcement and its end, switched on by an officer.

What is always true here: a period has a state, a first day, the officer who ordered it and a
reason; it begins and ends by its dates, without anybody being there; what it holds back is held
back by asking `period_on`, so that everything is as before when it is over; nothing is erased.
Election law: the Model Code of Conduct bars a government from using its position and its money
for a campaign (Election Commission of India, Manual on Model Code of Conduct, March 2019).
"""

from __future__ import annotations
