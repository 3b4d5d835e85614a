"""Shipped to the phone as ``pyodide/webloop.py``: no calculator waits for anything, so there is no event loop."""


def _initialize_event_loop() -> None:
    """Do nothing, where Pyodide begins an event loop when it starts."""
