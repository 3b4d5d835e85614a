"""A program that nobody waits for yet steps back behind those that somebody waits for."""

from __future__ import annotations

import os
from collections.abc import Iterable

#: Asks a program of ours to step back.
YIELDING = "--yielding"
#: How far.
NICE = 10


def step_back_if_asked(arguments: Iterable[str]) -> None:
    """Let other programs go first if that is among the arguments."""
    if YIELDING in arguments:
        os.nice(NICE)
