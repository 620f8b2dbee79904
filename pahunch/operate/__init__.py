"""Operating an installation: setting it up, showing it, running it.

What is always true here: every step may be run again. Setting up a second time loads
nothing twice; the demonstration never mixes made-up figures with a real state's.
"""

from __future__ import annotations
