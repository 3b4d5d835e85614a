"""The Content Security Policy of each page, and ``_headers`` for hosts that support it.

A page's own policy lists the hashes of its inline styles and scripts, so that injected ones do not run. ``_headers``
(Netlify, Cloudflare Pages and others) repeats it and adds what only a header can say. Two things stay in the pages: style
hashes, which differ once a page knows its address; and script-src in folders with programs, since Safari before 16 does
not know ``wasm-unsafe-eval`` and would refuse WebAssembly in the workers.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

from selectolax.lexbor import LexborHTMLParser

from macros.site.built_site import BuiltSite

FILE = "_headers"
#: Selectors for inline scripts, including data blocks, and for inline styles.
SCRIPTS, STYLES = "script:not([src])", "style"
META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
CHARSET = '<meta charset="utf-8">'

#: For workers too: connect to this site only.
OF_ALL = {"connect-src": "'self'", "base-uri": "'self'", "form-action": "'none'"}
#: CSS images and QR codes are data URIs.
OF_PAGES = {
    **OF_ALL,
    "img-src": "'self' data:",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "require-trusted-types-for": "'script'",
    # docs/assets/js/trusted.js, macros/theme/partials/early.html
    "trusted-types": "paper-trail paper-trail-early",
}
#: What a page never uses; its own policy covers it with default-src.
NEVER = dict.fromkeys(("font-src", "media-src", "object-src", "frame-src", "frame-ancestors"), "'none'")
#: Permissions that no page uses.
REFUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
HEADERS_OF_ALL = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in OF_ALL.items()),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def inline(html: str, what: str) -> list[str]:
    """The CSP sources of a page's inline scripts or styles (``SCRIPTS`` or ``STYLES``), without duplicates."""
    return list(dict.fromkeys(_source(node.text()) for node in LexborHTMLParser(html).css(what)))


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def with_policy(html: str) -> str:
    """A page with its policy first in the head, replacing an older one."""
    policy = _written(
        {
            "default-src": "'none'",
            "script-src": _scripts(inline(html, SCRIPTS)),
            "style-src": " ".join(["'self'", *inline(html, STYLES)]),
            **OF_PAGES,
        }
    )
    rest = META.sub("", html).replace(CHARSET, "", 1)
    # the charset must be within the first kilobyte
    return rest.replace("<head>", f'<head>{CHARSET}<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def _scripts(hashes: Iterable[str]) -> str:
    return " ".join(["'self'", "'wasm-unsafe-eval'", *hashes])


def _written(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def headers_of_pages(hashes: Iterable[str] | None = None) -> dict[str, str]:
    """Headers of a page besides ``HEADERS_OF_ALL``.

    ``hashes``: of inline scripts; None leaves script-src to the page's own policy.
    """
    scripts = {} if hashes is None else {"script-src": _scripts(hashes)}
    return {
        "Content-Security-Policy": _written({**scripts, **OF_PAGES, **NEVER}),
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in REFUSED),
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def write_policy(site: BuiltSite) -> None:
    """Insert each page's policy, and write ``_headers``."""
    site.change(with_policy)
    hashes = sorted({source for html in site.pages.values() for source in inline(html, SCRIPTS)})
    tops = sorted({path.relative_to(site.folder).parts[0] for path in site.pages})
    # the front page's folder contains programs too, so page rules are per folder
    paths = ["/", *(f"/{top}" if top.endswith(".html") else f"/{top}/*" for top in tops)]
    rules = {"/*": HEADERS_OF_ALL, **dict.fromkeys(paths, headers_of_pages(hashes))}
    lines = [
        f"{path}\n" + "".join(f"  {name}: {said}\n" for name, said in rule.items()) for path, rule in rules.items()
    ]
    (site.folder / FILE).write_text("".join(lines), encoding="utf-8")
