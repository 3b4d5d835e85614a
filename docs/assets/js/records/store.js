/**
 * What a parent keeps on this phone: children by nickname, and for each the dates of its case and its drafts, as typed.
 * One database, versioned. Nothing here knows the network. If the browser refuses to keep anything, all
 * of it works on in memory until the page is left, and `whyNotKept()` says so.
 *
 * Each change opens the database, writes and closes it again: Safari drops connections of a page that
 * was in the background, and an open one would hold up a newer page or a deletion in another tab.
 */

import { deleteDB, openDB } from "../../vendor/idb.js";
import { forgetAll, laws, memories } from "../engine/memory.js";

/** `arrives` is the day on which it should be there, from which clocks count; `received` the day on which it was, once known;
 * `answered` the day on which an answer came, once there is one.
 * @typedef {{letter: string, title: string, day: string, event: string | null, arrives: string, received: string, answered?: string}} Sent */
/** A day that a letter tells, or that sending it makes; `repeats` if a case can have its event more than once.
 * @typedef {{event: string, day: string, repeats: boolean}} Told */
/** `state` is a code ("MS"). Days are text as typed, which calculators.inputs.read_date reads.
 * `calendar` keeps a child's entries in a phone calendar apart from others' and the same through every new nickname.
 * `school` has the ends of its school years and what was said of its closed days (school-calendar.js).
 * @typedef {{state: string, events: Object<string, string>, closed: string, school: Object<string, string>, discreet: string, sent: Sent[], calendar: string}} Case */
/** @typedef {Case & {id: string, name: string}} Child */
/** What stands in a form, as typed: of one `child`, in the form called `form`. `title` and `page` (its path from the site's
 * root) are for lists of drafts, `changed` is the moment of the last change in milliseconds.
 * @typedef {import("../form/filled.js").Filled & {id: string, child: string, form: string, title: string, page: string, changed: number}} Draft */
/** One service as the IEP states it, as it was typed; and what came of a session. What they may say: calculators/tools/service_log.py.
 * @typedef {{id: string, name: string, minutes: string, times: string, per: string, from: string, to: string, where: string, who: string}} Service
 * @typedef {{id: string, service: string, day: string, status: string, minutes: string, makes_up: string, source: string}} Session */
/** A child's service log; `typed` is what stands in the form of a service and is not kept as one yet.
 * @typedef {{id: string, services: Service[], sessions: Session[], typed: Object<string, string>}} Log */
/** Why nothing is kept: the browser refuses, there is no room, or a newer page of this site has written here.
 * @typedef {"refused" | "full" | "newer"} Trouble */

const NAME = "paper-trail";
/** Keys of localStorage and sessionStorage that are ours begin so. */
const PREFIX = "paper-trail.";
/** Safari can leave an opening unanswered for ever after a start. */
const PATIENCE = 5000;
/** The child that is there before anything was kept. */
const FIRST = "1";

/** One step for each version, in order; a step is never changed once a phone may have run it.
 * @type {((database: any, transaction: any) => void | Promise<void>)[]} */
const MIGRATIONS = [
  // 1: children with their dates, and which of them is shown.
  (database) => {
    database.createObjectStore("children", { keyPath: "id" });
    database.createObjectStore("chosen");
  },
  // 2: the letters that were sent, and how much a calendar file may say.
  async (_database, transaction) => {
    const children = transaction.objectStore("children");
    for (const child of await children.getAll()) await children.put({ ...child, sent: child.sent ?? [], discreet: child.discreet ?? "" });
  },
  // 3: what a child's entries in a calendar are known by.
  async (_database, transaction) => {
    const children = transaction.objectStore("children");
    for (const child of await children.getAll()) await children.put({ ...child, calendar: random() });
  },
  // 4: what stands in forms, for each of them and each child.
  (database) => {
    database.createObjectStore("drafts", { keyPath: "id" });
  },
  // 5: when a letter should arrive, and when it did.
  async (_database, transaction) => {
    const children = transaction.objectStore("children");
    for (const child of await children.getAll()) {
      await children.put({ ...child, sent: child.sent.map((/** @type {Sent} */ one) => ({ ...one, arrives: one.arrives ?? one.day, received: one.received ?? "" })) });
    }
  },
  // 6: what was typed before a case was shown was kept under no child at all.
  async (_database, transaction) => {
    const children = transaction.objectStore("children"), stray = await children.get("");
    if (!stray) return;
    const first = (await children.get(FIRST)) ?? empty(FIRST);
    await children.put({ ...first, state: first.state || stray.state, closed: first.closed || stray.closed, events: { ...stray.events, ...first.events } });
    await children.delete("");
  },
  // 7: service logs, one for a child.
  (database) => {
    database.createObjectStore("logs", { keyPath: "id" });
  },
];

