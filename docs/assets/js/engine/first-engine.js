// MicroPython with the calculators: the same Python sources, on an engine a tenth of Pyodide's size.
// For the worker that answers first (first-worker.js) and for tests: nothing here needs a browser.

import * as bundle from "./bundle.js";

/** Text functions of Python's library that MicroPython lacks; no law and no dates here. */
const host = {
  lower: (/** @type {string} */ text) => text.toLowerCase(),
  upper: (/** @type {string} */ text) => text.toUpperCase(),
  isdigit: (/** @type {string} */ text) => /^\p{Nd}+$/u.test(text),
  quote: (/** @type {string} */ text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
  today,
  find,
  /** @param {string} source @param {string} flags @param {string} text @param {string} words */
  replace: (source, flags, text, words) => text.replace(regex(source, `${flags}g`), () => words),
  /** @param {string} source @param {string} flags @param {string} text */
  split: (source, flags, text) => JSON.stringify(text.split(regex(source, flags))),
  /** @param {string} source @param {string} flags @param {string} text */
  findall: (source, flags, text) => JSON.stringify(text.match(regex(source, `${flags}g`)) ?? []),
};

/** The user's own date, as numbers in a list. */
function today() {
  const now = new Date();
  return JSON.stringify([now.getFullYear(), now.getMonth() + 1, now.getDate()]);
}

/** @type {Map<string, RegExp>} */ const known = new Map();

/** @param {string} source @param {string} flags */
function regex(source, flags) {
  const name = `${flags}/${source}`;
  const found = known.get(name) ?? new RegExp(source, flags);
  known.set(name, found);
  found.lastIndex = 0;
  return found;
}

/** A pattern's first match as JSON: [start, end, groups, groups by name], positions in code points.
 * @param {"search" | "match" | "fullmatch"} how @param {string} source @param {string} flags @param {string} text */
function find(how, source, flags, text) {
  const pattern = { search: source, match: `^(?:${source})`, fullmatch: `^(?:${source})$` }[how];
  const found = regex(pattern, flags).exec(text);
  if (!found) return "null";
  const start = [...text.slice(0, found.index)].length;
  const groups = [...found].map((group) => group ?? null);
  const names = Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, group]) => [name, group ?? null]));
  return JSON.stringify([start, start + [...found[0]].length, groups, names]);
}

const BEGIN = `
import datetime, json, host
datetime.date.today = staticmethod(lambda: datetime.date(*json.loads(host.today())))
from calculators import message
`;
/** Heap size in bytes: enough for the law and the code without garbage collection, and for deep calls. */
const HEAP = 4 * 1024 * 1024;
const STACK = 64 * 1024;

/** Characters, as escaped in JSON, that MicroPython cannot represent: NUL ends its strings, a lone surrogate becomes three
 * characters, and a leading BOM is lost. Messages with one are left to Pyodide. */
const NOT_HELD = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])|\ufeff/;

/** @typedef {import("./bundle.js").Files} Files */
/** `ask` answers a page's message, both as JSON; `place` adds files; `getReady` loads a state's law ahead of time.
 * @typedef {{ask: (message: string) => string, place: (files: Files) => void, getReady: (state: string, calculators: string) => void}} Engine */

/** Start the engine with its modules.
 * @param {(options: object) => Promise<any>} loadMicroPython @param {string} wasm its URL
 * @param {Files} modules by path @returns {Promise<Engine>} */
export async function start(loadMicroPython, wasm, modules) {
  const python = await loadMicroPython({ url: wasm, heapsize: HEAP, pystack: STACK, stdout: () => {}, stderr: () => {} });
  /** @param {Files} files */
  const place = (files) => bundle.place(python.FS, "", files);
  python.registerJsModule("host", host);
  place(modules);
  python.runPython(BEGIN);
  const message = python.globals.get("message");
  /** @param {string} words */
  const ask = (words) => {
    if (NOT_HELD.test(words)) throw new Error("A character in this is more than MicroPython can hold");
    return message.ask(words);
  };
  return { ask, place, getReady: message.get_ready };
}
