"""Pyodide's quick start relies on undocumented behaviour, and falls back to the documented one."""

import re

import pytest

from macros.engines.pyodide.runtime import PUBLISHED_LOADER, PYODIDE, SCRIPT
from tests.engines.test_first_answer import PAGE, count, due, result
from tests.tools.waiting import until, until_true

#: The console message after a failed quick start.
PLAIN = "did not start in our quick way"
#: A worker in which the early compilation of the quick start fails.
NO_EARLY_COMPILING = "WebAssembly.compileStreaming = async () => { throw new Error('not here'); };"
#: Damages the decompressed WebAssembly cached on an earlier visit.
DAMAGE = """async () => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) if (url.endsWith("/pyodide.asm.wasm")) await cache.put(url, new Response("damaged"));
    }
}"""
#: The file names of cached engine files.
KEPT = """async () => {
    const caught = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys())));
    return caught.flat().filter(({ url }) => url.includes("/runtime/")).map(({ url }) => url.split("/").at(-1));
}"""


@pytest.fixture
def console(page):
    """The console messages of the page and its workers."""
    lines = []
    page.context.on("console", lambda message: lines.append(message.text))
    return lines


# Undocumented behaviour of the published Pyodide (docs/assets/js/engine/pyodide-start.js)


def test_the_loader_accepts_a_script_already_loaded():
    loader = (PYODIDE / PUBLISHED_LOADER).read_text(encoding="utf-8")
    assert re.search(r"typeof _createPyodideModule\W+function", loader)
    assert f"{SCRIPT}" in loader
    assert "globalThis._createPyodideModule" in (PYODIDE / SCRIPT).read_text(encoding="utf-8")


def test_the_script_fetches_its_webassembly_and_compiles_it_while_streaming():
    script = (PYODIDE / SCRIPT).read_text(encoding="utf-8")
    asked = re.findall(
        r"(\w+)=fetch\(\w+,\{credentials:\"same-origin\"\}\);(?:\w|=|\s)*await WebAssembly.instantiateStreaming\(\1",
        script,
    )
    assert len(asked) == 1
    assert script.count("WebAssembly.instantiateStreaming(") == 1


# In the browser


def answered(page):
    """Open a tool and count, until Pyodide has answered."""
    page.goto(PAGE)
    count(page)
    result(page, "pyodide")


@pytest.mark.browser
def test_the_quick_start_is_used_normally(page, page_log, console):
    answered(page)
    assert not [line for line in console if PLAIN in line or "falling back" in line]
    assert len([url for url in page_log.requests if url.endswith("/pyodide.asm.wasm.xz")]) == 1


@pytest.mark.browser
def test_a_failed_quick_start_falls_back_to_the_documented_one(page, page_log, console):
    page_log.expect("wasm streaming compile failed|falling back|failed to asynchronously prepare|Aborted")

    def broken(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=f"{NO_EARLY_COMPILING}\n{answer.text()}")

    page.route("**/js/worker.js", broken)
    answered(page)
    assert [line for line in console if PLAIN in line]


@pytest.mark.browser
def test_a_damaged_cached_file_is_fetched_again(page, page_log, console):
    page_log.expect("wasm streaming compile failed|falling back|failed to asynchronously prepare|Aborted")
    answered(page)
    until_true(page, f"({KEPT})().then((kept) => kept.includes('pyodide.asm.wasm'))")
    page.evaluate(DAMAGE)
    answered(page)
    assert [line for line in console if PLAIN in line]


@pytest.mark.browser
def test_if_pyodide_cannot_start_the_answer_stays_and_the_console_says_why(page, page_log, console):
    page_log.expect("wasm|falling back|Aborted|engine|xz|Failed|Error")
    page.route("**/pyodide.asm.wasm.xz", lambda route: route.fulfill(body="damaged"))
    page.goto(PAGE)
    count(page)
    until(page, lambda: [line for line in console if "cannot look over" in line], "the console says it")
    assert due(page).is_visible()
    result(page, "micropython")


@pytest.mark.browser
def test_pyodide_is_cached_for_the_next_visit(page):
    answered(page)
    wanted = [
        "MS.json",
        "pyodide.js",
        "pyodide.asm.js",
        "pyodide.asm.wasm",
        "letters.json",
    ]
    until_true(page, f"({KEPT})().then((kept) => {wanted}.every((name) => kept.includes(name)))")
