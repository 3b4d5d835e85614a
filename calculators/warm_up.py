"""Prepare a Python that will answer many messages, as the worker of a page does."""

from __future__ import annotations

import gc

from calculators.message import get_ready

#: New objects before the collector looks at them: about five answers about a long log. They hold hardly any cycle.
NEW_OBJECTS = 20_000


def warm_up(state: str, calculators: str) -> None:
    """Load a state's law and the calculators, and spare them from garbage collection.

    ``calculators``: their names, separated by spaces. Modules and law stay as long as the worker, and looking through them
    again and again took a fifteenth of an answer about a long log. Raises LawMissing for a state without law.
    """
    get_ready(state, calculators)
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
