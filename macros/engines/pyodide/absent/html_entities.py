"""Shipped to the phone as ``html.entities``: the calculators write HTML and read none, so they need no names of characters."""

from typing import NoReturn


class _Absent(dict[str, str]):
    """Raises NotImplementedError when asked for a name."""

    def __contains__(self, _name: object) -> NoReturn:
        raise NotImplementedError(
            "This Python has no names of characters: macros/engines/pyodide/runtime.py leaves them out."
        )


html5 = _Absent()
