"""JSON with the order of those objects whose order is read.

MicroPython's reader does not keep it, so in the files that come with the engine such an object is ``{"": [key, value,
key, value, ...]}`` (``macros/engines/micropython/first_engine.py`` writes them), and stands in none but its like. All others are read
as they are.
"""

import json

from stand_ins.lowered import ordered

dumps = json.dumps


def loads(text):
    """The value of a JSON text."""
    return _in_order(json.loads(text))


def _in_order(value):
    flat = value.get("") if isinstance(value, dict) else None
    if not isinstance(flat, list):
        return value
    return ordered([(flat[at], _in_order(flat[at + 1])) for at in range(0, len(flat), 2)])
