"""The platforms: how each is asked, what it costs, and how its answers become observations.

What is always true here:

- a platform is asked by its official interface only, and with nothing but a public lookup
  or the consent of the account;
- a module knows its platform's habits (`rounding`, batches, error shapes), and nothing of
  Django, of other platforms or of the clock: `now` and the way to ask are given to it;
- every limit, price and habit is a named fact with its source and the day it was read;
- a figure that a platform rounds becomes an interval, one that it hides is withheld, and an
  absent account is a state and never a zero;
- no follower is listed, and no words of a post are kept.

PlatformError       says what to do next
├── TryLater        wait, at least until the moment that it names
│   └── BadAnswer   not what the platform's documents promise
├── Reconnect       the owner must connect the account again
├── Refused         a permission or a review is missing
├── NotOffered      there is no such figure
└── Gone            the account is deleted, suspended, private or missing
"""
