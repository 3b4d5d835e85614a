"""Pyodide, trimmed to what the calculators use and compressed."""
