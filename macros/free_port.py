"""Find a port for a server on this machine."""

from __future__ import annotations

import socket

FIRST_PORT, LAST_PORT = 8000, 8020


def free_port(ports: range = range(FIRST_PORT, LAST_PORT + 1)) -> int | None:
    """The first port in ``ports`` on which nothing listens; None if all are taken."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return None
