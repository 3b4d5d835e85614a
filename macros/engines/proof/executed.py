"""Find which functions of Pyodide's WebAssembly run when every calculator does.

Each function gets a global of its own that it sets when it is called; ``executed.mjs`` starts that Pyodide under Node,
answers every event of every state, writes every letter, and reads the globals. This is for ``bytes_report.py``: what
would be sent if the functions that never run stood in a file of their own.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Container
from pathlib import Path

from macros.engines.proof.engine_tests import write_plain_engine
from macros.engines.pyodide.find_modules import RUN_EVERYTHING
from macros.engines.pyodide.runtime import LETTER_ENGINE, WASM, package_folder
from macros.engines.pyodide.slim import Image, optimized
from macros.engines.wasm import wasm_file as wasm
from macros.node import said_by_node
from macros.places import ROOT

RUNNER = Path(__file__).with_name("executed.mjs")
#: What the globals are called, before the number of the function.
MARK = "ran "
#: A 32-bit integer that can change, 0 at first; and what sets the global whose number follows to 1.
GLOBAL, SET = b"\x7f\x01\x41\x00\x0b", b"\x41\x01\x24"
#: No local variables, and an instruction that ends the program: what stands in the place of a function that is taken out.
NOTHING = b"\0\0\x0b"
#: The engine starts and answers everything in a few seconds.
TIME = 120


def executed(image: Image) -> set[int]:
    """The places, among the image's functions, of those that ran."""
    with tempfile.TemporaryDirectory() as scratch:
        engine, library = Path(scratch, "engine"), Path(scratch, "library")
        engine.mkdir()
        write_plain_engine(engine)
        (engine / WASM).write_bytes(optimized(marked(image), ["remove-unused-module-elements"]))
        shutil.copytree(ROOT / "calculators", library / "calculators")
        for name in LETTER_ENGINE:
            shutil.copytree(package_folder(name), library / name)
        command = [RUNNER, engine, library, MARK, RUN_EVERYTHING]
        said = said_by_node("Pyodide could not be watched", *command, seconds=TIME)
    return set(json.loads(said.splitlines()[-1]))


def marked(image: Image) -> bytes:
    """The file with a global for each function, exported, that says whether the function was called."""
    parts = wasm.sections(image.written())
    bodies = wasm.bodies(parts[wasm.CODE])
    count, at = wasm.unsigned(parts[wasm.GLOBALS], 0)
    first = image.first_global + count
    numbers = range(len(bodies))
    parts[wasm.CODE] = wasm.as_bodies(
        [_setting(body, first + number) for number, body in zip(numbers, bodies, strict=True)]
    )
    parts[wasm.GLOBALS] = wasm.as_unsigned(count + len(bodies)) + parts[wasm.GLOBALS][at:] + GLOBAL * len(bodies)
    marks = [wasm.Named("", f"{MARK}{number}", wasm.GLOBAL, first + number) for number in numbers]
    parts[wasm.EXPORTS] = wasm.as_exports([*wasm.exports(parts[wasm.EXPORTS]), *marks])
    return wasm.whole(parts)


def _setting(body: bytes, number: int) -> bytes:
    begins = wasm.after_locals(body)
    return body[:begins] + SET + wasm.as_unsigned(number) + body[begins:]


def only(image: Image, kept: Container[int]) -> bytes:
    """The file with these functions alone: nothing is left in the others."""
    whole = image.bodies
    try:
        image.bodies = [body if place in kept else NOTHING for place, body in enumerate(whole)]
        return optimized(image.written())
    finally:
        image.bodies = whole
