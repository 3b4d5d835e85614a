"""The trimmed Pyodide: what is removed, that the rest is still Python, and the published alternative."""

from __future__ import annotations

import gzip
import json
import lzma
import traceback
import types
from pathlib import Path
from typing import Any

import pytest

from macros.engines.proof import engine_tests
from macros.engines.pyodide import bytecode, packed, runtime, slim
from macros.engines.pyodide.runtime import PUBLISHED_LOADER, PYODIDE, SCRIPT, WASM
from macros.engines.wasm import wasm_file as wasm

STOCK = (PYODIDE / WASM).read_bytes()
SCRIPT_TEXT = (PYODIDE / SCRIPT).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trimmed engine, loaded by Node."""
    return engine_tests.write_plain_engine(tmp_path_factory.mktemp("engine"))


@pytest.fixture(scope="module")
def image() -> slim.Image:
    return slim.Image(STOCK, SCRIPT_TEXT, slim.script_names(SCRIPT_TEXT))


# The format


@pytest.mark.parametrize("number", [0, 1, 63, 64, -64, -65, 127, 128, 624_485, -123_456, 2**31 - 1, -(2**31)])
def test_leb128_numbers_survive_a_round_trip(number: int) -> None:
    assert wasm.signed(wasm.as_signed(number), 0) == (number, len(wasm.as_signed(number)))
    if number >= 0:
        assert wasm.unsigned(wasm.as_unsigned(number), 0) == (number, len(wasm.as_unsigned(number)))


def test_a_wasm_file_survives_a_round_trip() -> None:
    parts = wasm.sections(STOCK)
    parts[wasm.EXPORTS] = wasm.as_exports(wasm.exports(parts[wasm.EXPORTS]))
    parts[wasm.CODE] = wasm.as_bodies(wasm.bodies(parts[wasm.CODE]))
    assert wasm.whole(parts) == STOCK


def test_unknown_opcodes_and_structures_are_refused() -> None:
    with pytest.raises(wasm.UnknownCode, match="not a WebAssembly file"):
        wasm.sections(b"\x7fELF")
    with pytest.raises(wasm.UnknownCode, match="0xfd"):
        list(wasm.instructions(b"\0\xfd\0\x0b"))
    with pytest.raises(slim.NotAsExpected, match="memory begins"):
        slim.Image(STOCK, "", set())
    with pytest.raises(slim.NotAsExpected, match="something else"):
        list(slim.stores(b"\0\x20\0\x0b"))
    with pytest.raises(slim.NotAsExpected, match="sets a global"):
        list(slim.settings(b"\0\x41\0\x24\0\x0b"))


# What is removed


def test_every_relocation_is_applied(image: slim.Image) -> None:
    listed = next(export for export in image.exports if export.name == "PyImport_Inittab")
    at = image.globals[listed.number - image.first_global]
    written = int.from_bytes(image.data[at : at + 4], "little")
    assert written == image.to_data[at] + image.base[image.memory]
    assert len(image.to_data) + len(image.to_slot) > 27_000
    assert len(image.bodies[image.writer]) < 100


def test_a_dropped_built_in_module_leaves_the_table_and_shared_code_stays() -> None:
    image = slim.Image(STOCK, SCRIPT_TEXT, slim.script_names(SCRIPT_TEXT))
    before = bytes(image.data)
    known = image.builtin_modules()
    image.drop_modules(set(known) - {"_codecs_jp"})
    assert set(known) - set(image.builtin_modules()) == {"_codecs_jp"}
    cleared = sum(one != other for one, other in zip(before[: image.constant], image.data, strict=False))
    assert 50_000 < cleared < 400_000
    assert b"shift_jis" in before
    assert b"Return the day of the week represented by the date" in image.data, "what others use stays"


def test_unreachable_code_is_removed_even_with_every_module() -> None:
    image = slim.Image(STOCK, SCRIPT_TEXT, slim.script_names(SCRIPT_TEXT))
    before = bytes(image.data)
    image.drop_modules(set(image.builtin_modules()))
    character_sets = b"utf8\0char\0\0\xc8wchart\0\0\xc6ucs2be"
    assert character_sets in before
    assert character_sets not in image.data, "only iconv, which nothing calls, reads them"
    weekdays = b"Return the day of the week represented by the date"
    assert weekdays in image.data


def test_a_function_uses_the_slots_it_adds_to_the_base_or_any_if_the_base_escapes() -> None:
    base = 2
    get, add = bytes([wasm.GLOBAL_GET, base]), bytes([wasm.I32_ADD])
    five, seven = bytes([wasm.I32_CONST, 5]), bytes([wasm.I32_CONST, 7])
    keep, kept = bytes([wasm.LOCAL_SET, 0]), bytes([wasm.LOCAL_GET, 0])
    added = b"\0" + seven + keep + get + keep + kept + five + add + b"\x1a\x0b"
    assert slim.slots_taken(list(wasm.instructions(added)), base) == {0, 5}
    chosen = b"\0" + get + five + seven + kept + b"\x1b" + add + b"\x1a\x0b"
    assert slim.slots_taken(list(wasm.instructions(chosen)), base) == {0, 5, 7}
    stored = b"\0" + five + b"\x1a" + seven + get + b"\x36\2\0\x0b"
    assert slim.slots_taken(list(wasm.instructions(stored)), base) == {0, 5, 7}


def test_code_without_line_tables_reports_its_functions_line_and_behaves_the_same() -> None:
    source = "def halved(number):\n    def whole():\n        return number // 2\n    if number % 2:\n        raise ValueError(number)\n    return whole()\n"
    code = bytecode.without_line_numbers(compile(source, "halved.py", "exec"))
    made: dict[str, Any] = {}
    exec(code, made)
    assert made["halved"](8) == 4
    with pytest.raises(ValueError, match="7") as raised:
        made["halved"](7)
    assert [(entry.name, entry.lineno) for entry in traceback.extract_tb(raised.tb)][-1] == ("halved", 1)
    within = [one for one in made["halved"].__code__.co_consts if isinstance(one, types.CodeType)]
    for one in (code, made["halved"].__code__, *within):
        assert {line for _, _, line in one.co_lines()} == {one.co_firstlineno}
        assert len(list(one.co_positions())) == len(one.co_code) // bytecode.UNIT


def test_the_script_refers_to_nothing_removed(cut: Path) -> None:
    slimmed = (cut / WASM).read_bytes()
    loader = (PYODIDE / PUBLISHED_LOADER).read_text(encoding="utf-8")
    script = slim.cut_lists(SCRIPT_TEXT, loader, slimmed)
    exported = {export.name for export in wasm.exports(wasm.sections(slimmed)[wasm.EXPORTS])}
    assert len(slim.STUB.findall(script)) > 50
    assert set(slim.STUB.findall(script)) <= exported
    assert 100 < len(exported) < 600


def test_uncalled_functions_are_removed_from_the_script(cut: Path) -> None:
    script = (cut / SCRIPT).read_text(encoding="utf-8")
    assert "_createPyodideModule" in script
    assert "emscripten_glActiveTexture" in SCRIPT_TEXT
    assert "emscripten_glActiveTexture" not in script
    assert len(script) < 0.3 * len(SCRIPT_TEXT)


def test_pyodides_transfer_size_is_below_its_goal() -> None:
    folder = runtime.write_runtime()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = [folder / file["name"] for file in manifest["pyodide"]]
    sent = sum(
        len(content if path.suffix == ".xz" else gzip.compress(content, 6))
        for path in files
        for content in [path.read_bytes()]
    )
    assert sent < 1_600_000  # without the most fragile cuts, which were abandoned (macros/engines/README.md)


def test_the_trimmed_library_is_reproducible(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        library = tmp_path / name / runtime.STDLIB
        library.parent.mkdir()
        runtime.write_library(library, {"bisect.py", "json/decoder.py"}, "out", {})
        made.append(library.read_bytes())
    assert made[0] == made[1]


def test_compressed_files_decompress_to_the_original() -> None:
    content = b"Paper Trail " * 1000
    assert lzma.decompress(packed.packed(content)) == content


# What remains


@pytest.mark.parametrize("name", engine_tests.SHORT)
def test_cpythons_own_tests_pass_in_the_trimmed_engine(cut: Path, name: str) -> None:
    found = engine_tests.run_tests(cut, name)
    assert found.wrong == {}
    assert len(found.passed) > 1


# The published alternative


def test_the_environment_variable_selects_the_published_pyodide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(runtime.SWITCH, "stock")
    monkeypatch.setattr(packed, "packed", lambda content: content)
    folder = runtime.write_runtime(tmp_path / "runtime")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    engine = folder / manifest["engine"]
    for name in runtime.PACKED:
        assert (engine / f"{name}.xz").read_bytes() == (PYODIDE / name).read_bytes()
    assert (engine / SCRIPT).read_text(encoding="utf-8") == SCRIPT_TEXT


def test_an_unknown_value_of_the_environment_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(runtime.SWITCH, "small")
    with pytest.raises(SystemExit, match="it can be 'slim' or 'stock'"):
        runtime.engine_kind()
