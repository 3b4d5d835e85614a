"""Python on the phone: Pyodide, cut and packed, and MicroPython, which answers first. Build-time only."""
