/**
 * The one database on this phone: opened, migrated, read, written and deleted only here. If the browser refuses storage,
 * everything works in memory until the page is left, and `whyNotKept()` gives the reason.
 *
 * Each change opens the database, writes and closes it again: Safari drops connections of a page that
 * was in the background, and an open one would hold up a newer page or a deletion in another tab.
 */

import { deleteDB, openDB } from "../../vendor/idb.js";
import { isKept, isNew } from "./loss.js";
import { end, endAsTold, isBegun, isOver, onOver } from "./over.js";
import { about, bringUpToDate, NAMES, VERSION } from "./tables.js";

/** @typedef {import("./tables.js").Name} Name */
/** @template T @typedef {{get: (id: string) => Promise<T | undefined>, getAll: () => Promise<T[]>, rows: () => Promise<Map<string, T>>, put: (value: T, id: string) => Promise<any>,
 * remove: (id: string) => Promise<any>}} Table */
/** The row types of tables; others are untyped. @typedef {{children: import("./store.js").Child, drafts: import("./store.js").Draft, chosen: string, logs: import("./store.js").Log, people: import("./store.js").Person}} Row */
/** @typedef {{[Each in Name]: Table<Each extends keyof Row ? Row[Each] : any>}} Tables */
/** Why nothing is stored: the browser refuses, storage is full, a newer version of this site has written here, or what this page
 * shows was deleted (over.js). @typedef {"refused" | "full" | "newer" | "deleted"} Trouble */

export const NAME = "paper-trail";
/** Timeout: after a start, Safari may never answer an open request. */
const PATIENCE = 5000;

/** What was last read or changed, by table, in case the database is lost. */
const inMemory = /** @type {{[Each in Name]: Map<string, any>}} */ (Object.fromEntries(NAMES.map((name) => [name, new Map()])));
/** Rows as they stand in the database. @type {WeakSet<object>} */ const stored = new WeakSet();
/** Changes that the database has not accepted yet, in order. They are made again on what is stored there, never put in its place:
 * this page may not have read it, and another tab may have changed it since. @type {((tables: Tables) => Promise<any>)[]} */
const waiting = [];
/** @type {"" | Trouble} */ let trouble = "";
/** True once this page has used the database: if it is missing later, it was deleted. */
let wasThere = false;
/** @type {Promise<any>} */ let last = Promise.resolve();
/** Equal to `last` while nothing is being read or written. */
let done = last;

/** Notifies other tabs of this site of changes. */
export const others = typeof BroadcastChannel === "function" ? new BroadcastChannel(NAME) : null;

/** Why the last change was not saved; empty if it was. Unsaved changes last until the page is closed. */
export function whyNotKept() {
  return isOver() ? "deleted" : trouble;
}

/** @param {(name: Name) => Table<any>} table @returns {Tables} */
const tables = (table) => /** @type {Tables} */ (Object.fromEntries(NAMES.map((name) => [name, table(name)])));

const memory = tables((name) => {
  const all = inMemory[name];
  return {
    get: async (id) => all.get(id),
    getAll: async () => [...all.values()],
    rows: async () => new Map(all),
    put: async (value, id) => all.set(id, value),
    remove: async (id) => all.delete(id),
  };
});

/** True if a row was read from the database, or written to it. @param {object} row */
export const isStored = (row) => stored.has(row);

/** The database's tables. Changes are written by the returned `write`, all at once; `remember` takes them, and what was read, into
 * memory. @param {any} transaction */
