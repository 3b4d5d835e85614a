"""Stored records for tests: stores of every version as data, and ``records/`` scripts run in Node."""

from __future__ import annotations

import atexit
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from macros.node import NODE
from macros.places import ROOT

NODE_ASKS = Path(__file__).with_name("records.mjs")
STORES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parents[1] / "data" / "stores").glob("*.json"))
}
#: Creates a database as a version of the site would have left it.
MAKE = """(store) => new Promise((done, failed) => {
    const opening = indexedDB.open("paper-trail", store.version);
    opening.onupgradeneeded = () => {
        for (const [name, rows] of Object.entries(store.tables)) {
            const isList = Array.isArray(rows), table = opening.result.createObjectStore(name, isList ? { keyPath: "id" } : {});
            if (isList) rows.forEach((row) => table.put(row));
            else for (const [id, row] of Object.entries(rows)) table.put(row, id);
        }
    };
    opening.onsuccess = () => { opening.result.close(); done(); };
    opening.onerror = () => failed(opening.error);
})"""
#: Dumps the database: its version, and each table's rows, keyed by id if they do not contain one.
READ = """() => new Promise((done) => {
    const opening = indexedDB.open("paper-trail");
    opening.onsuccess = async () => {
        const database = opening.result, tables = {};
        const asked = (asking) => new Promise((resolve) => (asking.onsuccess = () => resolve(asking.result)));
        for (const name of database.objectStoreNames) {
            const table = database.transaction(name).objectStore(name), keys = await asked(table.getAllKeys()), rows = await asked(table.getAll());
            tables[name] = table.keyPath ? rows : Object.fromEntries(keys.map((key, at) => [key, rows[at]]));
        }
        database.close();
        done({ version: database.version, tables });
    };
})"""
#: Calls a function of the store in a page.
STORE = "async ([call, ...given]) => (await import(new URL('store.js', document.querySelector(`script[src$='/page.js']`).src)))[call](...given)"


def asked(module: str, function: str, *given: Any) -> Any:
    """A function's result, or an exported value. Raises AssertionError if it throws."""
    answer = ask(module, function, *given)
    assert "failed" not in answer, answer["failed"]
    return answer["said"]


def ask(module: str, function: str, *given: Any) -> dict[str, Any]:
    """The outcome of a call: ``said`` with the arguments afterwards (``given``), or ``failed``."""
    node = _node()
    assert node.stdin
    assert node.stdout
    print(json.dumps([module, function, given]), file=node.stdin, flush=True)
    answer = node.stdout.readline()
    assert answer, f"Node ended while it ran {function} of {module}; what it said is above"
    outcome: dict[str, Any] = json.loads(answer)
    return outcome


@cache
def _node() -> subprocess.Popen[str]:
    """One Node for all calls of a run: starting one takes longer than most calls."""
    node = subprocess.Popen(
        [NODE, NODE_ASKS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    atexit.register(node.communicate)  # closes its input, at which it ends
    return node


def as_rows(store: dict[str, Any]) -> dict[str, Any]:
    """A store's rows in the scripts' format: by table and id, empty tables included."""
    return {
        name: {
            "map": [[row["id"], row] for row in rows]
            if isinstance(rows, list)
            else [[one, row] for one, row in rows.items()]
        }
        for name in asked("tables", "NAMES")
        for rows in [store["tables"].get(name, [])]
    }


#: Keeps every write out of the database, from another tab, until the test calls ``letGo``.
OCCUPY = """() => new Promise((done) => {
    const opening = indexedDB.open("paper-trail");
    opening.onsuccess = () => {
        const database = opening.result, transaction = database.transaction(["parent"], "readwrite");
        let isHeld = true;
        const hold = () => isHeld && (transaction.objectStore("parent").get("none").onsuccess = hold);
        globalThis.letGo = () => (isHeld = false);
        transaction.oncomplete = () => database.close();
        hold();
        done();
    };
})"""
