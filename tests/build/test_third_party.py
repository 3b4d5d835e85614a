"""Shipped third-party works are listed with licences, and with sources where modified."""

from __future__ import annotations

import json
import re

from macros.site.third_party import FILE
from macros.site.vendor import LIBRARIES, MODULES
from tests.tools.browser import SITE

#: The name and version in the comment at the top of a library.
HEADED = re.compile(r"/\*! (\S+) (\d[\w.]*)")


def shipped() -> str:
    return (SITE / FILE).read_text(encoding="utf-8")


def test_every_library_is_listed_with_version_and_licence():
    said = shipped()
    scripts = [path for path in (SITE / "assets").rglob("*.js") if path.stat().st_size]
    named = {found for path in scripts for found in HEADED.findall(path.read_text(encoding="utf-8"))}
    assert {name for name, _ in named} >= {name for name, _, _ in LIBRARIES}
    for name, version in named:
        assert re.search(rf"{re.escape(name)}\S* {re.escape(version)}, ", said, re.IGNORECASE), name
    for name, _, _ in LIBRARIES:
        (licence,) = (MODULES / name).glob("LICENSE*")
        assert licence.read_text(encoding="utf-8").strip() in said


def test_pyodide_is_listed_as_modified_with_licence_and_source():
    said = shipped()
    version = json.loads((MODULES / "pyodide" / "package.json").read_text(encoding="utf-8"))["version"]
    assert f"pyodide {version}, MPL-2.0" in said
    assert "https://www.mozilla.org/MPL/2.0/" in said
    assert f"https://github.com/pyodide/pyodide (version {version})" in said
    assert "Changed: parts that this site does not use are cut" in said


def test_python_jinja_markupsafe_and_the_decoder_have_their_notices():
    said = shipped()
    for notice in (
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "Copyright 2007 Pallets",
        "Copyright 2010 Pallets",
        "Damien P. George",
        "Steve Sanderson",
        "xz-embedded by Lasse Collin and Igor Pavlov",
    ):
        assert notice in said


def test_the_page_about_the_site_leads_to_them():
    assert f'href="../{FILE}"' in (SITE / "about" / "index.html").read_text(encoding="utf-8")
