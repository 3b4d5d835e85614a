"""``make load``: requests per second that nginx serves, on loopback, configured as in HOSTING.md.

wrk, as packaged by Debian, requests one file through a hundred connections, for ten seconds per file; it shares the server's
processors, so the numbers are a lower bound for such a machine. Prints a table for HOSTING.md.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from macros import bootstrap
from tests.tools.browser import SITE
from tests.tools.web_servers import on_nginx

WRK = bootstrap.ROOT / ".cache" / "wrk"
CONNECTIONS, SECONDS = 100, 10
FILES = {
    "a guide": "mississippi/evaluation/",
    "a script": "assets/[0-9a-f]*/js/page.js",
    "the small engine": "assets/runtime/first-*/micropython.wasm",
}


def main() -> int:
    """Measure and print. Returns 1 with a message without nginx or wrk."""
    if not (WRK / "usr" / "bin" / "wrk").is_file():
        bootstrap.run("sh", "-c", bootstrap.UNPACK.format(folder=WRK, packages="wrk libluajit-5.1-2"))
    if bootstrap.find_nginx(bootstrap.run) is None or not (WRK / "usr" / "bin" / "wrk").is_file():
        print("There is no nginx or no wrk here: it needs Debian, and its packages.", file=sys.stderr)
        return 1
    print(f"{os.cpu_count()} processors, {platform.platform()}, load before: {os.getloadavg()[0]:.1f}")
    print("| File | Requests a second | Sent a second | Errors |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder, on_nginx(Path(folder)) as site:
        for name, pattern in FILES.items():
            path = pattern if pattern.endswith("/") else next(SITE.glob(pattern)).relative_to(SITE).as_posix()
            print(f"| {name} | {' | '.join(measured(site + path))} |", flush=True)
    return 0


def measured(address: str) -> tuple[str, str, str]:
    """Requests per second, bytes per second, and errors, as reported by wrk."""
    command = [WRK / "usr" / "bin" / "wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip"]
    library = next(WRK.glob("usr/lib/*/libluajit-5.1.so.2")).parent
    environment = {**os.environ, "LD_LIBRARY_PATH": str(library)}
    said = subprocess.run([*command, address], env=environment, capture_output=True, text=True, check=True).stdout
    found = {name: re.search(rf"{name}:\s+(.+)", said) for name in ("Requests/sec", "Transfer/sec")}
    requests, sent = (match[1] if match else "?" for match in found.values())
    wrong = re.findall(r"(Socket errors: .+|Non-2xx or 3xx responses: .+)", said)
    return requests, sent, "; ".join(wrong) or "none"


if __name__ == "__main__":
    raise SystemExit(main())
