"""Shipped to the phone as ``ipaddress``, which ``urllib.parse`` imports for addresses with a number in brackets."""

from typing import NoReturn


def ip_address(_address: object) -> NoReturn:
    """Raise NotImplementedError: the calculators write addresses and read none."""
    raise NotImplementedError("This Python reads no IP addresses: macros/engines/pyodide/runtime.py leaves them out.")
