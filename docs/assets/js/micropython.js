// MicroPython with the calculators in it: the same Python sources as everywhere, on an engine a tenth of Pyodide's size.
// Used by the page's first worker (first-worker.js) and by the tests, so it asks for nothing that only a browser has.

/** What Python's library does with text and MicroPython's does not; no law and no dates here. */
const host = {
  lower: (/** @type {string} */ text) => text.toLowerCase(),
  upper: (/** @type {string} */ text) => text.toUpperCase(),
  isdigit: (/** @type {string} */ text) => /^\p{Nd}+$/u.test(text),
  today,
  find,
  /** @param {string} source @param {string} flags @param {string} text @param {string} words */
  replace: (source, flags, text, words) => text.replace(regex(source, `${flags}g`), () => words),
  /** @param {string} source @param {string} flags @param {string} text */
  split: (source, flags, text) => JSON.stringify(text.split(regex(source, flags))),
  /** @param {string} source @param {string} flags @param {string} text */
  findall: (source, flags, text) => JSON.stringify(text.match(regex(source, `${flags}g`)) ?? []),
};

/** The asker's own day, as numbers in a list. */
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

/** The first place where a pattern is found, as JSON: [start, end, groups, groups by name], places counted in characters.
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
from calculators import page
`;
/** Bytes: room for the law and the code without a stop to tidy, and for deep calls. */
const HEAP = 4 * 1024 * 1024;
const STACK = 64 * 1024;

/** Start the engine. Returns what answers a message of a page, both as JSON.
 * @param {(options: object) => Promise<any>} loadMicroPython @param {string} wasm its address
 * @param {Object<string, string>} files modules and data, by path @returns {Promise<(message: string) => string>} */
export async function start(loadMicroPython, wasm, files) {
  const python = await loadMicroPython({ url: wasm, heapsize: HEAP, pystack: STACK, stdout: () => {}, stderr: () => {} });
  python.registerJsModule("host", host);
  const made = new Set();
  for (const [path, content] of Object.entries(files)) {
    path.split("/").slice(0, -1).reduce((above, part) => {
      const folder = `${above}/${part}`;
      if (!made.has(folder)) python.FS.mkdir(folder);
      made.add(folder);
      return folder;
    }, "");
    python.FS.writeFile(`/${path}`, content);
  }
  python.runPython(BEGIN);
  return python.globals.get("page").ask;
}
