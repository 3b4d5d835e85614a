"""Fuzz every target with Hypothesis, which shrinks failing inputs.

``python -m tests.fuzz.by_hypothesis SEED SECONDS`` prints a line of JSON for each target.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.holds import TARGETS

#: Inputs per Hypothesis run; after a fault, the next run has a new seed.
BATCH = 2000
MOST_FAULTS = 5


def throw(target: str, first_seed: str, seconds: float, batch: int = BATCH) -> dict[str, Any]:
    """The number of inputs tried, and the smallest input for each fault."""
    make, check = TARGETS[target]
    inputs, faults, end = 0, [], time.monotonic() + seconds
    seeds = random.Random(f"{target} {first_seed}")
    while True:

        @seed(seeds.getrandbits(64))
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
            faults.append(f"{type(fault).__name__}: {str(fault)[:500]} for {last!r}"[:3000])
        if time.monotonic() >= end or len(faults) >= MOST_FAULTS:
            return {"target": target, "inputs": inputs, "faults": faults}


if __name__ == "__main__":
    os.nice(15)
    for name in TARGETS:
        print(json.dumps(throw(name, sys.argv[1], float(sys.argv[2]) / len(TARGETS))), flush=True)
