"""MicroPython with the calculators in its dialect: it gives the first answer."""
