"""The part of ``Path`` that finds and reads a file beside a module."""

import os


class Path:
    """A file's path."""

    def __init__(self, address):
        self._address = address

    def with_name(self, name):
        return Path(self._address[: self._address.rfind("/") + 1] + name)

    def __truediv__(self, name):
        return Path(self._address + "/" + name)

    def is_file(self):
        try:
            return not os.stat(self._address)[0] & 0x4000
        except OSError:
            return False

    def read_text(self, encoding="utf-8"):
        with open(self._address, encoding=encoding) as file:
            return file.read()
