"""Python on the phone: Pyodide, trimmed and compressed, and MicroPython, which answers first."""
