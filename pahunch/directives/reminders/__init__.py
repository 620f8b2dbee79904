"""Reminders to offices: what is due, whom it concerns, by which way, and what became of it.

What is always true here: a reminder on one occasion is in the database once, and is sent at
most once by itself: it is noted as being sent before anything leaves, and one whose worker
died then becomes uncertain, which only a person sends again. Nothing leaves outside the hours
of a contact, after its consent ended, or in an election period.

Faults of a channel, one tree (`errors`): ChannelError, of which NotNow can be tried later,
NotTaken never, and PerhapsSent is not known to have failed.
"""

from __future__ import annotations
