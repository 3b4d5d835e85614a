"""Shipped to the phone as ``asyncio``, which Pyodide imports when it starts and no calculator uses.

asyncio and what it alone imports (sockets, processes, logging) are a quarter of the library on the way to the phone.
"""


def get_event_loop() -> object:
    """Raise RuntimeError: there is no loop."""
    raise RuntimeError("This Python has no event loop: macros/engines/pyodide/runtime.py leaves asyncio out.")
