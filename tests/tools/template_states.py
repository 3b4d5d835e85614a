"""The states that represent all others where a template, not a state's law, is tested.

Slow tests (a browser, two centuries day by day) would grow with each new state and find nothing new there. One of the other
states takes its turn in each run; to repeat a run, use the seed that it printed: ``PAPER_TRAIL_SEED=123 make test``.
"""

import os
import random
from collections.abc import Sequence

from calculators.law import known_states, load

#: Set by conftest.py before collection, so that all workers of a run share it.
SEED = "PAPER_TRAIL_SEED"
#: A state with many rules of its own, one with few, and the federal set.
ALWAYS = ("MS", "AZ", "US")


def template_states() -> list[str]:
    """The states of this run."""
    others = sorted(set(known_states()) - set(ALWAYS))
    return [*ALWAYS, *random.Random(os.environ[SEED]).sample(others, min(1, len(others)))]


def in_turn(paths: Sequence[str], number: int) -> list[str]:
    """A sample of the pages made by one template, different in each run."""
    return random.Random(f"{os.environ[SEED]} {number} {len(paths)}").sample(sorted(paths), min(number, len(paths)))


def is_looked_at(path: str) -> bool:
    """Whether a page is tested in this run: all pages except those of states not in turn."""
    waiting = {load(state).slug for state in set(known_states()) - set(template_states())}
    return waiting.isdisjoint(path.split("/"))
