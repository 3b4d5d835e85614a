// A parent's records on this phone: children by nickname, each with the dates of its case, its drafts and its log, as typed.
// No network access here. The schema is in tables.js; opening and writing in database.js.

import { forgetAll, tellingOfAState } from "../engine/engine-cache.js";
import { change, deleteDatabase, inTime, inTurn, isStored, isThere, look, NAME, others, whyNotKept } from "./database.js";
import { copiedNotes, forgetNotes, note, notesLeft } from "./keys.js";
import { mergedLines } from "./lines-merge.js";
import { beginAnew, end, isOver, onOver } from "./over.js";
import { about, emptyChild, FIRST, NAMES } from "./tables.js";

export { whyNotKept } from "./database.js";
// Asked for beside the store wherever it is: as files of their own they would cost each first view more.
export { childChoice, childName, nameAmong } from "./child-name.js";
export { notKept } from "./not-kept.js";
export { isSameLetter } from "./same-letter.js";

/** `arrives` is the expected day of arrival, from which clocks count; `received` the actual one, once known; `answered` the day on
 * which an answer came, once there is one.
 * @typedef {{letter: string, title: string, day: string, event: string | null, arrives: string, received: string, answered?: string}} Sent */
/** A day that a letter mentions, or that sending it creates; `repeats` if its event can occur more than once in a case.
 * @typedef {{event: string, day: string, repeats: boolean}} Told */
/** `state` is a code ("MS"). Days are text as typed, which calculators.inputs.read_date reads.
 * `calendar` is the seed of a child's calendar UIDs, which stay the same under another nickname.
 * `school` has the ends of school years and the answer about closed days (school-calendar.js).
 * @typedef {{state: string, events: Object<string, string>, closed: string, school: Object<string, string>, discreet: string, sent: Sent[], calendar: string}} Case */
/** @typedef {Case & {id: string, name: string}} Child */
/** A form's content, as typed, about one `child`, in the form called `form`. `title` and `page` (path from the site's root) are for
 * lists of drafts, `changed` is the time of the last change in milliseconds.
 * `handed` are the fields carried over from another page and not changed since, each with the page's title.
 * @typedef {import("../form/filled.js").Filled & {id: string, child: string, form: string, title: string, page: string, changed: number, handed?: Object<string, string>}} Draft */
/** One service of the IEP, as typed; and the outcome of a session. Allowed values: calculators/tools/service_log.py.
 * @typedef {{id: string, name: string, minutes: string, times: string, per: string, from: string, to: string, where: string, who: string}} Service
 * @typedef {{id: string, service: string, day: string, status: string, minutes: string, makes_up: string, source: string}} Session */
/** A note of a call, a conversation or an e-mail. Allowed values: calculators/tools/notes.py.
 * @typedef {{id: string, day: string, who: string, how: string, said: string, asked: string, promised: string, by: string, answered: string, source: string, entered: string, changed: string}} Note */
/** A child's service log and notes; `typed` is the content of the service form that is not an entry yet.
 * @typedef {{id: string, services: Service[], sessions: Session[], notes: Note[], typed: Object<string, string>}} Log */
/** A person at the school, or on the parent's side. `role` is one of calculators/tools/people.py, "other" or empty; `role_words`
 * is its wording. @typedef {{id: string, child: string, name: string, role: string, role_words: string, phone: string, email: string, address: string, note: string}} Person */
/** The answers in "About us" (calculators/letters/about.yml): of the `parent`, shared by all children, and of one `child`; and that
 * child's `people`, sorted by name.
 * @typedef {{parent: Object<string, string>, child: Object<string, string>, people: Person[]}} AboutUs */
/** @typedef {import("./database.js").Tables} Tables */
/** @typedef {import("./database.js").Trouble} Trouble */

/** Call a listener when another tab changed something, or when what this page shows was deleted.
 * @param {(what: "changed" | "deleted") => void} listener */
export function onChangeElsewhere(listener) {
  others?.addEventListener("message", ({ data }) => data === "changed" && !isOver() && listener("changed"));
  onOver(() => listener("deleted"));
}

/** The id of the row with the parent's part of "About us". */
const ANSWERS = "answers";

