"""Regular expressions by the browser's RegExp: MicroPython's own lacks counts, word boundaries and names.

For patterns with ``re.ASCII``, which mean the same to both. Positions count code points, as in Python; the host converts
them (``docs/assets/js/engine/first-engine.js``).
"""

import json

import host

ASCII, IGNORECASE = 256, 2
BLANKS = " \\t\\n\\r\\f\\v"
I = IGNORECASE  # noqa: E741 (the library's name)


class Pattern:
    """A compiled pattern."""

    def __init__(self, pattern, flags):
        self._flags = "i" if flags & IGNORECASE else ""
        # \s and \S are ASCII here, and more in the browser
        self._source = pattern.replace("(?P<", "(?<").replace("\\s", f"[{BLANKS}]").replace("\\S", f"[^{BLANKS}]")

    def search(self, text):
        return self._found("search", text)

    def match(self, text):
        return self._found("match", text)

    def fullmatch(self, text):
        return self._found("fullmatch", text)

    def sub(self, replacement, text):
        return host.replace(self._source, self._flags, text, replacement)

    def split(self, text):
        return json.loads(host.split(self._source, self._flags, text))

    def findall(self, text):
        return json.loads(host.findall(self._source, self._flags, text))

    def _found(self, how, text):
        found = json.loads(host.find(how, self._source, self._flags, text))
        return Match(found) if found else None


class Match:
    """What a pattern found."""

    def __init__(self, found):
        self._start, self._end, self._groups, self._names = found

    def start(self):
        return self._start

    def end(self):
        return self._end

    def groups(self):
        return tuple(self._groups[1:])

    def __getitem__(self, name):
        return self._names[name] if isinstance(name, str) else self._groups[name]


def compile(pattern, flags=0):
    return Pattern(pattern, flags)


def search(pattern, text, flags=0):
    return Pattern(pattern, flags).search(text)


def fullmatch(pattern, text, flags=0):
    return Pattern(pattern, flags).fullmatch(text)


def sub(pattern, replacement, text, flags=0):
    return Pattern(pattern, flags).sub(replacement, text)


def split(pattern, text, flags=0):
    return Pattern(pattern, flags).split(text)


def findall(pattern, text, flags=0):
    return Pattern(pattern, flags).findall(text)
