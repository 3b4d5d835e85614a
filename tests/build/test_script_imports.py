"""A page lists its scripts' static imports, but no dynamic ones."""

import pytest

from macros.places import ROOT
from macros.site.script_imports import with_imports

SCRIPTS = ROOT / "docs" / "assets" / "js"


def named(*names):
    return {path.stem for path in with_imports(SCRIPTS / f"{name}.js" for name in names)}


def test_imports_of_imports_are_found():
    assert named("engine/early") == {
        "early",
        "asked",
        "runtime",
        "engine",
        "arrived",
        "trusted",
        "keys",
        "over",
        "button",
    }


def test_dynamic_imports_are_not_listed():
    assert "qr" not in named("paper")
    assert "keep" not in named("page")


def test_a_missing_script_is_an_error():
    with pytest.raises(FileNotFoundError):
        named("nothing-of-this-name")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('import "./one.js";', True),
        ('import { a,\n  b } from "./one.js";', True),
        ('export { a } from "./one.js";', True),
        ('export async function f() {\n  return import("./one.js");\n}', False),
        ('const a = await import("./one.js");', False),
    ],
)
def test_only_import_statements_count_as_imports(tmp_path, line, found):
    (tmp_path / "one.js").touch()
    (tmp_path / "script.js").write_text(line, encoding="utf-8")
    assert (tmp_path / "one.js" in with_imports([tmp_path / "script.js"])) is found
