"""Counts that somebody read off a screen: entered by one person, read again by another.

What is always true here:

- the second person sees the screenshot and not what the first one typed; only where both
  read the same interval it counts;
- nobody confirms, disputes or declines what they entered themselves;
- a screenshot is decoded, written anew as PNG and kept under its checksum: whatever the phone
  put into the file (place, time, model) is not kept;
- the interval holds whether the screen rounds or cuts: "1.2M" is 1,150,000 to 1,299,999;
- a confirmed reading is one run of the lake, `hand-<number>`, with an import that names it:
  it is recovered, and withdrawn with a reason, as every import is;
- a platform that has closed gets no more readings.

`numbers` and `pictures` are pure; `checking` says what is wrong with a reading before it is
entered, `actions` enters and decides, `listing` says which accounts wait for one.

CollectionError
└── WrongReading    a reading that cannot be entered or decided; `why` is a word of `words.WHY_NOT`
"""

from __future__ import annotations
