"""Keep old addresses working: ``docs/_data/redirects.yml`` maps each moved page and section.

An old page becomes a small page that redirects without a script. For a moved section, its former page gets a small script
that reads the fragment, which no server ever sees.
"""

from __future__ import annotations

import json
import posixpath
from html import escape
from pathlib import Path

import yaml

from macros.data.yaml_files import WrongData
from macros.places import ROOT

REDIRECTS = ROOT / "docs" / "_data" / "redirects.yml"
#: Runs before the first paint, and when only the fragment changes.
SCRIPT = (
    "<script>{{const moved={moved};const go=()=>{{const to=Object.hasOwn(moved,location.hash.slice(1))&&moved[location.hash.slice(1)];"
    "if(to)location.replace(to)}};go();addEventListener('hashchange',go)}}</script>"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>This page has moved · Paper Trail</title>
<meta http-equiv="refresh" content="1; url={to}">
<script>location.replace({to_script}+location.search+({has_anchor}?"":location.hash))</script>
</head>
<body><p>This page has moved. <a href="{to}">Go to its new address</a></p></body>
</html>
"""


def load_redirects(path: Path = REDIRECTS) -> dict[str, str]:
    """Old to new address, both as ``folder/page/#anchor``. Raises WrongData for chains, loops or malformed addresses."""
    moved: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for old, new in moved.items():
        if new in moved:
            raise WrongData(f"{path.name}: {old} leads to {new}, which leads on. Give the last address at once.")
        for address in (old, new):
            page = address.partition("#")[0]
            if page.startswith("/") or "://" in address or (page and not page.endswith("/")):
                raise WrongData(f"{path.name}: write {address} as folder/page/ or folder/page/#anchor.")
    return moved


def write_redirects(site: Path, moved: dict[str, str] | None = None) -> None:
    """Write redirect pages and fragment maps. Raises WrongData if a new address does not exist."""
    sections: dict[str, dict[str, str]] = {}
    for old, new in (load_redirects() if moved is None else moved).items():
        _check_is_there(site, new)
        page, _, anchor = old.partition("#")
        if anchor and (site / page / "index.html").is_file():
            sections.setdefault(page, {})[anchor] = _relative(page, new)
        elif not anchor:
            _write_old_page(site, page, new)
    for page, anchors in sections.items():
        path = site / page / "index.html"
        script = SCRIPT.format(moved=json.dumps(anchors).replace("</", "<\\/"))
        path.write_text(path.read_text(encoding="utf-8").replace("<head>", f"<head>{script}", 1), encoding="utf-8")


def _write_old_page(site: Path, page: str, new: str) -> None:
    path = site / page / "index.html"
    if path.exists():
        raise WrongData(f"{REDIRECTS.name}: {page} still is a page, so it cannot lead elsewhere.")
    path.parent.mkdir(parents=True, exist_ok=True)
    to = _relative(page, new)
    text = PAGE.format(to=escape(to), to_script=json.dumps(to), has_anchor=json.dumps("#" in new))
    path.write_text(text, encoding="utf-8")


def _check_is_there(site: Path, address: str) -> None:
    page, _, anchor = address.partition("#")
    path = site / page / "index.html"
    if not path.is_file() or (anchor and f'id="{anchor}"' not in path.read_text(encoding="utf-8")):
        raise WrongData(f"{REDIRECTS.name}: there is no {address} to lead to.")


def _relative(page: str, address: str) -> str:
    """An address relative to a page, because the site may be in a subfolder."""
    to, _, anchor = address.partition("#")
    return posixpath.relpath(to or ".", page or ".") + "/" + (f"#{anchor}" if anchor else "")
