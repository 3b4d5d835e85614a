"""``sbom.json`` lists all components in CycloneDX format, and is reproducible."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from macros.places import ROOT
from macros.site import sbom
from macros.site.third_party import FILE as NOTICES
from tests.tools.browser import SITE


def parts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SITE / sbom.FILE).read_text(encoding="utf-8"))["components"]
    return found


def test_the_sbom_is_valid_cyclonedx():
    # Its import reads forty grammars, for seconds, and each process of a run imports this file.
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(sbom.VERSION).validate_str((SITE / sbom.FILE).read_text(encoding="utf-8")) is None


def test_the_sbom_has_every_package_of_both_lock_files_with_version_and_hash():
    named = {(one["purl"].split("@")[0].split(":")[1].split("/")[0], one["purl"]) for one in parts()}
    wanted = len(re.findall(r"^[a-z0-9][\w.-]*==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    assert sum(kind == "pypi" for kind, _ in named) == wanted > 80
    npm = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {one["bom-ref"] for one in parts() if one["purl"].startswith("pkg:npm")} == npm.keys() - {""}
    assert all(one["hashes"] for one in parts() if not one["purl"].startswith("pkg:generic"))


def test_shipped_components_match_the_notices():
    notices = (SITE / NOTICES).read_text(encoding="utf-8").lower()
    sent = {one["name"]: one for one in parts() if one["scope"] == "required"}
    assert sent.keys() >= {
        "pyodide",
        "cpython",
        "jinja2",
        "markupsafe",
        "docx",
        "fflate",
        "idb",
        "minisearch",
        "morphdom",
        "uqr",
    }
    for name, one in sent.items():
        if name != "cpython":  # listed as Python there
            assert re.search(rf"{re.escape(name)} {re.escape(one['version'])}, ", notices), name
    assert "python 3.13" in notices


def test_the_sbom_is_reproducible(tmp_path: Path):
    sbom.write_sbom(tmp_path)
    assert (tmp_path / sbom.FILE).read_bytes() == (SITE / sbom.FILE).read_bytes()