/** What was read or written last, for when the database is lost; `unsaved` stands here alone until the database takes it,
 * or takes it away. @template T @returns {{all: Map<string, T>, unsaved: Set<string>}} */
const remembered = () => ({ all: new Map(), unsaved: new Set() });
/** @type {{children: ReturnType<typeof remembered<Child>>, drafts: ReturnType<typeof remembered<Draft>>, chosen: ReturnType<typeof remembered<string>>, logs: ReturnType<typeof remembered<Log>>}} */
const inMemory = { children: remembered(), drafts: remembered(), chosen: remembered(), logs: remembered() };
/** @type {"" | Trouble} */ let trouble = "";
/** @type {Promise<any>} */ let last = Promise.resolve();

/** Tells other tabs of this site that something changed. */
const others = typeof BroadcastChannel === "function" ? new BroadcastChannel(NAME) : null;

/** Why the last change was not kept; empty if it was. What is not kept lasts until the page is left. */
export function whyNotKept() {
  return trouble;
}

/** Be told when another tab changed something. @param {(what: "changed" | "deleted") => void} listener */
export function onChangeElsewhere(listener) {
  others?.addEventListener("message", ({ data }) => listener(data));
}

/** The children, in the order in which they were added. @returns {Promise<{id: string, name: string}[]>} */
export function children() {
  return look(async (tables) => (await all(tables)).map(({ id, name }) => ({ id, name })));
}

/** The child that is shown. Before anything was kept it is the one that the first change will make. @returns {Promise<string>} */
export function current() {
  return look(chosenOf);
}

/** Show another child. @param {string} id @returns {Promise<void>} */
export function choose(id) {
  return change((tables) => tables.chosen.put(id, "child"));
}

/** Add a child and show it. @param {string} name @returns {Promise<string>} its id */
export function addChild(name) {
  return change(async (tables) => {
    const ids = (await all(tables)).map((child) => Number(child.id));
    const id = String(Math.max(0, ...ids) + 1);
    await tables.children.put(empty(id, name), id);
    await tables.chosen.put(id, "child");
    return id;
  });
}

/** Call a child by another nickname. @param {string} id @param {string} name @returns {Promise<void>} */
export function rename(id, name) {
  return change(async (tables) => tables.children.put({ ...(await childOf(tables, id)), name }, id));
}

/** Delete one child with all its dates. @param {string} id @returns {Promise<void>} */
export function removeChild(id) {
  return change(async (tables) => {
    await tables.children.remove(id);
    await tables.logs.remove(id);
    for (const draft of await tables.drafts.getAll()) if (draft.child === id) await tables.drafts.remove(draft.id);
    const [left] = await all(tables);
    await tables.chosen.put(left ? left.id : FIRST, "child");
  });
}

/** A child's case; an empty one if nothing was kept. @param {string} id @returns {Promise<Case>} */
export function read(id) {
  return look(async (tables) => {
    const { id: _id, name: _name, ...itsCase } = await childOf(tables, id);
    return itsCase;
  });
}

/** Keep what changed. `events` are laid over those that are kept; an empty text takes an event away.
 * @param {string} id @param {Partial<Case>} changed @param {string} [assumed] its state, if none was kept @returns {Promise<void>} */
export function save(id, changed, assumed = "") {
  return change(async (tables) => {
    const child = await childOf(tables, id);
    const events = Object.entries({ ...child.events, ...changed.events }).filter(([, day]) => day);
    await tables.children.put({ ...child, ...changed, state: changed.state ?? (child.state || assumed), events: Object.fromEntries(events) }, id);
  });
}

/** Keep that a letter was sent. @param {string} id @param {Sent} sent @returns {Promise<void>} */
export function addSent(id, sent) {
  return change(async (tables) => {
    const child = await childOf(tables, id);
    await tables.children.put({ ...child, sent: [...child.sent, sent] }, id);
  });
}

/** Keep days beside those that are kept: another day of what can repeat, and no second day of what cannot.
 * @param {string} id @param {Told[]} told @returns {Promise<string[]>} days that are kept already where another one was told */
