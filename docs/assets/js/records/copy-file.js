// The backup file format: deterministic text, with a reason if it cannot be read.

import { isObject } from "./copy-merge.js";
import { isCopied } from "./keys.js";
import { about, bringUpToDate, NAMES, VERSION } from "./tables.js";

/** A backup's content: rows by table and id; and the notes stored outside the database, by key.
 * @typedef {{rows: import("./tables.js").Rows, notes: Object<string, string>}} Kept */
/** An encrypted file: the parameters, and the ciphertext. @typedef {{lock: import("./lock.js").Lock, locked: string}} Locked */
/** Why a file is refused: not a backup of this site, truncated or damaged, or from a newer version. @typedef {"foreign" | "broken" | "newer"} Why */

/** The start of every file, which tells a truncated one from a foreign one. */
const MARK = '{\n "copy_of": "paper-trail"';
/** The format version. It changes when older versions could no longer read newer files. */
const FORMAT = 1;

/** A file that cannot be read. */
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

/** Parse a file; throws NotTaken. @param {string} text @returns {Kept | Locked} */
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

/** Serialise with sorted keys, so that the same content gives the same text. @param {object} content */
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
    // its start decides whether it is ours
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

/** A child's row must name an existing child, a name must be text, and a child must have all fields of a case.
 * @param {string} name @param {import("./tables.js").Rows} rows */
function check(name, rows) {
  const { whose } = about(name);
  for (const [id, row] of rows[name]) {
    if (whose && typeof row[whose] !== "string") throw new NotTaken("broken");
    if (typeof (row?.name ?? "") !== "string") throw new NotTaken("broken");
    if (name === "children" && (!isObject(row.events) || !Array.isArray(row.sent) || typeof row.calendar !== "string" || !/^\d{1,9}$/.test(id))) throw new NotTaken("broken");
  }
}
