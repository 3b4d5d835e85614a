"""Stubs for library modules that nothing on the phone uses."""
