"""CPython, MicroPython and Pyodide give byte-identical answers to random cases."""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from calculators.inputs import today
from calculators.law import load
from calculators.message import ask
from macros.engines.micropython import first_engine
from macros.engines.proof.engine_tests import write_plain_engine
from macros.node import NODE
from macros.places import ROOT
from tests.fuzz import made

HERE = Path(__file__).parent
MICROPYTHON = ROOT / "tests" / "tools" / "micropython.mjs"
#: The calculators that MicroPython runs too; only Pyodide writes letters.
FIRST = ("case", "deadlines", "service_log", "notes", "closed_days")
HALF = re.compile("[\ud800-\udfff]")
#: Characters that MicroPython cannot represent and leaves to Pyodide (first-engine.js): lone surrogates, NUL and the BOM.
NOT_HELD = re.compile(r"(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])|\ufeff")
#: Number of states in one batch.
FEW = 3


def cases(draw: Random, number: int) -> list[dict[str, Any]]:
    """This many questions about a few states: with fewer laws in memory to collect, MicroPython is three times as fast."""
    few = draw.sample(made.states(), FEW)
    return [case(draw, few) for _ in range(number)]


def case(draw: Random, few: Sequence[str]) -> dict[str, Any]:
    """One message of a counting form for one of these states, mostly valid."""
    kind = draw.randrange(10)
    state = draw.choice(few)
    if kind == 0:
        return {**made.message(draw), "state": state}
    asked: dict[str, Any] = {"state": state, "made": "2026-11-27T06:11:38.512Z"}
    closed = made.closed_list(draw) if draw.randrange(4) == 0 else ""
    if kind == 1:
        return {**asked, "calculator": "closed_days", "inputs": {"closed": made.closed_list(draw)}}
    if kind == 2:
        events = draw.sample(list(load(state).events), draw.randint(1, 5))
        days = {event: draw.choice(made.FORMS)(made.near_day(draw)) for event in events}
        return {**asked, "calculator": "case", "inputs": {**days, "closed": closed, "as_of": "9/1/2027"}}
    date = draw.choice(made.FORMS)(made.near_day(draw)) if draw.randrange(3) else made.near_miss(draw)
    event = draw.choice(load(state).starting_events()).id
    inputs = {"event": event, "date": date, "closed": closed}
    return {**asked, "calculator": "deadlines", "inputs": inputs, **({"dates": ["date"]} if kind > 7 else {})}


def is_for_both(message: dict[str, Any]) -> bool:
    """Whether a message goes to both engines on a phone."""
    return message["calculator"] in FIRST and not NOT_HELD.search(_in_script(message))


def _in_script(message: dict[str, Any]) -> str:
    """JSON as JavaScript writes it: lone surrogates are escaped, nothing else is."""
    words = json.dumps(message, ensure_ascii=False)
    return HALF.sub(lambda found: f"\\u{ord(found[0]):x}", words)


class Engines:
    """The two engines as the site ships them, built once in a folder."""

    def __init__(self, folder: Path) -> None:
        self.first = first_engine.write_first_engine()
        self.pyodide = write_plain_engine(folder)

    def differences(self, messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The messages to which the engines' answers differ, with the answers; repeats the batch if midnight passed."""
        while True:
            day = today()
            said = [in_cpython(message) for message in messages]
            short = [message for message in messages if is_for_both(message)]
            in_first = iter(_answers([MICROPYTHON, self.first, *sorted({one["state"] for one in short})], short))
            first = [next(in_first) if is_for_both(message) else None for message in messages]
            packages = sysconfig.get_paths()["purelib"]
            second = _answers([HERE / "pyodide.mjs", self.pyodide, ROOT, packages], messages)
            if day == today():
                break
        return [
            {"message": message, "cpython": one, "micropython": other, "pyodide": third}
            for message, one, other, third in zip(messages, said, first, second, strict=True)
            if one != third or (other is not None and one != other)
        ]


def in_cpython(message: dict[str, Any]) -> Any:
    """CPython's answer, or its exception."""
    try:
        return json.loads(ask(json.dumps(message)))
    except Exception as fault:  # noqa: BLE001 (whatever goes wrong must go wrong nowhere else)
        return {"error": f"{type(fault).__name__}: {fault}"}


def _answers(command: Sequence[Any], messages: Sequence[dict[str, Any]]) -> list[Any]:
    done = subprocess.run([NODE, *command], input=json.dumps(messages), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
