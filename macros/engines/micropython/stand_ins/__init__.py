"""Replacements for standard library modules that MicroPython lacks; run in MicroPython only."""
