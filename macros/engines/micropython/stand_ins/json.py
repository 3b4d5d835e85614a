"""JSON in which selected objects keep their order.

MicroPython's reader does not keep it, so in the engine's own files such an object is ``{"": [key, value, key, value, ...]}``
(written by ``macros/engines/micropython/first_engine.py``), nested only in objects of the same form. All others are read
normally.
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
