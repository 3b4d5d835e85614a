"""The states that represent all others where a template, not a state's law, is tested.

Slow tests (a browser, two centuries day by day) would grow with each new state and find nothing new there. One of the other
states takes its turn in each run; to repeat a run, use the seed that it printed: ``PAPER_TRAIL_SEED=123 make test``. With
``PAPER_TRAIL_SEED=all`` every state and page is tested, which takes hours in a browser.
"""

import os
import random
import subprocess
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from calculators.law import known_states, load
from macros.places import ROOT

#: Set by conftest.py before collection, so that all workers of a run share it.
SEED = "PAPER_TRAIL_SEED"
#: The seed's value that selects all.
EVERY = "all"
#: In how many parts the tests in a browser, and the states of tests marked ``by_state``, are divided, of which a run takes
#: one; unset: all in one.
PARTS = "PAPER_TRAIL_PARTS"
#: A state with many rules of its own, one with few, and the federal set.
ALWAYS = ("MS", "AZ", "US")


def template_states() -> list[str]:
    """The states of this run."""
    others = sorted(set(known_states()) - set(ALWAYS))
    return [*ALWAYS, *_sample(os.environ[SEED], others, 1)]


def in_turn(paths: Sequence[str], number: int) -> list[str]:
    """A sample of the pages made by one template, different in each run."""
    return _sample(f"{os.environ[SEED]} {number} {len(paths)}", sorted(paths), number)


def _sample(seed: str, ordered: list[str], number: int) -> list[str]:
    """A sample of this size, or all with the seed ``all``."""
    return ordered if os.environ[SEED] == EVERY else random.Random(seed).sample(ordered, min(number, len(ordered)))


def states_in_part() -> set[str]:
    """The states for which a run does what is repeated for each state.

    Those of templates, a part of all others, and those whose law is being edited.
    """
    return {*template_states(), *filter(is_in_part, known_states()), *edited_states()}


@cache
def edited_states(project: Path = ROOT) -> frozenset[str]:
    """The states whose file differs from the last commit; none without Git."""
    differs = ("git", "-C", str(project), "diff", "--name-only", "HEAD", "--", "calculators/law")
    try:
        said = subprocess.run(differs, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return frozenset()
    edited = {Path(line).stem for line in said.splitlines()}
    return frozenset(state for state in known_states() if load(state).slug in edited)


def is_in_part(test: str) -> bool:
    """Whether a test in a browser, or a state, belongs to the part that this run takes."""
    parts, seed = int(os.environ.get(PARTS, "1")), os.environ[SEED]
    return seed == EVERY or zlib.crc32(test.encode()) % parts == zlib.crc32(seed.encode()) % parts


def in_part[T](listed: Sequence[T]) -> list[T]:
    """The items of a long list, such as messages to an engine, that this run takes."""
    return [one for place, one in enumerate(listed) if is_in_part(str(place))]


def is_looked_at(path: str) -> bool:
    """Whether a page is tested in this run: all pages except those of states not in turn."""
    waiting = {load(state).slug for state in set(known_states()) - set(template_states())}
    return waiting.isdisjoint(path.split("/"))
