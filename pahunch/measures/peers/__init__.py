"""Comparison sets: constituencies with which one may fairly be compared, frozen and dated.

What is always true here:

- a frozen set holds the facts it was made of, so that it stands whatever becomes of the
  registry, and a digest that proves it; nothing changes or removes it;
- an urban share names its source; where there is none it is not known, and not guessed.

`actions` freezes and brings urban shares in, `gathering` reads the registry.

PeersError
└── WrongPeers    a wish or a file that is not taken; `why` is a word of `words.WHY_NOT`
"""

from __future__ import annotations
