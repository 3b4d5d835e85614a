"""Format measurements with their unit and a non-breaking space."""

from __future__ import annotations

from macros.bench.figures import LONG_TASK


def seconds(value: float) -> str:
    """``37.2 s``; two decimals below ten."""
    return f"{value:.1f}\u00a0s" if value >= 10 else f"{value:.2f}\u00a0s"


def milliseconds(value: float) -> str:
    """``1,240 ms``; tasks shorter than ``LONG_TASK`` are not reported."""
    return f"{value:,.0f}\u00a0ms" if value else f"under {LONG_TASK}\u00a0ms"


def size(value: float) -> str:
    """``2.82 MB``, or in KB below a tenth of that."""
    return f"{value / 1e6:.2f}\u00a0MB" if value >= 1e5 else f"{value / 1e3:.1f}\u00a0KB"


def megabytes(value: float) -> str:
    """``201 MB``, for coarse values."""
    return f"{value / 1e6:.0f}\u00a0MB"


def times(ratio: float) -> str:
    """``12.3 times less`` or ``1.4 times more`` than stock Pyodide."""
    less = ratio >= 1
    factor = ratio if less else 1 / ratio
    if f"{factor:.2f}" == "1.00":
        return "the same"
    return f"{_factor(factor)} times {'less' if less else 'more'}"


def _factor(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
