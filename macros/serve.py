"""Build the site, serve it on this machine and show every edit: ``make serve``."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

from macros.build import prepare
from macros.data import ROOT, WrongData

FIRST_PORT, LAST_PORT = 8000, 8020
WATCHED = ("calculators", "macros")
STEP = 0.2


def free_port(ports: range = range(FIRST_PORT, LAST_PORT + 1)) -> int | None:
    """The first port of ``ports`` on which nothing listens; None if all are taken."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return None


def main(arguments: list[str]) -> int:
    """Serve until interrupted. Returns 1 after a sentence if it cannot start."""
    if arguments and not (arguments[0].isdecimal() and 0 < int(arguments[0]) < 65536):
        print(f"'{arguments[0]}' is not a port. Give a number, like: make serve ARGS=8080", file=sys.stderr)
        return 1
    port = free_port(range(int(arguments[0]), int(arguments[0]) + 1)) if arguments else free_port()
    if port is None:
        asked = f"Port {arguments[0]} is" if arguments else f"Ports {FIRST_PORT} to {LAST_PORT} are all"
        print(f"{asked} taken. Stop what is running there, or name another: make serve ARGS=8080", file=sys.stderr)
        return 1
    try:
        prepare()
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return _serve(port)


def _serve(port: int) -> int:
    watched = [part for folder in WATCHED for part in ("--watch", folder)]
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--livereload", "-a", f"127.0.0.1:{port}", *watched]
    server = subprocess.Popen(command, cwd=ROOT)

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    with suppress(KeyboardInterrupt):
        while server.poll() is None and not _listens(port):
            time.sleep(STEP)
        if server.poll() is None:
            print(f"Paper Trail: http://127.0.0.1:{port}/  (stop with Ctrl-C)", flush=True)
        return server.wait()
    server.wait()
    return 0


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(STEP)
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
