"""One directive as its readers meet it: its words, its history, and who has read it.

What is always true here: a receipt is of one wording, so that a change of the words or terms
asks for another; an office confirms for its own representative only; the history is read out
of the book of deeds and written nowhere else.
"""

from __future__ import annotations
