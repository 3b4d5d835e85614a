"""Shipped as ``pyodide/webloop.py``: nothing here is asynchronous, so there is no event loop."""


def _initialize_event_loop() -> None:
    """Do nothing, where Pyodide would create an event loop."""
