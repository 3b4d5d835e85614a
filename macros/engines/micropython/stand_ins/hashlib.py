"""SHA-256 with ``hexdigest``."""

import hashlib


class sha256:
    """The hash of some bytes."""

    def __init__(self, content):
        self._digest = hashlib.sha256(content).digest()

    def hexdigest(self):
        return self._digest.hex()
