"""Lower this process's priority if its command line asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterable

#: The command-line flag.
LOW_PRIORITY = "--low-priority"
#: The increment for ``os.nice``.
NICE = 10


def lower_priority_if_asked(arguments: Iterable[str]) -> None:
    """Lower this process's priority if the flag is among the arguments."""
    if LOW_PRIORITY in arguments:
        os.nice(NICE)