/** The children, in the order in which they were added. @returns {Promise<{id: string, name: string}[]>} */
export function children() {
  return look(namesOf);
}

/** The child shown. Before anything is stored: the id that the first change will create. @returns {Promise<string>} */
export function current() {
  return look(chosenOf);
}

/** Select a child. @param {string} id @returns {Promise<void>} */
export function choose(id) {
  return change((tables) => tables.chosen.put(id, "child"));
}

/** Add a child and select it. @param {string} name @returns {Promise<string>} its id */
export function addChild(name) {
  let id = ""; // stays when the change is made again; where no child could be read, none that is stored has it
  return change(async (tables) => {
    id ||= String(Math.max(0, ...(await all(tables)).map((child) => Number(child.id))) + (whyNotKept() === "refused" ? 1000 : 1));
    await tables.children.put(emptyChild(id, name), id);
    await tables.chosen.put(id, "child");
    return id;
  });
}

/** Change a child's nickname. @param {string} id @param {string} name @returns {Promise<void>} */
export function rename(id, name) {
  return change(async (tables) => tables.children.put({ ...(await childToChange(tables, id)), name }, id));
}

/** Delete a child with all its records. @param {string} id @returns {Promise<void>} */
export function removeChild(id) {
  return change(async (tables) => {
    seen.delete(id);
    for (const name of NAMES) {
      const { whose } = about(name), table = /** @type {import("./database.js").Table<any>} */ (tables[name]);
      if (whose) for (const row of await table.getAll()) if (row[whose] === id) await table.remove(row.id);
    }
    const [left] = await all(tables);
    await tables.chosen.put(left ? left.id : FIRST, "child");
  });
}

/** A child's case; empty if nothing is stored. @param {string} id @returns {Promise<Case>} */
export function read(id) {
  return look((tables) => caseOf(tables, id));
}

/** The case of a child, or of the selected one, and all children: one transaction, because a form waits for it.
 * @param {string} [asked] @returns {Promise<{id: string, kept: Case, kids: {id: string, name: string}[]}>} */
export function readShown(asked) {
  return look(async (tables) => {
    const id = asked || (await chosenOf(tables));
    return { id, kept: await caseOf(tables, id), kids: await namesOf(tables) };
  });
}

/** Store only what this page changed, because another tab may have changed the rest. `events` and `school` are merged into the
 * stored ones, where an empty text deletes one; `closed` is merged by lines.
 * @param {string} id @param {Partial<Case>} changed @param {{state?: string, closed?: string}} [before] the state to use if none is
 * stored, and the closed days as last read or stored by this page @returns {Promise<Case>} the stored case */
export function save(id, changed, before = {}) {
  return change(async (tables) => {
    const child = await childToChange(tables, id);
    const { closed = before.closed ?? "" } = changed;
    await tables.children.put({
      ...child,
      ...changed,
      state: changed.state ?? (child.state || (before.state ?? "")),
      events: laidOver(child.events, changed.events),
      school: laidOver(child.school, changed.school),
      closed: mergedLines(child.closed, before.closed ?? "", closed),
    }, id);
    return caseOf(tables, id);
  });
}

/** @param {Object<string, string>} kept @param {Object<string, string>} [changed] */
const laidOver = (kept, changed) => Object.fromEntries(Object.entries({ ...kept, ...changed }).filter(([, text]) => text));

/** Record that a letter was sent. @param {string} id @param {Sent} sent @returns {Promise<void>} */
export function addSent(id, sent) {
  return change(async (tables) => {
    const child = await childToChange(tables, id);
    await tables.children.put({ ...child, sent: [...child.sent, sent] }, id);
  });
}

/** Change the sent letters; `changes` maps the stored list, which another tab may have changed, to the new one.
 * @param {string} id @param {(kept: Sent[]) => Sent[]} changes @returns {Promise<Sent[]>} the stored list */
export function changeSent(id, changes) {
  return change(async (tables) => {
    const child = await childToChange(tables, id), sent = changes(child.sent);
    await tables.children.put({ ...child, sent }, id);
    return sent;
  });
}

/** Add days to those stored: another day of an event that can repeat, but no second day of one that cannot.
 * @param {string} id @param {Told[]} told @returns {Promise<string[]>} existing days that took precedence */
