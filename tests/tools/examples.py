"""How many examples Hypothesis makes up for a property.

Each run makes up others, so ``make test-fast`` takes a few and still finds more with every run.
"""

import os

#: One of how many examples a run takes; unset: all.
EXAMPLES = "PAPER_TRAIL_EXAMPLES"
#: What Hypothesis takes where a test says nothing.
USUAL = 100


def examples(number: int = USUAL) -> int:
    """This many examples, or the part of them that this run takes; at least five."""
    return max(min(number, 5), number // int(os.environ.get(EXAMPLES, "1")))