export function addDays(id, told) {
  return change(async (tables) => {
    const child = await childOf(tables, id);
    const events = { ...child.events };
    /** @type {string[]} */ const stay = [];
    for (const { event, day, repeats } of told) {
      const days = (events[event] ?? "").split("\n").filter(Boolean);
      if (days.includes(day)) continue;
      if (days.length && !repeats) stay.push(...days);
      else events[event] = [...days, day].join("\n");
    }
    await tables.children.put({ ...child, events }, id);
    return stay;
  });
}

/** Put another day in the place of one that is kept; a day that is not kept (any more) stays away.
 * @param {string} id @param {string} event @param {string} was @param {string} now @returns {Promise<void>} */
export function replaceDay(id, event, was, now) {
  return change(async (tables) => {
    const child = await childOf(tables, id);
    const days = (child.events[event] ?? "").split("\n");
    if (!days.includes(was)) return;
    const events = { ...child.events, [event]: days.map((day) => (day === was ? now : day)).join("\n") };
    await tables.children.put({ ...child, events }, id);
  });
}

/** Take days away again. @param {string} id @param {Told[]} told @returns {Promise<void>} */
export function removeDays(id, told) {
  return change(async (tables) => {
    const child = await childOf(tables, id);
    const events = { ...child.events };
    for (const { event, day } of told) {
      const left = (events[event] ?? "").split("\n").filter((kept) => kept && kept !== day);
      if (left.length) events[event] = left.join("\n");
      else delete events[event];
    }
    await tables.children.put({ ...child, events }, id);
  });
}

/** A child's service log; an empty one if nothing was kept. @param {string} child @returns {Promise<Log>} */
export function log(child) {
  return look((tables) => logOf(tables, child));
}

/** Change a child's service log; `changes` makes the new one of what is kept, which another tab may have changed since.
 * @param {string} child @param {(kept: Log) => Log} changes @returns {Promise<Log>} what is kept now */
export function changeLog(child, changes) {
  return change(async (tables) => {
    const made = { ...changes(await logOf(tables, child)), id: child };
    await tables.logs.put(made, child);
    return made;
  });
}

/** @param {Tables} tables @param {string} child @returns {Promise<Log>} */
async function logOf(tables, child) {
  return { id: child, services: [], sessions: [], typed: {}, ...(await tables.logs.get(child)) };
}

/** All drafts, the one that was changed last first. @returns {Promise<Draft[]>} */
export function drafts() {
  return look(async (tables) => (await tables.drafts.getAll()).sort((one, other) => other.changed - one.changed));
}

/** The draft of a form for a child, if there is one. @param {string} child @param {string} form @returns {Promise<Draft | undefined>} */
export function draft(child, form) {
  return look((tables) => tables.drafts.get(`${child} ${form}`));
}

/** Keep a draft; `changes` makes the new one of what is kept, which another tab may have changed since.
 * @param {string} child @param {string} form @param {(kept: Draft | undefined) => Omit<Draft, "id" | "child" | "form">} changes
 * @returns {Promise<Draft>} what is kept now */
export function keepDraft(child, form, changes) {
  return change(async (tables) => {
    const id = `${child} ${form}`;
    const made = { ...changes(await tables.drafts.get(id)), id, child, form };
    await tables.drafts.put(made, id);
    return made;
  });
}

/** Delete drafts. @param {string[]} ids @returns {Promise<Draft[]>} what they were, for those who want them back */
export function deleteDrafts(ids) {
  return change(async (tables) => {
    /** @type {Draft[]} */ const gone = [];
    for (const id of ids) {
      const kept = await tables.drafts.get(id);
      if (kept) gone.push(kept);
      await tables.drafts.remove(id);
    }
    return gone;
  });
}

/** Keep drafts that were deleted again. @param {Draft[]} gone @returns {Promise<void>} */
export function bringDraftsBack(gone) {
  return change(async (tables) => {
    for (const draft of gone) await tables.drafts.put(draft, draft.id);
  });
}

/** Delete all that this site keeps on this phone, other than copies of its own pages. @returns {Promise<string[]>} what is left: nothing, or names */
export function deleteEverything() {
  return inTurn(async () => {
    forget();
    await inTime(deleteDB(NAME)).catch(() => {});
    for (const storage of [() => localStorage, () => sessionStorage]) eachKey(storage, (box, key) => box.removeItem(key));
    others?.postMessage("deleted");
    for (const found of [memories, laws]) await inTime(found().then(forgetAll)).catch(() => {}); // both tell of which state they are
    return whatIsLeft();
  });
}

