// The schema of what is stored on this phone: the list of tables, and the migrations from older versions. Only tables in the list can
// be written. Backups, removing a child and "Delete everything" work from the list, so that a new table needs nothing else.

import { peopleTypedBefore } from "./people-typed-before.js";

/** `since`: the first version that had it. `holds`: its content, for people. `whose`: how a row identifies its child: by its "id"
 * (one row per child), by its field "child" (several; ids then start with the child's id and a space), or "" for none.
 * `copied`: false if excluded from backups. `loose`: rows do not contain their id. `whole`: rows are never merged; one of two
 * conflicting rows is chosen. `person`: so it is with rows of two names, for an address and a phone belong to one person.
 * @typedef {{since: number, holds: string, whose: "id" | "child" | "", copied?: false, loose?: true, whole?: true, person?: true}} About */

/** @satisfies {Object<string, About>} */
export const TABLES = {
  children: { since: 1, whose: "id", holds: "the children, with the dates of their cases, their closed days and the letters that were sent" },
  /** One row, under "child": the id of the child shown. */
  chosen: { since: 1, whose: "", holds: "which child is shown", loose: true },
  drafts: { since: 4, whose: "child", holds: "letters and forms as they were typed", whole: true },
  logs: { since: 7, whose: "id", holds: "service logs, and notes of calls and talks" },
  /** What all letters ask. One row, under "answers": the parent's part, shared by all children. */
  parent: { since: 8, whose: "", holds: "your name and address, and how to reach you", loose: true, person: true },
  aboutUs: { since: 8, whose: "id", holds: "what letters say of each child and its school" },
  people: { since: 9, whose: "child", holds: "the people of each child's case, with their phone numbers and addresses", person: true },
};

/** @typedef {keyof typeof TABLES} Name */
export const NAMES = /** @type {Name[]} */ (Object.keys(TABLES));
/** @param {string} name @returns {About} */
export const about = (name) => TABLES[/** @type {Name} */ (name)];

/** The id of the first child, before anything is stored. */
export const FIRST = "1";

/** All records: by table, then by id. @typedef {Object<string, Map<string, any>>} Rows */

/** Migrations by version; never change one that a phone may have run. New tables need none.
 * @type {Object<number, (rows: Rows) => void>} */
const STEPS = {
  /** Sent letters, and the calendar file's wording. */
  2: ({ children }) => each(children, (child) => ({ ...child, sent: child.sent ?? [], discreet: child.discreet ?? "" })),
  /** The seed of a child's calendar UIDs. */
  3: ({ children }) => each(children, (child) => ({ ...child, calendar: random() })),
  /** Expected and actual arrival of a letter. */
  5: ({ children }) => each(children, (child) => ({
    ...child,
    sent: child.sent.map((/** @type {any} */ one) => ({ ...one, arrives: one.arrives ?? one.day, received: one.received ?? "" })),
  })),
  /** What was typed before a case was shown used to be stored under no child. */
  6({ children }) {
    const stray = children.get("");
    if (!stray) return;
    const first = children.get(FIRST) ?? emptyChild(FIRST);
    children.set(FIRST, { ...first, state: first.state || stray.state, closed: first.closed || stray.closed, events: { ...stray.events, ...first.events } });
    children.delete("");
  },
  /** People were lines of "About us", and rows of the case file. */
  9: peopleTypedBefore,
};

/** The current schema version. */
export const VERSION = Math.max(...NAMES.map((name) => about(name).since), ...Object.keys(STEPS).map(Number));

/** Migrate records. @param {Rows} rows all tables of the list @param {number} from the version */
export function bringUpToDate(rows, from) {
  for (let version = from + 1; version <= VERSION; version += 1) STEPS[version]?.(rows);
}

/** @param {Map<string, any>} table @param {(row: any) => any} changed */
function each(table, changed) {
  for (const [id, row] of table) table.set(id, changed(row));
}

/** An empty case. @param {string} id @param {string} name @returns {import("./store.js").Child} */
export function emptyChild(id, name = "") {
  return { id, name, state: "", events: {}, closed: "", school: {}, discreet: "", sent: [], calendar: random() };
}

/** Unique across phones, because calendars may be shared. */
function random() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
