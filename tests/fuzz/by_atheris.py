"""One target by Atheris, which looks which branches of the calculators an input reaches and goes on from there.

python -m tests.fuzz.by_atheris TARGET SEED SECONDS RESULT, with Atheris on the path. RESULT is a file for what came of it, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["calculators"]):
    from tests.fuzz.holds import TARGETS, TEXTS

MOST_FAILURES = 5


class FromBytes(random.Random):
    """Chance that is made of bytes, nought when they are used up: what Atheris writes decides what is drawn."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._rest = iter(data)

    def getrandbits(self, number: int) -> int:
        """So many bits of the next bytes."""
        found = 0
        for _ in range((number + 7) // 8):
            found = found << 8 | next(self._rest, 0)
        return found >> (-number % 8)

    def random(self) -> float:
        """A number from 0 up to 1."""
        return self.getrandbits(53) / 2**53


def main(target: str, seed: str, seconds: str, result: str) -> None:
    """Throw until the time is over; libFuzzer then ends the process."""
    make, check = TARGETS[target]
    told: dict[str, Any] = {"inputs": 0, "failures": []}
    seen: set[str] = set()
    end = time.monotonic() + float(seconds)

    def one(data: bytes) -> None:
        if time.monotonic() >= end:
            Path(result).write_text(json.dumps(told), encoding="utf-8")
            os._exit(0)
        made = data.decode(errors="surrogateescape") if target in TEXTS else make(FromBytes(data))
        told["inputs"] += 1
        try:
            check(made)
        except Exception as fault:  # noqa: BLE001 (each is what is looked for)
            last = fault.__traceback__
            while last and last.tb_next:
                last = last.tb_next
            kind = f"{type(fault).__name__} in line {last and last.tb_lineno} of {last and last.tb_frame.f_code.co_filename}"
            if kind not in seen and len(seen) < MOST_FAILURES:
                seen.add(kind)
                told["failures"].append(f"{type(fault).__name__}: {str(fault)[:500]} for {made!r}"[:3000])

    atheris.Setup(
        [sys.argv[0], f"-seed={seed}", "-max_len=600", "-verbosity=0", f"-max_total_time={int(float(seconds)) + 60}"],
        one,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    os.nice(15)
    main(*sys.argv[1:])
