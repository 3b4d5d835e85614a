"""Faults of one target, one of each kind: an exception type and the line that raised it."""

from __future__ import annotations

from typing import Any

MOST = 5


class Faults:
    """What went wrong, with an input that reproduces it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._seen: set[tuple[str, str, int]] = set()

    def note(self, fault: Exception, made: Any) -> None:
        """Keep a fault, unless one of its kind is kept or there are enough."""
        last = fault.__traceback__
        while last and last.tb_next:
            last = last.tb_next
        kind = (type(fault).__name__, last.tb_frame.f_code.co_filename if last else "", last.tb_lineno if last else 0)
        if kind not in self._seen and len(self._seen) < MOST:
            self._seen.add(kind)
            self.found.append(f"{kind[0]}: {str(fault)[:500]} for {made!r}"[:3000])
