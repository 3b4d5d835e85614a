"""Pyodide, cut to what the calculators use and packed for the way to the phone."""
