"""The states that stand for all of them where a template is tested, not a state's law.

What is slow (a browser, two centuries day by day) would grow with each new state and find nothing new there. One of
the others takes its turn in each run; a run is repeated with the seed it printed: ``PAPER_TRAIL_SEED=123 make test``.
"""

import os
import random
from collections.abc import Sequence

from calculators.law import known_states, load

#: Set by conftest.py before any test is collected, so that all workers of a run have the same one.
SEED = "PAPER_TRAIL_SEED"
#: A state with many rules of its own, one with few, and the federal set alone.
ALWAYS = ("MS", "AZ", "US")


def template_states() -> list[str]:
    """The states of this run."""
    others = sorted(set(known_states()) - set(ALWAYS))
    return [*ALWAYS, *random.Random(os.environ[SEED]).sample(others, min(1, len(others)))]


def in_turn(paths: Sequence[str], number: int) -> list[str]:
    """So many of what one template made, others in each run."""
    return random.Random(f"{os.environ[SEED]} {number} {len(paths)}").sample(sorted(paths), min(number, len(paths)))


def is_looked_at(path: str) -> bool:
    """Whether a page of the site is looked at in this run: all but those of the states that have no turn."""
    waiting = {load(state).slug for state in set(known_states()) - set(template_states())}
    return waiting.isdisjoint(path.split("/"))
