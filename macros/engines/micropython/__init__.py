"""MicroPython with the calculators in its dialect: the engine of the first answer."""