function tablesOf(transaction) {
  /** @type {(() => Promise<void>)[]} */ const writes = [];
  /** @type {(() => void)[]} */ const notes = [];
  const made = tables((name) => {
    const own = transaction.objectStore(name), all = inMemory[name];
    /** @type {Map<string, any>} */ const now = new Map();
    /** @type {Set<string>} */ const changed = new Set();
    const take = (/** @type {string} */ id, /** @type {any} */ value) => {
      if (now.has(id)) return;
      now.set(id, value);
      if (value instanceof Object) stored.add(value);
    };
    const rows = async () => {
      const ids = /** @type {string[]} */ (await own.getAllKeys()), values = await own.getAll();
      ids.forEach((id, at) => take(id, values[at]));
      const every = [...new Set([...ids, ...now.keys()])].map((id) => /** @type {const} */ ([id, now.get(id)]));
      return new Map(every.filter(([, value]) => value !== undefined));
    };
    const set = async (/** @type {any} */ value, /** @type {string} */ id) => {
      now.set(id, value);
      changed.add(id);
    };
    notes.push(() => now.forEach((value, id) => (value === undefined ? all.delete(id) : all.set(id, value))));
    writes.push(async () => {
      for (const id of changed) {
        const value = now.get(id);
        await (value === undefined ? own.delete(id) : own.keyPath ? own.put(value) : own.put(value, id));
      }
    });
    return {
      async get(id) {
        if (!now.has(id)) take(id, await own.get(id));
        return now.get(id);
      },
      getAll: async () => [...(await rows()).values()],
      rows,
      put: set,
      remove: (id) => set(undefined, id),
    };
  });
  return {
    made,
    remember: () => notes.forEach((step) => step()),
    async write() {
      for (const step of writes) await step();
    },
  };
}

function forget() {
  for (const name of NAMES) inMemory[name].clear();
  waiting.length = 0;
}

others?.addEventListener("message", ({ data }) => {
  if (data === "deleted") endAsTold();
});
onOver(forget);
// Restored from the back/forward cache: the page may have missed a deletion.
addEventListener("pageshow", ({ persisted }) => persisted && look(async () => {}));

/** @template T @param {(tables: Tables) => Promise<T>} act @returns {Promise<T>} */
export function look(act) {
  return inTurn(() => within("look", act));
}

/** @template T @param {(tables: Tables) => Promise<T>} act @returns {Promise<T>} */
export function change(act) {
  return inTurn(async () => {
    const answer = await within("change", act);
    if (isOver()) return answer;
    if (!trouble) isKept();
    others?.postMessage("changed");
    return answer;
  });
}

/** Serialise operations, so that a deletion is never overtaken by an older change.
 * @template T @param {() => Promise<T>} act @returns {Promise<T>} */
export function inTurn(act) {
  const turn = last.then(act);
  /** @type {Promise<unknown>} */ const own = turn.catch(() => {}).then(() => {
    if (last === own) done = own;
  });
  last = own;
  return turn;
}

// Leaving the page would cut off what is being written: a link to another page waits for it, and is not kept back for long.
addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement | null} */
  const link = /** @type {HTMLElement} */ (event.target).closest("a[href]:not([download], [href^='#'])");
  if (done === last || !link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  Promise.race([last, new Promise((resolve) => setTimeout(resolve, 1000))]).then(() => location.assign(link.href));
});

/** Run in the database; retry once if the connection was lost; otherwise run in memory, and let a change wait.
 * @template T @param {"look" | "change"} purpose @param {(tables: Tables) => Promise<T>} act @returns {Promise<T>} */
async function within(purpose, act) {
  if (isOver()) return act(memory);
  /** What was answered before the writing failed. @type {{answer?: T}} */ const said = {};
  try {
    const answer = await transact(purpose, act, said).catch((failure) => {
      if (!LOST.includes(failure.name)) throw failure;
      return transact(purpose, act, said);
    });
    if (!waiting.length) trouble = "";
    return answer;
  } catch (failure) {
    if (!(failure instanceof DOMException)) throw failure;
    trouble = { VersionError: /** @type {const} */ ("newer"), QuotaExceededError: /** @type {const} */ ("full") }[failure.name] ?? "refused";
    const answer = "answer" in said ? /** @type {T} */ (said.answer) : await act(memory);
    if (purpose === "change" && !isOver()) waiting.push(act);
    return answer;
  }
}

