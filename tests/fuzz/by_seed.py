"""Fuzz every target with purely random input.

``python -m tests.fuzz.by_seed SEED SECONDS`` prints a line of JSON for each target. There is no framework, because
Hypothesis's overhead of 0.4 ms per input is forty times what reading a date takes.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from typing import Any

from tests.fuzz.faults import Faults
from tests.fuzz.holds import TARGETS

#: Inputs tried between two checks of the time.
BETWEEN_LOOKS = 20


def throw(target: str, seed: str, seconds: float) -> dict[str, Any]:
    """The number of inputs tried, and the first input for each kind of fault."""
    make, check = TARGETS[target]
    draw, inputs, faults, end = random.Random(f"{target} {seed}"), 0, Faults(), time.monotonic() + seconds
    while time.monotonic() < end:
        for _ in range(BETWEEN_LOOKS):
            made = make(draw)
            try:
                check(made)
            except Exception as fault:  # noqa: BLE001 (each is what is looked for)
                faults.note(fault, made)
        inputs += BETWEEN_LOOKS
    return {"target": target, "inputs": inputs, "faults": faults.found}


if __name__ == "__main__":
    os.nice(15)
    for name in TARGETS:
        print(json.dumps(throw(name, sys.argv[1], float(sys.argv[2]) / len(TARGETS))), flush=True)
