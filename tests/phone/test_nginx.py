"""The site on the web server that Debian ships, with the settings it ships: a deadline, a letter, a state read offline."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from macros import bootstrap
from tests.phone.test_old_phones import SLOW, deadline, letter, search
from tests.tools.browser import PHONE, SITE, SUB_PATH
from tests.tools.browser_engines import missing
from tests.tools.waiting import until_true

#: A folder of files, as the server block that Debian ships says it.
SERVER = """
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        index index.html;
        location / {{ try_files $uri $uri/ =404; }}
    }}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def settings(folder: Path, port: int) -> str:
    """Debian's nginx.conf, with the site in the place of its own, and nothing written outside ``folder``."""
    text = (bootstrap.NGINX / "etc" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    text, includes = re.subn(
        r"include /etc/nginx/sites-enabled/\*;",
        lambda _: (
            SERVER.format(port=port, folder=folder / "www")
            + "".join(f"    {name}_temp_path {folder / name};\n" for name in TEMPORARY)
        ),
        text,
    )
    text, users = re.subn(r"^user .*$", "user root;" if os.geteuid() == 0 else "", text, flags=re.MULTILINE)
    assert (includes, users) == (1, 1), "these are Debian's settings"
    text = text.replace("/run/nginx.pid", str(folder / "pid")).replace("/var/log/nginx", str(folder))
    return text.replace("/etc/nginx", str(bootstrap.NGINX / "etc" / "nginx"))


@contextmanager
def nginx(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of the site on Debian's nginx, and the server."""
    program = bootstrap.find_nginx(bootstrap.run)
    if program is None:
        missing("nginx as Debian ships it")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "www").mkdir()
    (folder / "www" / SUB_PATH.strip("/")).symlink_to(SITE)
    (folder / "nginx.conf").write_text(settings(folder, port), encoding="utf-8")
    command = [program, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log", "-g", "daemon off;"]
    server = subprocess.Popen(command)
    try:
        for _ in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}{SUB_PATH}", server
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.mark.browser
def test_debians_nginx_serves_deadlines_letters_search_and_a_state_to_use_without_it(browser, tmp_path):
    options = {**PHONE, "service_workers": "allow"}
    with nginx(tmp_path) as (site, server), browser.new_context(**{**options, "base_url": site}) as context:
        page = context.new_page()
        answer = page.goto("mississippi/")
        assert answer is not None
        assert answer.headers["server"].startswith("nginx/")
        until_true(page, "navigator.serviceWorker.controller !== null")
        page.get_by_role("button", name="Save Mississippi for offline").click()
        expect(page.locator(".pt-offline [role=status]")).to_contain_text("is saved on this phone", timeout=SLOW)
        for part in (deadline, letter, search):
            part(page)
        server.terminate()
        server.wait(timeout=30)
        for part in (deadline, letter, search):
            part(page)
    assert "200" in (tmp_path / "access.log").read_text(encoding="utf-8")
