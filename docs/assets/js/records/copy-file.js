// The file of a copy: all that is kept, as text that is the same for the same content, and read back with a reason where it cannot be.

import { isCopied } from "./keys.js";
import { about, bringUpToDate, NAMES, VERSION } from "./tables.js";

/** What a copy holds: rows by table, in each by id; and the notes beside the database by key.
 * @typedef {{rows: import("./tables.js").Rows, notes: Object<string, string>}} Kept */
/** What a file says that is locked: with what it opens, and the locked text. @typedef {{lock: import("./lock.js").Lock, locked: string}} Locked */
/** Why a file cannot be read: it is no copy of this site, its end or a part is missing, it is a newer site's. @typedef {"foreign" | "broken" | "newer"} Why */

/** What the file begins with, so that a cut one can be told from a foreign one. */
const MARK = '{\n "copy_of": "paper-trail"';
/** How a file is written. It changes where an older site could not read what a newer one writes. */
const FORMAT = 1;

/** A file that this site cannot take. */
export class NotTaken extends Error {
  /** @param {Why} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/** @param {Kept} kept @returns {string} the file */
export function written({ rows, notes }) {
  const tables = Object.fromEntries(NAMES.filter((name) => about(name).copied !== false && rows[name].size).map((name) => [name, tableOf(name, rows[name])]));
  return fileOf({ version: VERSION, tables, notes });
}

/** @param {Locked} locked @returns {string} the file */
export const writtenLocked = (locked) => fileOf(locked);

/** What stands in a file; throws NotTaken. @param {string} text @returns {Kept | Locked} */
export function read(text) {
  const { copy_of: name, format, lock, locked, version, tables, notes } = parsed(text);
  if (name !== "paper-trail") throw new NotTaken("foreign");
  if (!(format <= FORMAT) || version > VERSION) throw new NotTaken(format > FORMAT || version > VERSION ? "newer" : "broken");
  if (lock) return { lock, locked: String(locked) };
  if (!(version >= 1) || !isObject(tables) || !isObject(notes)) throw new NotTaken("broken");
  const rows = /** @type {import("./tables.js").Rows} */ (Object.fromEntries(NAMES.map((each) => [each, rowsOf(each, tables[each])])));
  try {
    bringUpToDate(rows, version);
    for (const each of NAMES) check(each, rows);
  } catch {
    throw new NotTaken("broken");
  }
  return { rows, notes: Object.fromEntries(Object.entries(notes).filter(([key, value]) => isCopied(key) && typeof value === "string")) };
}

/** The same text for the same content: what is in an object stands in the order of its names. @param {object} content */
function fileOf(content) {
  return `${MARK},\n "format": ${FORMAT},${JSON.stringify(inOrder(content), null, 1).slice(1)}\n`;
}

/** @param {string} text */
function parsed(text) {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  try {
    const said = JSON.parse(start);
    if (isObject(said)) return said;
  } catch {
    // what it begins with says whether it was one of ours
  }
  const begin = (/** @type {string} */ words) => words.replace(/\s/g, "").slice(0, 20);
  throw new NotTaken(start && begin(start) === begin(MARK) ? "broken" : "foreign");
}

/** @param {any} value @returns {any} */
function inOrder(value) {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, inOrder(value[name])]));
}

/** @param {string} name @param {Map<string, any>} rows */
function tableOf(name, rows) {
  const all = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
  return about(name).loose ? Object.fromEntries(all) : all.map(([, row]) => row);
}

/** @param {string} name @param {any} table @returns {Map<string, any>} */
function rowsOf(name, table) {
  if (table === undefined || about(name).copied === false) return new Map();
  if (about(name).loose) {
    if (!isObject(table)) throw new NotTaken("broken");
    return new Map(Object.entries(table));
  }
  if (!Array.isArray(table)) throw new NotTaken("broken");
  for (const row of table) if (!isObject(row) || typeof row.id !== "string") throw new NotTaken("broken");
  return new Map(table.map((row) => [row.id, row]));
}

/** What is a child's must name one, and a child has all that a case has. @param {string} name @param {import("./tables.js").Rows} rows */
function check(name, rows) {
  const { whose } = about(name);
  for (const [id, row] of rows[name]) {
    if (whose && typeof row[whose] !== "string") throw new NotTaken("broken");
    if (name === "children" && (!isObject(row.events) || !Array.isArray(row.sent) || typeof row.calendar !== "string" || !/^\d{1,9}$/.test(id))) throw new NotTaken("broken");
  }
}

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
