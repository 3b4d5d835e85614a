"""Runtime support for transpiled code: syntax and built-ins that MicroPython lacks."""

from collections import OrderedDict

import host

MISSING = object()
#: Larger dicts look keys up by hash: MicroPython's own ordered dict searches linearly.
FEW = 24
#: Whitespace in Python beyond ASCII's own, which MicroPython knows.
BLANKS = "\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
ALL_BLANKS = " \t\n\r\x0b\x0c" + BLANKS


# Records: replacements for @dataclass


def equal(one, other):
    """True if both are of the same class with equal fields."""
    return type(one) is type(other) and all(getattr(one, name) == getattr(other, name) for name in one.__fields__)


def hashed(one):
    """A hash of the values of all fields."""
    return hash(tuple(getattr(one, name) for name in one.__fields__))


def member(kind, value):
    """The member of a string enum, which is its string.

    Raises ValueError if there is none.
    """
    for name in dir(kind):
        if not name.startswith("_") and getattr(kind, name) == value:
            return value
    raise ValueError(f"'{value}' is not a valid {kind.__name__}")


# Ordered collections


class Ordered(dict):
    """A dict in insertion order with lookup by hash."""

    def __init__(self, pairs):
        super().__init__()
        self._order = []
        for key, value in pairs:
            self[key] = value

    def __setitem__(self, key, value):
        if key not in self:
            self._order.append(key)
        super().__setitem__(key, value)

    def __iter__(self):
        return iter(self._order)

    def keys(self):
        return list(self._order)

    def values(self):
        return [self[key] for key in self._order]

    def items(self):
        return [(key, self[key]) for key in self._order]

    def setdefault(self, key, value=None):
        if key not in self:
            self[key] = value
        return self[key]

    def update(self, other):
        for key in other:
            self[key] = other[key]

    def __or__(self, other):
        return ordered(self, other)


def ordered(*parts):
    """An ordered dict of all ``parts``, each a dict or pairs."""
    pairs = []
    for part in parts:
        pairs.extend(part.items() if isinstance(part, dict) else part)
    return OrderedDict(pairs) if len(pairs) <= FEW else Ordered(pairs)


def unordered(*parts):
    """A plain dict of all ``parts`` (dicts or pairs), for ``**`` in a call."""
    found = {}
    for part in parts:
        found.update(part.items() if isinstance(part, Ordered) else part)
    return found


def ordered_keys(keys, value=None):
    """``dict.fromkeys``, in order."""
    return ordered([(key, value) for key in keys])


def joined(*parts):
    """All elements of all parts as one list."""
    found = []
    for part in parts:
        found.extend(part)
    return found


def in_order(values, key=None, reverse=False):
    """``sorted``, stable, which MicroPython's own is not guaranteed to be."""
    values = list(values)
    keys = [key(value) for value in values] if key else values
    last = len(values)
    places = sorted([(keys[place], last - place if reverse else place) for place in range(last)], reverse=reverse)
    return [values[last - place if reverse else place] for _, place in places]


def zipped(*parts):
    """``zip(..., strict=True)``.

    Raises ValueError for lengths that differ.
    """
    parts = [list(part) for part in parts]
    if any(len(part) != len(parts[0]) for part in parts):
        raise ValueError("zip() arguments differ in length")
    return zip(*parts)


# Text beyond ASCII


def _plain(text):
    return len(text.encode()) == len(text)


def lower(text):
    return text.lower() if _plain(text) else host.lower(text)


def upper(text):
    return text.upper() if _plain(text) else host.upper(text)


def capitalize(text):
    return upper(text[:1]) + lower(text[1:])


def isupper(text):
    return text.isupper() if _plain(text) else text == upper(text) and text != lower(text)


def isdigit(text):
    return text.isdigit() if _plain(text) else host.isdigit(text)


def removeprefix(text, start):
    return text[len(start) :] if start and text.startswith(start) else text


def removesuffix(text, end):
    return text[: -len(end)] if end and text.endswith(end) else text


def split(text):
    for blank in BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    return text.split()


def strip(text, signs=ALL_BLANKS):
    return rstrip(lstrip(text, signs), signs)


def lstrip(text, signs=ALL_BLANKS):
    start = 0
    while start < len(text) and text[start] in signs:  # MicroPython's own compares bytes
        start += 1
    return text[start:]


def rstrip(text, signs=ALL_BLANKS):
    end = len(text)
    while end and text[end - 1] in signs:
        end -= 1
    return text[:end]
