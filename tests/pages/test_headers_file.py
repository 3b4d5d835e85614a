"""``_headers``, interpreted by the published rules of Netlify and Cloudflare Pages, independently of our own reader."""

from __future__ import annotations

import re
from functools import cache

import pytest

from macros.site import policy
from tests.tools.browser import SITE
from tests.tools.built_pages import PAGES

#: Cloudflare's limits; Netlify publishes none.
MOST_RULES, LONGEST_LINE = 100, 2000
#: RFC 9110: a token, and visible characters or blanks.
NAME, VALUE = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"), re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")


@cache
def rules() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each pattern with its headers, in the order of the file."""
    read: list[tuple[str, list[tuple[str, str]]]] = []
    for line in (SITE / policy.FILE).read_text(encoding="utf-8").splitlines():
        assert len(line) <= LONGEST_LINE
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0] not in " \t":
            read.append((line, []))
            continue
        name, colon, value = line.strip().partition(":")
        assert colon, line
        assert NAME.fullmatch(name), line
        assert VALUE.fullmatch(value.strip()), line
        read[-1][1].append((name, value.strip()))
    return read


def fitting(path: str) -> list[list[tuple[str, str]]]:
    """The headers of each rule that fits an address."""
    return [
        headers for pattern, headers in rules() if re.fullmatch("(.*)".join(map(re.escape, pattern.split("*"))), path)
    ]


def combined(path: str) -> dict[str, list[str]]:
    """Cloudflare: if two rules set a header, both values are sent."""
    sent: dict[str, list[str]] = {}
    for headers in fitting(path):
        for name, value in headers:
            sent.setdefault(name, []).append(value)
    return sent


def last(path: str) -> dict[str, list[str]]:
    """Netlify's own tool: the later rule wins."""
    return {name: [value] for headers in fitting(path) for name, value in headers}


def directives(policies: list[str]) -> dict[str, set[str]]:
    """What each directive allows under all policies combined, because browsers enforce every one."""
    allowed: dict[str, set[str]] = {}
    for text in policies:
        for part in text.split(";"):
            name, *sources = part.split()
            allowed[name] = allowed.get(name, set(sources)) & set(sources)
    return allowed


def test_the_headers_file_keeps_to_the_hosts_limits():
    patterns = [pattern for pattern, _ in rules()]
    assert 10 < len(patterns) <= MOST_RULES
    assert len(set(patterns)) == len(patterns)
    for pattern, headers in rules():
        assert pattern.startswith("/")
        assert pattern.count("*") <= 1
        assert not re.search(r"[\s:]", pattern), "a colon would begin a placeholder"
        assert headers, pattern
        assert len({name for name, _ in headers}) == len(headers), pattern


@pytest.mark.parametrize("read", [combined, last])
def test_every_page_and_file_is_sent_with_its_policy_however_rules_are_joined(read):
    for page in PAGES:
        path = f"/{page.relative_to(SITE).as_posix().removesuffix('index.html')}"
        sent = read(path)
        said = directives(sent["Content-Security-Policy"])
        assert said["connect-src"] == {"'self'"}, path
        assert said["form-action"] == said["frame-ancestors"] == said["object-src"] == {"'none'"}, path
        assert "'unsafe-inline'" not in said["script-src"] | said.get("style-src", set()), path
        assert "'unsafe-eval'" not in said["script-src"], path
        own = set(policy.inline(page.read_text(encoding="utf-8"), policy.SCRIPTS))
        assert own <= said["script-src"], path
        assert sent["Referrer-Policy"] == ["no-referrer"]
        assert sent["X-Content-Type-Options"] == ["nosniff"]
        assert "camera=()" in sent["Permissions-Policy"][0]
    for file in ("/sw.js", "/assets/0123456789ab/js/worker.js", "/no-such-page/"):
        sent = read(file)
        assert directives(sent["Content-Security-Policy"])["connect-src"] == {"'self'"}
        assert "script-src" not in sent["Content-Security-Policy"][0]
