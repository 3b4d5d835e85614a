"""Every page has a Content Security Policy, and contains nothing that it would block."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.site import policy
from tests.tools.browser import SITE
from tests.tools.sent_headers import headers_for

PAGES = sorted(SITE.rglob("*.html"))


def read(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


@cache
def directives(path: Path) -> dict[str, str]:
    """A page's policy, which must directly follow the declaration of its encoding."""
    html = path.read_text(encoding="utf-8")
    found = re.search(
        rf'<head>{re.escape(policy.CHARSET)}<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html
    )
    assert found, f"{path} does not begin with a policy"
    assert html.count('http-equiv="Content-Security-Policy"') == 1, path
    return {name: sources for name, _, sources in (one.partition(" ") for one in found[1].split("; "))}


def test_there_are_pages_to_check():
    assert len(PAGES) > 100
    assert SITE / "404.html" in PAGES


def test_every_page_refuses_what_its_policy_does_not_name():
    for path in PAGES:
        said = directives(path)
        assert said["default-src"] == "'none'", path
        assert said["connect-src"] == said["worker-src"] == "'self'", path
        assert said["form-action"] == "'none'", path
        assert said["base-uri"] == "'self'", path
        assert said["require-trusted-types-for"] == "'script'", path
        everything = " ".join(said.values())
        assert "unsafe-inline" not in everything, path
        assert "'unsafe-eval'" not in everything, path
        assert not re.search(r"https?:|\*", everything), path


def test_every_script_and_style_in_a_page_has_its_hash_in_the_policy_and_no_hash_is_of_anything_else():
    for path in PAGES:
        html, said = path.read_text(encoding="utf-8"), directives(path)
        for what, sources in ((policy.SCRIPTS, said["script-src"]), (policy.STYLES, said["style-src"])):
            named = {source for source in sources.split() if source.startswith("'sha256-")}
            assert named == set(policy.inline(html, what)), path


#: Possible inline handlers, styles and script URLs; only pages that match are parsed.
SUSPECT = re.compile(r"[\s\"'/](?:on[a-z]+|style)\s*=|javascript:", re.IGNORECASE)
NOWHERE = 'action="javascript:void 0"'


def test_no_element_has_a_style_or_an_event_handler_or_leads_to_a_script():
    for path in PAGES:
        html = path.read_text(encoding="utf-8")
        for node in LexborHTMLParser(html).css("*") if SUSPECT.search(html.replace(NOWHERE, "")) else []:
            for name, value in node.attributes.items():
                assert name != "style", f"{path}: {node.html[:100] if node.html else ''}"
                assert not name.startswith("on"), f"{path}: {name}"
                if name in ("href", "src", "action", "formaction") and (value or "").strip().lower().startswith(
                    "javascript:"
                ):
                    assert (node.tag, value) == ("form", "javascript:void 0"), f"{path}: an address that cannot send"


def test_a_script_that_is_changed_has_no_hash_any_more():
    page = f"<head>{policy.CHARSET}<script>one()</script><style>p{{}}</style></head>"
    once = policy.with_policy(page)
    assert policy.inline(page, policy.SCRIPTS)[0] in once
    assert policy.with_policy(once) == once
    other = policy.with_policy(once.replace("one()", "two()"))
    assert policy.inline(page, policy.SCRIPTS)[0] not in other


@pytest.mark.parametrize("path", PAGES[::40], ids=lambda path: path.relative_to(SITE).as_posix())
def test_a_host_that_reads_headers_sends_with_a_page_what_its_own_policy_says_of_scripts(path):
    address = "/" + path.relative_to(SITE).as_posix().removesuffix("index.html")
    sent = headers_for(SITE, address)
    script = next(said for name, said in sent if name == "Content-Security-Policy" and "script-src" in said)
    assert set(policy.inline(path.read_text(encoding="utf-8"), policy.SCRIPTS)) <= set(re.split(r"[ ;]+", script))
    assert "unsafe-inline" not in script
    assert "'unsafe-eval'" not in script
    assert "frame-ancestors 'none'" in script
    assert ("Referrer-Policy", "no-referrer") in sent
    assert any(name == "Permissions-Policy" and "geolocation=()" in said for name, said in sent)


def test_workers_may_connect_to_this_site_only_and_safari_15_can_run_webassembly():
    (program,) = {
        said for name, said in headers_for(SITE, "/assets/123/js/worker.js") if name == "Content-Security-Policy"
    }
    assert "connect-src 'self'" in program
    assert "script-src" not in program
    assert "default-src" not in program


def test_the_rules_for_hosts_are_within_their_limits():
    lines = (SITE / policy.FILE).read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if not line.startswith(" ")]) <= 100, "Cloudflare Pages reads no more rules"
    assert max(map(len, lines)) <= 2000, "Cloudflare Pages reads no longer lines"


#: The autocomplete tokens in use, with their names on the privacy page.
OFFERED = {"name": "a name", "street-address": "an address", "tel": "a phone number", "email": "an e-mail address"}


def test_the_privacy_page_names_what_a_browser_may_offer_to_keep_of_a_form():
    fields = [field for path in PAGES for field in read(path).css("form [autocomplete]")]
    found = {field.attributes["autocomplete"] for field in fields} - {"off"}
    assert {"name", "email"} <= found
    said = read(SITE / "about" / "privacy" / "index.html").css_first("article").text()
    assert {token for token in found if token not in OFFERED or OFFERED[token] not in said} == set()
