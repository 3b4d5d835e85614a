"""JSON with the order of its objects.

MicroPython's reader does not keep it, so the files that come with the engine have each object as ``{"": [key, value,
key, value, ...]}`` (``macros/engines/first_engine.py`` writes them); any other text is read as it is.
"""

import json

from stand_ins.lowered import ordered

dumps = json.dumps


def loads(text):
    """The value of a JSON text."""
    return _in_order(json.loads(text))


def _in_order(value):
    if isinstance(value, list):
        return [_in_order(one) for one in value] if any(isinstance(one, (list, dict)) for one in value) else value
    if isinstance(value, dict):
        flat = value.get("")
        if isinstance(flat, list):
            return ordered([(flat[at], _in_order(flat[at + 1])) for at in range(0, len(flat), 2)])
        return ordered([(key, _in_order(one)) for key, one in value.items()])
    return value