/** Names of what this site keeps on this phone. @returns {Promise<string[]>} */
async function whatIsLeft() {
  /** @type {string[]} */ const left = [];
  for (const storage of [() => localStorage, () => sessionStorage]) eachKey(storage, (_box, key) => left.push(key));
  const database = await open("look").catch(() => null);
  if (database) left.push(NAME);
  database?.close();
  for (const found of [memories, laws]) left.push(...(await inTime(found()).catch(() => [])).map(({ url }) => url));
  return left;
}

/** @param {() => Storage} storage @param {(box: Storage, key: string) => void} act */
function eachKey(storage, act) {
  try {
    const box = storage();
    Object.keys(box).filter((key) => key.startsWith(PREFIX)).forEach((key) => act(box, key));
  } catch {
    // storage is switched off: there is nothing in it
  }
}

/** @param {string} id @param {string} name @returns {Child} */
function empty(id, name = "") {
  return { id, name, state: "", events: {}, closed: "", school: {}, discreet: "", sent: [], calendar: random() };
}

/** Never the same twice, on this phone or on another one whose calendar is shared with it. */
function random() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

// What can be asked of the database, and of the memory in its place

/** @template T @typedef {{get: (id: string) => Promise<T | undefined>, getAll: () => Promise<T[]>, put: (value: T, id: string) => Promise<any>,
 * remove: (id: string) => Promise<any>}} Table */
/** `chosen` has one line, the id of the child that is shown, under "child".
 * @typedef {{children: Table<Child>, drafts: Table<Draft>, chosen: Table<string>, logs: Table<Log>}} Tables */
const TABLES = /** @type {const} */ (["children", "drafts", "chosen", "logs"]);

/** @param {(name: keyof Tables) => Table<any>} table @returns {Tables} */
const tables = (table) => ({ children: table("children"), drafts: table("drafts"), chosen: table("chosen"), logs: table("logs") });

const memory = tables((name) => {
  const { all, unsaved } = /** @type {ReturnType<typeof remembered<any>>} */ (inMemory[name]);
  return {
    get: async (id) => all.get(id),
    getAll: async () => [...all.values()],
    async put(value, id) {
      all.set(id, value);
      unsaved.add(id);
    },
    async remove(id) {
      all.delete(id);
      unsaved.add(id);
    },
  };
});

/** The database's tables. Memory follows what they say, but for what they have not taken yet, and what this transaction
 * changes once it is done. @param {any} transaction @param {(() => void)[]} afterwards */
function tablesOf(transaction, afterwards) {
  return tables((name) => {
    const { all, unsaved } = /** @type {ReturnType<typeof remembered<any>>} */ (inMemory[name]);
    const own = transaction.objectStore(name);
    /** @type {Set<string>} */ const changed = new Set();
    const isNewerHere = (/** @type {string} */ id) => unsaved.has(id) && !changed.has(id);
    const seen = (/** @type {string} */ id, /** @type {any} */ value) => {
      if (isNewerHere(id)) return all.get(id);
      if (!changed.has(id)) value === undefined ? all.delete(id) : all.set(id, value);
      return value;
    };
    return {
      get: async (id) => seen(id, await own.get(id)),
      async getAll() {
        const ids = await own.getAllKeys(), values = await own.getAll();
        const there = values.map((/** @type {any} */ value, /** @type {number} */ at) => seen(ids[at], value));
        const missing = [...all.keys()].filter((id) => !ids.includes(id) && isNewerHere(id));
        return [...there, ...missing.map((id) => all.get(id))].filter((value) => value !== undefined);
      },
      put(value, id) {
        changed.add(id);
        afterwards.push(() => all.set(id, value));
        return own.keyPath ? own.put(value) : own.put(value, id);
      },
      remove(id) {
        changed.add(id);
        afterwards.push(() => all.delete(id));
        return own.delete(id);
      },
    };
  });
}

function forget() {
  for (const name of TABLES) {
    inMemory[name].all.clear();
    inMemory[name].unsaved.clear();
  }
}

/** True if something waits for a database that takes it. */
const isUnsaved = () => TABLES.some((name) => inMemory[name].unsaved.size);

