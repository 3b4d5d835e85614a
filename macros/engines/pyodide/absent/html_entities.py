"""Shipped as ``html.entities``: the calculators parse no HTML."""

from typing import NoReturn


class _Absent(dict[str, str]):
    """Raises NotImplementedError on every lookup."""

    def __contains__(self, _name: object) -> NoReturn:
        raise NotImplementedError(
            "This Python has no names of characters: macros/engines/pyodide/runtime.py leaves them out."
        )


html5 = _Absent()
