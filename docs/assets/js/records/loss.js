// Protects against data loss: a note outside the database reveals a lost database; the browser is asked once to make storage
// persistent; and days with changes are counted until a backup is saved.

import { note, recall } from "./keys.js";

const KEPT = "paper-trail.kept", LOST = "paper-trail.loss-unread", ASKED = "paper-trail.asked-to-keep";
/** A backup is suggested after changes on this many days. */
export const MANY_DAYS = 7;
let waitsForTap = false;

/** Days, as this phone writes them, with changes since the last backup; null if nothing is stored here. @returns {string[] | null} */
export const changedOn = () => JSON.parse(recall(KEPT) ?? "null");

/** Record that something was stored. */
export function isKept() {
  const days = changedOn() ?? [], today = new Date().toDateString();
  if (days.includes(today)) return;
  note(KEPT, JSON.stringify([...days, today].slice(-MANY_DAYS)));
  askWhenTapped();
}

/** Record that a backup was saved. */
export const isCopied = () => note(KEPT, "[]");

/** Called when a new database is created: if there was one before, the browser lost it. */
export function isNew() {
  if (changedOn() && note(LOST, "1")) note(KEPT, null);
}

/** True if the browser lost the records. @param {boolean} isAbsent there is no database */
export const isLost = (isAbsent) => recall(LOST) === "1" || (isAbsent && changedOn() !== null);

/** True if the browser lost the notes outside the database, and only those. @param {boolean} isThere there is a database */
export function areNotesLost(isThere) {
  if (isThere && changedOn() === null && note(LOST, "notes")) note(KEPT, "[]");
  return recall(LOST) === "notes";
}

/** Record that the parent has read the notice. @param {boolean} isAbsent */
export function isRead(isAbsent) {
  note(LOST, null);
  if (isAbsent) note(KEPT, null);
}

/** Ask for persistent storage, since some browsers clear it after a week: once, and with a tap, because some then ask the parent. */
function askWhenTapped() {
  if (waitsForTap || recall(ASKED) || !navigator.storage?.persist) return;
  waitsForTap = true;
  addEventListener("click", () => {
    if (changedOn()) ask(); // everything may be deleted by now
  }, { once: true, capture: true });
}

/** Ask the browser for persistent storage. */
export function ask() {
  note(ASKED, "1");
  navigator.storage?.persist?.().catch(() => {});
}
