"""What stands in on the phone for modules of Python's library that nothing there uses."""
