"""Lower this process's priority if its command line asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterable

#: The command-line flag.
YIELDING = "--yielding"
#: The increment for ``os.nice``.
NICE = 10


def step_back_if_asked(arguments: Iterable[str]) -> None:
    """Lower this process's priority if the flag is among the arguments."""
    if YIELDING in arguments:
        os.nice(NICE)