others?.addEventListener("message", ({ data }) => {
  if (data === "deleted") forget();
});

/** @param {Tables} tables */
async function all(tables) {
  return (await tables.children.getAll()).sort((one, other) => Number(one.id) - Number(other.id));
}

/** @param {Tables} tables @param {string} id */
async function childOf(tables, id) {
  return { ...empty(id), ...(await tables.children.get(id)) };
}

/** @param {Tables} tables */
async function chosenOf(tables) {
  const id = await tables.chosen.get("child");
  if (id && (await tables.children.get(id))) return id;
  const [first] = await all(tables);
  return first ? first.id : FIRST;
}

/** @template T @param {(tables: Tables) => Promise<T>} act @returns {Promise<T>} */
function look(act) {
  return inTurn(() => within("look", act));
}

/** @template T @param {(tables: Tables) => Promise<T>} act @returns {Promise<T>} */
function change(act) {
  return inTurn(async () => {
    const answer = await within("change", act);
    others?.postMessage("changed");
    return answer;
  });
}

/** One thing after the other, so that a deletion cannot be overtaken by an older change. @template T @param {() => Promise<T>} act @returns {Promise<T>} */
function inTurn(act) {
  const turn = last.then(act);
  last = turn.catch(() => {});
  return turn;
}

/** In the database; once more if it was lost on the way; else in memory.
 * @template T @param {"look" | "change"} purpose @param {(tables: Tables) => Promise<T>} act @returns {Promise<T>} */
async function within(purpose, act) {
  try {
    const answer = await transact(purpose, act).catch((failure) => {
      if (!LOST.includes(failure.name)) throw failure;
      return transact(purpose, act);
    });
    if (!isUnsaved()) trouble = "";
    return answer;
  } catch (failure) {
    if (!(failure instanceof DOMException)) throw failure;
    trouble = { VersionError: /** @type {const} */ ("newer"), QuotaExceededError: /** @type {const} */ ("full") }[failure.name] ?? "refused";
    return act(memory);
  }
}

/** Names of failures after which a second try often works: the connection was closed under our hands. */
const LOST = ["InvalidStateError", "UnknownError", "AbortError", "TransactionInactiveError"];

/** @template T @param {"look" | "change"} purpose @param {(tables: Tables) => Promise<T>} act @returns {Promise<T>} */
async function transact(purpose, act) {
  const database = await open(purpose);
  if (!database) {
    if (!isUnsaved()) forget(); // another tab, or the browser's settings, deleted what was there
    return act(memory);
  }
  try {
    const transaction = database.transaction(TABLES, purpose === "change" ? "readwrite" : "readonly");
    const done = transaction.done; // it fails for itself, too, when a step below fails
    done.catch(() => {});
    /** @type {(() => void)[]} */ const afterwards = [];
    const tables = tablesOf(transaction, afterwards);
    if (purpose === "change") await takeUnsaved(tables, afterwards);
    const answer = await act(tables);
    await done;
    afterwards.forEach((step) => step());
    return answer;
  } finally {
    database.close();
  }
}

/** Write, or take away, what stands in memory alone. @param {Tables} tables @param {(() => void)[]} afterwards */
async function takeUnsaved(tables, afterwards) {
  for (const name of TABLES) {
    const { all, unsaved } = inMemory[name];
    const table = /** @type {Table<any>} */ (tables[name]);
    for (const id of unsaved) await (all.has(id) ? table.put(all.get(id), id) : table.remove(id));
    afterwards.push(() => unsaved.clear());
  }
}

/** The database, brought to this version. A phone on which nothing was kept gets none by being looked at: null.
 * Every failure is a DOMException. @param {"look" | "change"} purpose @returns {Promise<any>} */
async function open(purpose) {
  let absent = false;
  try {
    const opening = openDB(NAME, MIGRATIONS.length, {
      async upgrade(database, from, _to, transaction) {
        if (from === 0 && purpose === "look") {
          absent = true;
          transaction.done.catch(() => {});
          transaction.abort();
          return;
        }
        for (const step of MIGRATIONS.slice(from)) await step(database, transaction);
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

/** An answer, or a failure when it takes too long; a database that comes later is closed. @template T @param {Promise<T>} answer @returns {Promise<T>} */
function inTime(answer) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      answer.then((late) => /** @type {any} */ (late)?.close?.(), () => {});
      reject(new DOMException("no answer", "TimeoutError"));
    }, PATIENCE);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
