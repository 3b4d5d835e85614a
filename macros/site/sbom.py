"""``sbom.json``: the software bill of materials in CycloneDX format, from the lock files.

``required`` is what reaches a phone; ``excluded`` only builds and tests the site. It has no timestamp and no serial number,
so that it is reproducible.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from macros.engines.pyodide.runtime import LETTER_ENGINE
from macros.places import ROOT
from macros.site.vendor import MODULES, shipped_packages

FILE = "sbom.json"
VERSION = SchemaVersion.V1_6
#: npm packages shipped as engines; all other shipped ones are the libraries of ``vendor.py``.
ENGINES = ("pyodide", "@micropython/micropython-webassembly-pyscript", "xz-decompress")
#: Matches a package in requirements.lock with its hashes.
LOCKED = re.compile(r"^([a-z0-9][\w.-]*)==(\S+)[^\n]*\\\n((?: +--hash=.*\n)+)", re.MULTILINE)


def write_sbom(folder: Path) -> None:
    """Write the list into a site."""
    made = json.loads(make_outputter(_bom(), OutputFormat.JSON, VERSION).output_as_string())
    del made["serialNumber"], made["metadata"]["timestamp"]
    (folder / FILE).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def _bom() -> Bom:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION, bom_ref=project["name"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )  # fmt: skip
    parts = [*_python(), *_npm(), _python_on_the_phone()]
    bom = Bom(metadata=BomMetaData(component=site), components=parts)
    bom.register_dependency(site, [part for part in parts if part.scope is ComponentScope.REQUIRED])
    return bom


def _python() -> Iterator[Component]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name, version, hashes in LOCKED.findall(lock):
        yield _component(
            "pypi", name, version, name in LETTER_ENGINE,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in re.findall("sha256:([0-9a-f]{64})", hashes)],
        )  # fmt: skip


def _npm() -> Iterator[Component]:
    locked: dict[str, dict[str, Any]] = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    sent = {*ENGINES, *shipped_packages()}
    for path, about in locked.items():
        if path:
            name = path.rpartition("node_modules/")[2]
            digest = base64.b64decode(about["integrity"].removeprefix("sha512-")).hex()
            yield _component(
                "npm", name, about["version"], name in sent, ref=path,
                hashes=[HashType(alg=HashAlgorithm.SHA_512, content=digest)],
                licenses=[LicenseFactory().make_from_string(about["license"].replace("APACHE", "Apache"))],
            )  # fmt: skip


def _python_on_the_phone() -> Component:
    lock = json.loads((MODULES / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    return _component(
        "generic", "cpython", lock["info"]["python"], True, licenses=[LicenseFactory().make_with_id("PSF-2.0")]
    )


def _component(kind: str, name: str, version: str, is_sent: bool, ref: str = "", **about: Any) -> Component:  # noqa: FBT001
    space, _, short = name.rpartition("/")
    url = PackageURL(type=kind, namespace=space or None, name=short, version=version)
    return Component(
        group=space or None, name=short, version=version, purl=url, bom_ref=ref or str(url),
        scope=ComponentScope.REQUIRED if is_sent else ComponentScope.EXCLUDED, **about,
    )  # fmt: skip
