"""Import a module by its name."""

import sys


def import_module(name):
    """The module ``name``, dots and all."""
    __import__(name)
    return sys.modules[name]