/** Errors after which a retry often works: the connection was closed under us. */
const LOST = ["InvalidStateError", "UnknownError", "AbortError", "TransactionInactiveError"];

/** @template T @param {"look" | "change"} purpose @param {(tables: Tables) => Promise<T>} act @param {{answer?: T}} said
 * @returns {Promise<T>} */
async function transact(purpose, act, said) {
  const database = await open(purpose);
  if (!database && wasThere) end();
  if (!database || isOver()) {
    database?.close();
    return act(memory);
  }
  wasThere = true;
  try {
    const transaction = database.transaction(NAMES, purpose === "change" ? "readwrite" : "readonly");
    const done = transaction.done; // also rejects when a step below fails
    done.catch(() => {});
    const { made, remember, write } = tablesOf(transaction);
    for (const earlier of waiting) await earlier(made);
    const answer = await act(made);
    if (!isOver()) {
      remember();
      said.answer = answer;
    }
    if (purpose === "change") await write();
    await done;
    if (purpose === "change") waiting.length = 0;
    return answer;
  } finally {
    database.close();
  }
}

/** Migrate the tables' content. @param {any} transaction @param {number} from the version */
async function upgrade(transaction, from) {
  const before = /** @type {import("./tables.js").Rows} */ ({}), now = /** @type {import("./tables.js").Rows} */ ({});
  for (const name of NAMES) {
    const table = transaction.objectStore(name), ids = await table.getAllKeys(), rows = await table.getAll();
    before[name] = new Map(ids.map((/** @type {string} */ id, /** @type {number} */ at) => [id, rows[at]]));
    now[name] = new Map(before[name]);
  }
  bringUpToDate(now, from);
  for (const name of NAMES) {
    const table = transaction.objectStore(name);
    for (const id of before[name].keys()) if (!now[name].has(id)) await table.delete(id);
    for (const [id, row] of now[name]) if (before[name].get(id) !== row) await (table.keyPath ? table.put(row) : table.put(row, id));
  }
}

/** True if nothing is stored on this phone; false also if this page cannot know. */
export async function isAbsent() {
  const database = await open("look").catch(() => undefined);
  database?.close();
  return database === null;
}

/** True if there is a database that this page can read. */
export async function isThere() {
  const database = await open("look").catch(() => null);
  database?.close();
  return Boolean(database);
}

/** Delete the database and the in-memory copy. */
export async function deleteDatabase() {
  forget();
  wasThere = false;
  await inTime(deleteDB(NAME)).catch(() => {});
}

/** Open and migrate the database; null for a look at a phone without one, which does not create it.
 * Every failure is a DOMException. @param {"look" | "change"} purpose @returns {Promise<any>} */
async function open(purpose) {
  let absent = false;
  try {
    const opening = openDB(NAME, VERSION, {
      async upgrade(database, from, _to, transaction) {
        if (from === 0 && (purpose === "look" || wasThere)) {
          absent = true;
          transaction.done.catch(() => {});
          transaction.abort();
          return;
        }
        if (from === 0) isNew();
        isBegun();
        for (const name of NAMES) if (about(name).since > from) database.createObjectStore(name, about(name).loose ? {} : { keyPath: "id" });
        await upgrade(transaction, from);
      },
    });
    const database = await inTime(opening);
    if (purpose === "change" && matchMedia("(display-mode: standalone)").matches) navigator.storage?.persist?.().catch(() => {});
    return database;
  } catch (failure) {
    if (absent) return null;
    throw failure instanceof DOMException ? failure : new DOMException(String(failure), "SecurityError");
  }
}

/** Reject after a timeout; a database that opens later is closed.
 * @template T @param {Promise<T>} answer @returns {Promise<T>} */
export function inTime(answer) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      answer.then((late) => /** @type {any} */ (late)?.close?.(), () => {});
      reject(new DOMException("no answer", "TimeoutError"));
    }, PATIENCE);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
