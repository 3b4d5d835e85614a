"""Shipped as ``asyncio``, which Pyodide imports at start and no calculator uses.

asyncio and its own imports (sockets, processes, logging) are a quarter of the library's download.
"""


def get_event_loop() -> object:
    """Raise RuntimeError: there is no event loop."""
    raise RuntimeError("This Python has no event loop: macros/engines/pyodide/runtime.py leaves asyncio out.")
