"""Bundling: a built page refers to a few minified bundles instead of its separate scripts."""

import re
import shutil
from collections import Counter

import pytest

from macros.places import DOCS
from macros.site import built_site
from macros.site.scripts import entries, join_scripts
from tests.tools.browser import SITE
from tests.tools.built import take

PAGE = """<html><head>
  <link rel="modulepreload" href="{0}assets/js/tool.js">
  <link rel="modulepreload" href="{0}assets/js/engine/engine.js">
  <link rel="modulepreload" href="{0}assets/js/count.js">
  <link rel="modulepreload" href="{0}assets/js/engine/worker.js">
</head><script src="{0}assets/js/page.js" type="module"></script><script src="{0}assets/js/engine/other.js"></script></html>"""
SCRIPTS = {
    "page.js": 'import { said } from "./say.js";\nsaid("a page");\nawait import("./tool.js");\n',
    "engine/other.js": 'import { said } from "../say.js";\nimport { first } from "../count.js";\nsaid(first);\n',
    "tool.js": 'import { engine } from "./engine/engine.js";\nimport { said } from "./say.js";\nsaid(engine);\n',
    "engine/engine.js": '/** @type {import("../count.js").Day} */\nimport { first } from "../count.js";\nclass Engine {}\nexport const engine = [first, new Engine("worker.js")];\n',
    "count.js": "// A long word about days.\nexport const first = 1;\n",
    "say.js": "export const said = (/** @type {unknown} */ word) => console.log(word);\n",
    "engine/worker.js": 'import { first } from "../count.js";\npostMessage(first);\n',
}


@pytest.fixture
def built(tmp_path):
    """A small site with two pages, whose script imports a tool's, which starts a worker."""
    assets = tmp_path / "assets"
    for folder in ("css", "js/engine", "vendor"):
        (assets / folder).mkdir(parents=True)
    for name, text in SCRIPTS.items():
        (assets / "js" / name).write_text(text, encoding="utf-8")
    (assets / "vendor" / "lib.js").write_text(
        "/*! lib 1.0, MIT */\n// word\nexport const long = 1;\n", encoding="utf-8"
    )
    (assets / "css" / "styles.css").write_text("/* word */\n.a { color: red; }\n", encoding="utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "index.html").write_text(PAGE.format(""), encoding="utf-8")
    (tmp_path / "deep" / "index.html").write_text(PAGE.format("../"), encoding="utf-8")
    (tmp_path / "plain.html").write_text("<html><head></head></html>", encoding="utf-8")
    return tmp_path


def text(folder, name):
    return (folder / "assets" / "js" / name).read_text(encoding="utf-8")


def test_workers_unimported_scripts_and_dynamic_imports_are_entry_points(built):
    assert entries(built / "assets" / "js") == (["engine/worker.js"], ["engine/other.js", "page.js", "tool.js"])


def test_no_two_scripts_that_something_begins_with_have_one_name():
    workers, scripts = entries(DOCS / "assets" / "js")
    names = Counter(path.split("/")[-1] for path in (*workers, *scripts))
    assert [name for name, number in names.items() if number > 1] == []


def test_a_site_has_the_same_scripts_wherever_it_is_built(built, tmp_path_factory):
    other = tmp_path_factory.mktemp("further") / "down" / "site"
    shutil.copytree(built, other)
    made = []
    for site in (built, other):
        take(join_scripts, site)
        made.append({path.name: path.read_bytes() for path in (site / "assets" / "js").iterdir()})
    assert any(name.startswith("shared-") for name in made[0])
    assert made[0] == made[1]


def test_a_worker_is_one_file_and_pages_share_chunks(built):
    take(join_scripts, built)
    scripts = sorted(path.name for path in (built / "assets" / "js").iterdir())
    assert [name for name in scripts if not name.startswith("shared-")] == [
        "other.js",
        "page.js",
        "tool.js",
        "worker.js",
    ]
    assert "import" not in text(built, "worker.js")
    assert sum("console.log" in text(built, name) for name in scripts) == 1


def test_a_page_preloads_the_bundles_of_its_scripts(built):
    take(join_scripts, built)
    html = (built / "deep" / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'<link rel="modulepreload" href="\.\./assets/js/([^"]+)">', html)
    assert "worker.js" in named
    assert "tool.js" in named
    assert not {"other.js", "page.js"} & set(named), "the page's own tags ask for them"
    assert 'src="../assets/js/other.js"' in html, "rooms end in the source"
    assert len(named) == len(set(named))
    assert all((built / "assets" / "js" / name).is_file() for name in named)
    assert (built / "plain.html").read_text(encoding="utf-8") == "<html><head></head></html>"


def test_comments_are_removed_and_licences_kept(built):
    take(join_scripts, built)
    assert "long word" not in "".join(text(built, path.name) for path in (built / "assets" / "js").iterdir())
    library = (built / "assets" / "vendor" / "lib.js").read_text(encoding="utf-8")
    assert library.startswith("/*! lib 1.0, MIT */")
    assert "// word" not in library
    assert (built / "assets" / "css" / "styles.css").read_text(encoding="utf-8").strip() == ".a{color:red}"


def test_a_missing_import_stops_the_build(built):
    (built / "assets" / "js" / "engine" / "other.js").write_text('import "./gone.js";\n', encoding="utf-8")
    with pytest.raises((FileNotFoundError, SystemExit)):
        take(join_scripts, built)


def test_a_syntax_error_stops_the_build_with_its_line(built):
    (built / "assets" / "js" / "engine" / "other.js").write_text("const = 1;\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"other\.js:1"):
        take(join_scripts, built)


def test_every_referenced_script_exists():
    found = {path.name for path in SITE.glob("assets/[0-9a-f]*/js/*.js")}
    named = {
        name
        for page in built_site.pages(SITE)
        for name in re.findall(r'(?:href|src)="[^"]*assets/[0-9a-f]{12}/js/([^"]+)"', page.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= found


def test_libraries_keep_their_licences():
    for library in SITE.glob("assets/[0-9a-f]*/vendor/*.js"):
        assert library.read_text(encoding="utf-8").startswith("/*! "), library.name


def test_a_page_preloads_all_imports_of_its_scripts():
    """A file referenced only by another file would be requested a full round trip later."""
    # the 404 page refers to its scripts from the host's root
    pages = {page: page.read_text(encoding="utf-8") for page in built_site.pages(SITE) if page.name != "404.html"}
    assert any("/vendor/" in html.partition("</head>")[0] for html in pages.values())
    for page, html in pages.items():
        addresses = re.findall(r'<(?:link rel="modulepreload" href|script\b[^>]*? src)="([^"]+/[^"]+\.js)"', html)
        named = {(page.parent / address).resolve() for address in addresses}
        for script in named:
            imported = re.findall(r'(?:\bfrom|\bimport)"(\.{1,2}/[^"]+\.js)"', script.read_text(encoding="utf-8"))
            assert {(script.parent / address).resolve() for address in imported} <= named, f"{page}: {script.name}"
