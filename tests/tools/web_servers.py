"""Web servers as packaged by Debian, on loopback, during a block."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from macros import bootstrap
from tests.tools.browser import SITE
from tests.tools.waiting import poll

TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
HOSTING = bootstrap.ROOT / "HOSTING.md"


def configuration(language: str, number: int = 0) -> str:
    """A code block in HOSTING.md, by language and its number among those."""
    return re.findall(rf"^```{language}\n(.*?)^```$", HOSTING.read_text(encoding="utf-8"), re.M | re.S)[number]


def nginx_settings(folder: Path, sites: str) -> str:
    """Debian's nginx.conf with ``sites`` as its sites, writing only inside ``folder``."""
    text = (bootstrap.NGINX / "etc" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    temporary = "".join(f"    {name}_temp_path {folder / name};\n" for name in TEMPORARY)
    text, includes = re.subn(r"include /etc/nginx/sites-enabled/\*;", lambda _: sites + temporary, text)
    text, users = re.subn(r"^user .*$", "user root;" if os.geteuid() == 0 else "", text, flags=re.MULTILINE)
    assert (includes, users) == (1, 1), "these are Debian's settings"
    text = text.replace("/run/nginx.pid", str(folder / "pid")).replace("/var/log/nginx", str(folder))
    return text.replace("/etc/nginx", str(bootstrap.NGINX / "etc" / "nginx"))


@contextmanager
def nginx(folder: Path, sites: str) -> Iterator[subprocess.Popen[bytes]]:
    """Debian's nginx with these sites, which listen on ``{port}``."""
    program = bootstrap.find_nginx(bootstrap.run)
    assert program is not None
    (folder / "nginx.conf").write_text(nginx_settings(folder, sites), encoding="utf-8")
    command = [program, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log", "-g", "daemon off;"]
    with running(command, _port(sites), folder / "error.log") as server:
        yield server


@contextmanager
def on_nginx(folder: Path) -> Iterator[str]:
    """Serve the built site as its own host, with nginx set up as in HOSTING.md; yields its URL."""
    port = free_port()
    kinds, snippet, site, _ = (configuration("nginx", number) for number in range(4))
    (folder / "snippet.conf").write_text(snippet, encoding="utf-8")
    site = replaced(
        site,
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/var/www/paper-trail", str(SITE)),
        ("snippets/paper-trail.conf", str(folder / "snippet.conf")),
    )
    with nginx(folder, kinds + site):
        yield f"http://127.0.0.1:{port}/"


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """A configuration with machine-specific parts replaced; each of them must occur."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def caddy(folder: Path, site: str) -> Iterator[subprocess.Popen[bytes]]:
    """Debian's Caddy with this site. It writes only inside ``folder`` and gets no certificate."""
    program = bootstrap.find_caddy(bootstrap.run)
    assert program is not None
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + site, encoding="utf-8")
    homes = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    with running(
        [program, "run", "--adapter", "caddyfile", "--config", file], _port(site), folder / "caddy.log", homes
    ) as server:
        yield server


def free_port() -> int:
    """A port on which nothing listens at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def running(
    command: Sequence[object], port: int, log: Path, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server during the block, which starts once its port answers."""
    with log.open("ab") as said:
        server = subprocess.Popen(
            [str(word) for word in command], env={**os.environ, **(environment or {})}, stdout=said, stderr=said
        )
    try:
        poll(partial(_answers, server, port, log), f"{command[0]} answers at {port}")
        yield server
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(server: subprocess.Popen[bytes], port: int, log: Path) -> bool:
    """Whether a server's port answers. Fails with what the server said if it has ended."""
    assert server.poll() is None, log.read_text(encoding="utf-8")
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _port(text: str) -> int:
    found = re.search(r"127\.0\.0\.1:(\d+)", text)
    assert found is not None, text
    return int(found[1])
