"""The site on Debian's nginx with its default settings: a deadline, a letter, a search, a state offline."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from macros import bootstrap
from tests.phone.test_old_phones import SLOW, deadline, letter, search
from tests.tools.browser import PHONE, SITE, SUB_PATH
from tests.tools.browser_engines import missing
from tests.tools.waiting import until_true
from tests.tools.web_servers import free_port, nginx

#: A static folder, as in the server block that Debian ships.
SERVER = """
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        index index.html;
        location / {{ try_files $uri $uri/ =404; }}
    }}
"""


@pytest.mark.browser
def test_debians_nginx_serves_deadlines_letters_search_and_a_state_for_offline_use(browser, tmp_path):
    if bootstrap.find_nginx(bootstrap.run) is None:
        missing("nginx as Debian ships it")
    options = {**PHONE, "service_workers": "allow"}
    port = free_port()
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / SUB_PATH.strip("/")).symlink_to(SITE)
    served = nginx(tmp_path, SERVER.format(port=port, folder=tmp_path / "www"))
    site = f"http://127.0.0.1:{port}{SUB_PATH}"
    with served as server, browser.new_context(**{**options, "base_url": site}) as context:
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
