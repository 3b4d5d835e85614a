"""Fuzz one target with Atheris, guided by the calculators' branch coverage.

``python -m tests.fuzz.by_atheris TARGET SEED SECONDS``, with Atheris on the path. Prints the result as a line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time

import atheris

with atheris.instrument_imports(include=["calculators"]):
    from tests.fuzz.holds import TARGETS, TEXTS

from tests.fuzz.faults import Faults


class FromBytes(random.Random):
    """A ``Random`` that reads Atheris's bytes, and zeros once they are used up."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._rest = iter(data)

    def getrandbits(self, number: int) -> int:
        """The next bits of the input."""
        found = 0
        for _ in range((number + 7) // 8):
            found = found << 8 | next(self._rest, 0)
        return found >> (-number % 8)

    def random(self) -> float:
        """A number from 0 up to 1."""
        return self.getrandbits(53) / 2**53


def main(target: str, seed: str, seconds: str) -> None:
    """Fuzz until the time is up; libFuzzer then ends the process."""
    make, check = TARGETS[target]
    as_it_is = target in TEXTS
    inputs, faults, end = 0, Faults(), time.monotonic() + float(seconds)

    def one(data: bytes) -> None:
        nonlocal inputs
        if time.monotonic() >= end:
            print(json.dumps({"target": target, "inputs": inputs, "faults": faults.found}), flush=True)
            os._exit(0)
        made = data.decode(errors="surrogateescape") if as_it_is else make(FromBytes(data))
        inputs += 1
        try:
            check(made)
        except Exception as fault:  # noqa: BLE001 (each is what is looked for)
            faults.note(fault, made)

    atheris.Setup(
        [sys.argv[0], f"-seed={seed}", "-max_len=600", "-verbosity=0", f"-max_total_time={int(float(seconds)) + 60}"],
        one,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    os.nice(15)
    main(*sys.argv[1:])
