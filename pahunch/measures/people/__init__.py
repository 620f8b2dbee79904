"""Surveys of overlaps between platforms: brought in with their source, shown, withdrawn.

What is always true here:

- a survey is stored whole or not at all, and never edited: a mistake is withdrawn with a
  reason, stays visible, and is brought in again under another code;
- every survey names where anybody can look it up, whom it asked, when and where;
- its allowance, by which others may differ from those asked, is stated and not hidden.

`reading` reads a file, `actions` stores and withdraws, `telling` brings a table to counts.

SurveyError
└── WrongSurvey    a file or a wish that is not taken; `why` is a word of `words.WHY_NOT`
"""

from __future__ import annotations
