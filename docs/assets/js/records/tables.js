// What is kept on this phone: the one list of its tables, and what brings up to date what an older version of the site kept.
// What is not in the list cannot be written. A copy, a removed child and "Delete everything" go by the list, so a new table
// needs nothing else.

/** `since`: the first version that had it. `holds`: what stands in it, for people. `whose`: what in a row says whose child it is:
 * its "id" (one row for a child), its field "child" (several: then an id that begins with the child's and a space is its own),
 * or "" for none. `copied`: false for what is of this phone alone. `loose`: its rows have no id of their own in them. `whole`: of
 * two rows one or the other is meant, never a part of each.
 * @typedef {{since: number, holds: string, whose: "id" | "child" | "", copied?: false, loose?: true, whole?: true}} About */

/** @satisfies {Object<string, About>} */
export const TABLES = {
  children: { since: 1, whose: "id", holds: "the children, with the dates of their cases, their closed days and the letters that were sent" },
  /** One line, under "child": the id of the child that is shown. */
  chosen: { since: 1, whose: "", holds: "which child is shown", loose: true },
  drafts: { since: 4, whose: "child", holds: "letters and forms as they were typed", whole: true },
  logs: { since: 7, whose: "id", holds: "service logs, and notes of calls and talks" },
  /** What all letters ask alike. One line, under "answers": the parent's own part, the same for all children. */
  parent: { since: 8, whose: "", holds: "your name and address, and how to reach you", loose: true },
  aboutUs: { since: 8, whose: "id", holds: "what letters say of each child, its school and the people there" },
};

/** @typedef {keyof typeof TABLES} Name */
export const NAMES = /** @type {Name[]} */ (Object.keys(TABLES));
/** @param {string} name @returns {About} */
export const about = (name) => TABLES[/** @type {Name} */ (name)];

/** The child that is there before anything was kept. */
export const FIRST = "1";

/** All that is kept: by table, and in each by id. @typedef {Object<string, Map<string, any>>} Rows */

/** What a version changed in what was kept before it; a step is never changed once a phone may have run it. A table that is
 * new needs none. @type {Object<number, (rows: Rows) => void>} */
const STEPS = {
  /** The letters that were sent, and how much a calendar file may say. */
  2: ({ children }) => each(children, (child) => ({ ...child, sent: child.sent ?? [], discreet: child.discreet ?? "" })),
  /** What a child's entries in a calendar are known by. */
  3: ({ children }) => each(children, (child) => ({ ...child, calendar: random() })),
  /** When a letter should arrive, and when it did. */
  5: ({ children }) => each(children, (child) => ({
    ...child,
    sent: child.sent.map((/** @type {any} */ one) => ({ ...one, arrives: one.arrives ?? one.day, received: one.received ?? "" })),
  })),
  /** What was typed before a case was shown was kept under no child at all. */
  6({ children }) {
    const stray = children.get("");
    if (!stray) return;
    const first = children.get(FIRST) ?? emptyChild(FIRST);
    children.set(FIRST, { ...first, state: first.state || stray.state, closed: first.closed || stray.closed, events: { ...stray.events, ...first.events } });
    children.delete("");
  },
};

/** The version of what this script keeps. */
export const VERSION = Math.max(...NAMES.map((name) => about(name).since), ...Object.keys(STEPS).map(Number));

/** Bring up to date what a version kept. @param {Rows} rows all tables of the list @param {number} from the version */
export function bringUpToDate(rows, from) {
  for (let version = from + 1; version <= VERSION; version += 1) STEPS[version]?.(rows);
}

/** @param {Map<string, any>} table @param {(row: any) => any} changed */
function each(table, changed) {
  for (const [id, row] of table) table.set(id, changed(row));
}

/** A child of whom nothing is known yet. @param {string} id @param {string} name @returns {import("./store.js").Child} */
export function emptyChild(id, name = "") {
  return { id, name, state: "", events: {}, closed: "", school: {}, discreet: "", sent: [], calendar: random() };
}

/** Never the same twice, on this phone or on another one whose calendar is shared with it. */
function random() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