export function addDays(id, told) {
  return change(async (tables) => {
    const child = await childToChange(tables, id);
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

/** Replace a stored day; a day that is no longer stored stays deleted.
 * @param {string} id @param {string} event @param {string} was @param {string} now @returns {Promise<void>} */
export function replaceDay(id, event, was, now) {
  return change(async (tables) => {
    const child = await childToChange(tables, id);
    const days = (child.events[event] ?? "").split("\n");
    if (!days.includes(was)) return;
    const events = { ...child.events, [event]: days.map((day) => (day === was ? now : day)).join("\n") };
    await tables.children.put({ ...child, events }, id);
  });
}

/** Remove days again. @param {string} id @param {Told[]} told @returns {Promise<void>} */
export function removeDays(id, told) {
  return change(async (tables) => {
    const child = await childToChange(tables, id);
    const events = { ...child.events };
    for (const { event, day } of told) {
      const left = (events[event] ?? "").split("\n").filter((kept) => kept && kept !== day);
      if (left.length) events[event] = left.join("\n");
      else delete events[event];
    }
    await tables.children.put({ ...child, events }, id);
  });
}

/** A child's service log; empty if nothing is stored. @param {string} child @returns {Promise<Log>} */
export function log(child) {
  return lookAt(child, logOf);
}

/** Change a child's log; `changes` maps the stored log, which another tab may have changed, to the new one.
 * @param {string} child @param {(kept: Log) => Log} changes @returns {Promise<Log>} the stored log */
export function changeLog(child, changes) {
  return change(async (tables) => {
    await childToChange(tables, child);
    const made = { ...changes(await logOf(tables, child)), id: child };
    await tables.logs.put(made, child);
    return made;
  });
}

/** @param {Tables} tables @param {string} child @returns {Promise<Log>} */
async function logOf(tables, child) {
  return { id: child, services: [], sessions: [], notes: [], typed: {}, ...(await tables.logs.get(child)) };
}

/** The "About us" answers of the parent and of a child. @param {string} child @returns {Promise<AboutUs>} */
export function aboutUs(child) {
  return lookAt(child, aboutUsOf);
}

/** Change "About us" answers other than the people; `changes` maps the stored answers and the number of children to the new
 * answers. @param {string} child @param {(kept: AboutUs, kids: number) => AboutUs} changes
 * @returns {Promise<AboutUs>} what is kept now */
export function changeAboutUs(child, changes) {
  return change(async (tables) => {
    await childToChange(tables, child);
    const kept = await aboutUsOf(tables, child), made = changes(kept, (await all(tables)).length);
    if (made === kept) return kept;
    await tables.parent.put(made.parent, ANSWERS);
    await tables.aboutUs.put({ id: child, answers: made.child }, child);
    return made;
  });
}

/** Add a person to a child's list, unless one with this name and role exists. @param {Omit<Person, "id">} person @param {string} name
 * the second part of the id, after the child's @returns {Promise<Person>} the stored person */
export function addPerson(person, name) {
  return change(async (tables) => {
    await childToChange(tables, person.child);
    const { people } = await aboutUsOf(tables, person.child), isSame = (/** @type {Person} */ one) => one.name === person.name && one.role_words === person.role_words;
    const made = people.find(isSame) ?? { ...person, id: `${person.child} ${name}` };
    await tables.people.put(made, made.id);
    return made;
  });
}

/** Store only what this page changed about a person, because another tab may have changed the rest. Multi-line text is merged by
 * lines. A person removed in another tab is restored.
 * @param {Person} before as last read or stored by this page @param {Partial<Person>} changed @returns {Promise<Person>} the stored person */
export function changePerson(before, changed) {
  return change(async (tables) => {
    await childToChange(tables, before.child);
    const kept = (await tables.people.get(before.id)) ?? before, made = { ...kept, ...changed };
    for (const part of /** @type {const} */ (["address", "note"])) made[part] = mergedLines(kept[part], before[part], changed[part] ?? before[part]);
    await tables.people.put(made, made.id);
    return made;
  });
}

/** Remove a person. @param {Person} person @returns {Promise<Person | undefined>} the removed one, for undo */
export function removePerson({ id, child }) {
  return change(async (tables) => {
    await childToChange(tables, child);
    const was = await tables.people.get(id);
    await tables.people.remove(id);
    return was;
  });
}

/** Restore a removed person; another tab's later changes stay. @param {Person} was
 * @returns {Promise<Person>} the stored person */
export function bringPersonBack(was) {
  return change(async (tables) => {
    await childToChange(tables, was.child);
    const made = (await tables.people.get(was.id)) ?? was;
    await tables.people.put(made, made.id);
    return made;
  });
}

/** Delete the "About us" answers for all children. @returns {Promise<[string, AboutUs][]>} the deleted ones by child, for undo */
export function forgetAboutUs() {
  return change(async (tables) => {
    /** @type {[string, AboutUs][]} */ const was = [];
    const ids = [...(await tables.aboutUs.getAll()).map((row) => row.id), ...(await tables.people.getAll()).map(({ child }) => child)];
    for (const id of new Set([await chosenOf(tables), ...ids])) was.push([id, await aboutUsOf(tables, id)]);
    for (const [id, { people }] of was) {
      await tables.aboutUs.remove(id);
      for (const one of people) await tables.people.remove(one.id);
    }
    await tables.parent.remove(ANSWERS);
    return was.filter(([, { parent, child, people }]) => Object.keys({ ...parent, ...child }).length + people.length);
  });
}

/** Restore deleted "About us" answers. @param {[string, AboutUs][]} was @returns {Promise<void>} */
export function bringAboutUsBack(was) {
  return change(async (tables) => {
    for (const [id, { parent, child, people }] of was) {
      const now = await aboutUsOf(tables, id); // another tab may have typed since
      await tables.parent.put({ ...parent, ...now.parent }, ANSWERS);
      await tables.aboutUs.put({ id, answers: { ...child, ...now.child } }, id);
      for (const one of people) if (!now.people.some((other) => other.id === one.id)) await tables.people.put(one, one.id);
    }
  });
}

/** @param {Tables} tables @param {string} child @returns {Promise<AboutUs>} */
async function aboutUsOf(tables, child) {
  const people = (await tables.people.getAll()).filter((one) => one.child === child).sort((one, other) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1));
  return { parent: (await tables.parent.get(ANSWERS)) ?? {}, child: (await tables.aboutUs.get(child))?.answers ?? {}, people };
}

/** All drafts, most recently changed first. @returns {Promise<Draft[]>} */
export function drafts() {
  return look(async (tables) => (await tables.drafts.getAll()).sort((one, other) => other.changed - one.changed));
}

/** A child's drafts of a tool's forms, most recently changed first. @param {string} child @param {string} calculator */
export async function typedIn(child, calculator) {
  return (await drafts()).filter((one) => one.child === child && one.form.startsWith(`${calculator} `)).map(({ fields }) => fields);
}

/** The draft of a form for a child, if there is one.
 * @param {string} child @param {string} form @returns {Promise<Draft | undefined>} */
export function draft(child, form) {
  return lookAt(child, (tables) => tables.drafts.get(`${child} ${form}`));
}

/** Store a draft; `changes` maps the stored one, which another tab may have changed, to the new one.
 * @param {string} child @param {string} form @param {(kept: Draft | undefined) => Omit<Draft, "id" | "child" | "form">} changes
 * @returns {Promise<Draft>} what is kept now */
export function keepDraft(child, form, changes) {
  return change(async (tables) => {
    await childToChange(tables, child);
    const id = `${child} ${form}`;
    const made = { ...changes(await tables.drafts.get(id)), id, child, form };
    await tables.drafts.put(made, id);
    return made;
  });
}

/** Delete drafts. @param {string[]} ids @returns {Promise<Draft[]>} the deleted ones, for undo */
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

/** Restore deleted drafts. @param {Draft[]} gone @returns {Promise<void>} */
export function bringDraftsBack(gone) {
  return change(async (tables) => {
    for (const draft of gone) await tables.drafts.put(draft, draft.id);
  });
}

/** All records that are included in backups. @returns {Promise<import("./copy-file.js").Kept>} */
export function everything() {
  return look(async (tables) => ({ rows: await rowsOf(tables), notes: copiedNotes() }));
}

/** Import a backup into the stored records. Conflicting values stay unless chosen.
 * @param {import("./copy-file.js").Kept} copy @param {import("./copy-merge.js").As[]} as @param {Set<string>} chosen @returns {Promise<boolean>} false if it is not kept */
export async function bringIn(copy, as, chosen) {
  const { merged } = await import("./copy-merge.js"); // only the page of the copy has it
  const notes = await change(async (tables) => {
    const rows = await rowsOf(tables), { kept } = merged({ rows, notes: copiedNotes() }, copy, as, chosen);
    for (const name of NAMES) {
      const table = /** @type {import("./database.js").Table<any>} */ (tables[name]);
      for (const [id, row] of kept.rows[name]) if (rows[name].get(id) !== row) await table.put(row, id);
    }
    return kept.notes;
  });
  const areNoted = Object.entries(notes).map(([key, value]) => note(key, value)).every(Boolean);
  return areNoted && !whyNotKept();
}

/** @param {Tables} tables */
async function rowsOf(tables) {
  const rows = /** @type {import("./tables.js").Rows} */ ({});
  for (const name of NAMES) rows[name] = await tables[name].rows();
  return rows;
}

/** Delete everything that this site stores on this phone, except copies of its own pages. @returns {Promise<string[]>} what is left: nothing, or names */
export function deleteEverything() {
  return inTurn(async () => {
    await deleteDatabase();
    forgetNotes();
    seen.clear();
    beginAnew();
    others?.postMessage("deleted");
    await inTime(tellingOfAState().then(forgetAll)).catch(() => {});
    return whatIsLeft();
  });
}

/** Names of what this site stores on this phone. @returns {Promise<string[]>} */
async function whatIsLeft() {
  const left = [...notesLeft(), ...((await isThere()) ? [NAME] : [])];
  left.push(...(await inTime(tellingOfAState()).catch(() => [])).map(({ url }) => url));
  return left;
}

/** @param {Tables} tables */
async function all(tables) {
  const children = (await tables.children.getAll()).sort((one, other) => Number(one.id) - Number(other.id));
  children.forEach(isSeen);
  return children;
}

/** @param {Tables} tables */
async function namesOf(tables) {
  return (await all(tables)).map(({ id, name }) => ({ id, name }));
}

/** @param {Tables} tables @param {string} id @returns {Promise<Case>} */
async function caseOf(tables, id) {
  const { id: _id, name: _name, ...itsCase } = await childOf(tables, id);
  return itsCase;
}

/** A child's row. If it was deleted in another tab since this page saw it, the page ends: it must not come back.
 * @param {Tables} tables @param {string} id */
async function childOf(tables, id) {
  const row = await tables.children.get(id);
  if (row) isSeen(row);
  if (seen.has(id) && seen.get(id) !== row?.calendar) end();
  return { ...emptyChild(id), ...row };
}

/** Read a child's records; a page whose child was deleted in another tab learns of it here.
 * @template T @param {string} child @param {(tables: Tables, child: string) => Promise<T>} act @returns {Promise<T>} */
function lookAt(child, act) {
  return look(async (tables) => {
    await childOf(tables, child);
    return act(tables, child);
  });
}

/** The children as this page first saw them, by what distinguishes them from a later child with the same id.
 * @type {Map<string, string>} */
const seen = new Map();

/** @param {Child} child */
function isSeen(child) {
  if (isStored(child) && !seen.has(child.id)) seen.set(child.id, child.calendar);
}

/** A child's row, for a change. @param {Tables} tables @param {string} id */
async function childToChange(tables, id) {
  const wasOver = isOver(), child = await childOf(tables, id);
  if (wasOver || !isOver()) return child;
  throw new DOMException("the child was deleted", "NotFoundError"); // continues in memory, like everything that cannot be stored
}

/** @param {Tables} tables */
async function chosenOf(tables) {
  const id = await tables.chosen.get("child");
  if (id && (await tables.children.get(id))) return id;
  const [first] = await all(tables);
  return first ? first.id : FIRST;
}
