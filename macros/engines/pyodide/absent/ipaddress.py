"""Shipped as ``ipaddress``, which ``urllib.parse`` imports for bracketed hosts."""

from typing import NoReturn


def ip_address(_address: object) -> NoReturn:
    """Raise NotImplementedError: the calculators write URLs and parse none."""
    raise NotImplementedError("This Python reads no IP addresses: macros/engines/pyodide/runtime.py leaves them out.")
