"""Trimming refuses an unknown engine and says what to do; the published one still works."""

import json
import shutil

import pytest

from macros.engines import pinned
from macros.engines.micropython import first_engine
from macros.engines.pyodide import runtime


def changed(name):
    """An npm package with another version number and the same files."""

    def change(folder):
        package = folder / "package.json"
        package.write_text(json.dumps({**json.loads(package.read_text(encoding="utf-8")), "version": "99.0.0"}))
        return f"{name} 99.0.0 is installed, but the cut knows"

    return change


def damaged(name):
    """The same version with one file a byte longer."""

    def damage(folder):
        with (folder / name).open("ab") as file:
            file.write(b"\0")
        return f"{name} is not that of"

    return damage


@pytest.mark.parametrize("act", [changed("pyodide"), *map(damaged, pinned.PYODIDE.files)])
def test_another_pyodide_release_is_not_trimmed(act, tmp_path, monkeypatch):
    package = shutil.copytree(runtime.PYODIDE, tmp_path / "pyodide")
    said = act(package)
    monkeypatch.setattr(runtime, "PYODIDE", package)
    with pytest.raises(SystemExit, match=f"{said}.*PAPER_TRAIL_ENGINE=stock"):
        runtime.write_slim_engine(tmp_path)
    assert not (tmp_path / runtime.WASM).exists()


@pytest.mark.parametrize("act", [changed(first_engine.PORT.name), *map(damaged, pinned.MICROPYTHON.files)])
def test_another_micropython_release_is_not_trimmed(act, tmp_path, monkeypatch):
    package = shutil.copytree(first_engine.PORT, tmp_path / first_engine.PORT.name)
    said = act(package)
    monkeypatch.setattr(first_engine, "PORT", package)
    with pytest.raises(SystemExit, match=said):
        first_engine.write_first_engine(tmp_path / "runtime")
    assert not list((tmp_path / "runtime").glob("first-*"))
