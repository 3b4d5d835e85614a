"""One target by Hypothesis: python -m tests.fuzz.by_hypothesis TARGET SEED SECONDS. Prints what came of it as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.holds import TARGETS

#: Inputs of one run; after a fault the next run goes on with other inputs.
BATCH = 2000
MOST_FAILURES = 5


def throw(target: str, first_seed: int, seconds: float, batch: int = BATCH) -> dict[str, Any]:
    """How many inputs were tried, and for each fault the smallest input that shows it."""
    make, check = TARGETS[target]
    inputs, failures, end, number = 0, [], time.monotonic() + seconds, first_seed
    while True:

        @seed(number)
        @settings(max_examples=batch, database=None, deadline=None, suppress_health_check=list(HealthCheck),
                  phases=[Phase.generate, Phase.shrink], print_blob=False)  # fmt: skip
        @given(st.randoms(use_true_random=False, note_method_calls=False))
        def holds(draw: Any) -> None:
            nonlocal inputs, last
            inputs += 1
            last = make(draw)
            check(last)

        last: Any = None
        try:
            holds()
        except Exception as fault:  # noqa: BLE001 (each is what is looked for)
            failures.append(f"{type(fault).__name__}: {str(fault)[:500]} for {last!r}"[:3000])
        number += 1
        if time.monotonic() >= end or len(failures) >= MOST_FAILURES:
            return {"inputs": inputs, "failures": failures}


if __name__ == "__main__":
    os.nice(15)
    print(json.dumps(throw(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))
