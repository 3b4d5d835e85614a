"""What MicroPython lacks of Python's library, as far as the calculators use it. Runs in MicroPython alone."""
