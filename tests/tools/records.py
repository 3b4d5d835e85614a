"""Stored records for tests: stores of every version as data, and ``records/`` scripts run in Node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from macros.node import run_node

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
    return json.loads(run_node("node", NODE_ASKS, module, function, given=json.dumps(given)))


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
