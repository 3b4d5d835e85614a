"""A letter as a Word file on the command line, from the page's own module.

``docs/assets/js/letter/letter-docx.js`` makes the file in the browser; here Node runs it in a subprocess that takes letters and
returns bytes. So the file format is described once, with one library. Node comes with the project's Python packages.
Nothing in this module runs on a phone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from calculators.inputs import WrongInput
from calculators.rendering.render import letter_data
from calculators.result import Result

PAGES = Path(__file__).resolve().parents[2] / "docs" / "assets"
MODULE = PAGES / "js" / "letter" / "letter-docx.js"
LIBRARY = PAGES / "vendor" / "docx.js"
PROGRAM = """
import { text } from "node:stream/consumers";
const { letterDocx } = await import(process.argv[1]);
process.stdout.write(await letterDocx(...JSON.parse(await text(process.stdin))));
"""


def docx(result: Result) -> bytes:
    """The Word file of a letter and its enclosures, each on a new page.

    Raises WrongInput with what to do if it cannot be made.
    """
    letters = [result.letter, *result.copies] if result.letter else []
    node = _node()
    if node is None:
        raise WrongInput({"--format": "docx needs Node, which 'make serve' sets up. Or take --format html or text."})
    if not LIBRARY.is_file():
        raise WrongInput({"--format": "docx needs a built site. Run 'make build' once, then try again."})
    done = subprocess.run(
        [node, "--input-type=module", "--eval", PROGRAM, MODULE.as_uri()],
        input=json.dumps([letter_data(letter) for letter in letters]).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").splitlines()
        reasons = [line.strip() for line in lines if line.partition(":")[0].partition(" ")[0].endswith("Error")]
        reason = reasons[0] if reasons else "no reason given"
        raise WrongInput({"--format": f"Node could not make the file ({reason}). Take --format html or text."})
    return done.stdout


def _node() -> str | None:
    """Node from the running Python environment, otherwise from the PATH; None if there is none."""
    own = Path(sys.executable).with_name("node")
    return str(own) if own.is_file() else shutil.which("node")
