// Notes stored outside the database, in web storage, in one list. Nothing else writes there.

/** `until`: everything is deleted on this phone, or this tab is closed. `holds`: its content, for people. `copied`: included in backups.
 * A key that ends with * is a prefix.
 * @typedef {{until: "deleted" | "closed", holds: string, copied?: true}} Kept */

/** @type {Object<string, Kept>} */
export const KEYS = {
  "paper-trail.state": { until: "deleted", holds: "the state that was chosen", copied: true },
  "paper-trail.ticks.*": { until: "deleted", holds: "the boxes that were ticked in a list", copied: true },
  "paper-trail.drafts": { until: "deleted", holds: "that no drafts are to be kept on this phone" },
  "paper-trail.kept": { until: "deleted", holds: "that something is kept here, and on which days it was changed since the last copy" },
  "paper-trail.begun": { until: "deleted", holds: "which store this is: a tab that knows an older one writes nothing into it" },
  "paper-trail.loss-unread": { until: "deleted", holds: "that the browser lost what was kept here, until it is read" },
  "paper-trail.asked-to-keep": { until: "deleted", holds: "that the browser was asked to keep what is kept here" },
  "paper-trail.memory": { until: "deleted", holds: "what an earlier version of this site noted of a calculator kept here" },
  "paper-trail.starting": { until: "closed", holds: "that Python is being started" },
  "paper-trail.looked-for-newer": { until: "closed", holds: "that a newer version of the site was looked for" },
  "paper-trail.searched": { until: "closed", holds: "what was searched for, for the way back" },
  "paper-trail.handed": { until: "closed", holds: "days and words on their way to a letter" },
  "paper-trail.typed *": { until: "closed", holds: "what stands in a form, while its page is loaded again or waits for its scripts" },
};
/** Set in this tab while Pyodide starts. If a new page finds it, the phone killed the tab meanwhile, as phones with little memory do. */
export const STARTING = "paper-trail.starting";
/** The prefix of all keys of this site. */
const PREFIX = "paper-trail.";

/** A note; null if there is none, or without storage. @param {string} key */
export function recall(key) {
  try {
    return boxOf(key).getItem(key);
  } catch (failure) {
    return switchedOff(failure) && null;
  }
}

/** Store a note under a key of the list; null deletes it.
 * @param {string} key @param {string | null} value @returns {boolean} false without storage, or if it is full */
export function note(key, value) {
  try {
    if (value === null) boxOf(key).removeItem(key);
    else boxOf(key).setItem(key, value);
    return true;
  } catch (failure) {
    return !switchedOff(failure);
  }
}

/** The notes on this phone that are included in backups. @returns {Object<string, string>} */
export function copiedNotes() {
  /** @type {Object<string, string>} */ const notes = {};
  eachKey(() => localStorage, (box, key) => {
    if (listed(key)?.copied) notes[key] = box.getItem(key) ?? "";
  });
  return notes;
}

/** True for a key whose note is included in backups. @param {string} key */
export const isCopied = (key) => listed(key)?.copied === true;

/** Delete all notes of this site. */
export function forgetNotes() {
  for (const storage of [() => localStorage, () => sessionStorage]) eachKey(storage, (box, key) => box.removeItem(key));
}

/** Delete the notes of this tab. */
export function forgetTab() {
  eachKey(() => sessionStorage, (box, key) => box.removeItem(key));
}

/** The keys of all existing notes of this site. @returns {string[]} */
export function notesLeft() {
  /** @type {string[]} */ const left = [];
  for (const storage of [() => localStorage, () => sessionStorage]) eachKey(storage, (_box, key) => left.push(key));
  return left;
}

/** @param {string} key @returns {Kept | undefined} */
function listed(key) {
  const name = Object.keys(KEYS).find((one) => one === key || (one.endsWith("*") && key.startsWith(one.slice(0, -1))));
  return name === undefined ? undefined : KEYS[name];
}

/** @param {string} key */
function boxOf(key) {
  const kept = listed(key);
  if (!kept) throw new TypeError(`not in the list of what is kept (keys.js): ${key}`);
  return kept.until === "deleted" ? localStorage : sessionStorage;
}

/** Disabled storage is not this site's fault; other errors are. @param {unknown} failure @returns {true} */
function switchedOff(failure) {
  if (failure instanceof DOMException) return true;
  throw failure;
}

/** @param {() => Storage} storage @param {(box: Storage, key: string) => void} act */
function eachKey(storage, act) {
  try {
    const box = storage();
    Object.keys(box).filter((key) => key.startsWith(PREFIX)).sort().forEach((key) => act(box, key));
  } catch {
    // storage is disabled: nothing is in it
  }
}
