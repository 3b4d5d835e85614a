// Against loss: what is kept here is noted beside the database, so that a database that is gone is noticed; the browser is asked once
// not to clear it; and the days on which something changed are counted, until a copy is saved.

import { note, recall } from "./keys.js";

const KEPT = "paper-trail.kept", LOST = "paper-trail.loss-unread", ASKED = "paper-trail.asked-to-keep";
/** After changes on so many days a copy is suggested. */
export const MANY_DAYS = 7;
let waitsForTap = false;

/** Days, as this phone writes them, on which something was changed since the last copy; null if nothing is kept here. @returns {string[] | null} */
export const changedOn = () => JSON.parse(recall(KEPT) ?? "null");

/** Something was kept just now. */
export function isKept() {
  const days = changedOn() ?? [], today = new Date().toDateString();
  if (days.includes(today)) return;
  note(KEPT, JSON.stringify([...days, today].slice(-MANY_DAYS)));
  askWhenTapped();
}

/** A copy was saved. */
export const isCopied = () => note(KEPT, "[]");

/** A new database is made here: where one was kept before, the browser lost it. */
export function isNew() {
  if (changedOn() && note(LOST, "1")) note(KEPT, null);
}

/** True if the browser lost what was kept. @param {boolean} isAbsent there is no database */
export const isLost = (isAbsent) => recall(LOST) === "1" || (isAbsent && changedOn() !== null);

/** True if the browser lost the notes beside the database, and them alone. @param {boolean} isThere there is a database */
export function areNotesLost(isThere) {
  if (isThere && changedOn() === null && note(LOST, "notes")) note(KEPT, "[]");
  return recall(LOST) === "notes";
}

/** A parent has read that it was lost. @param {boolean} isAbsent */
export function isRead(isAbsent) {
  note(LOST, null);
  if (isAbsent) note(KEPT, null);
}

/** Ask the browser not to clear this site, as some do after a week: some ask the parent then, so it is asked with a tap, and once. */
function askWhenTapped() {
  if (waitsForTap || recall(ASKED) || !navigator.storage?.persist) return;
  waitsForTap = true;
  addEventListener("click", () => {
    if (changedOn()) ask(); // all may be deleted by now
  }, { once: true, capture: true });
}

/** Ask the browser to keep what is kept here. */
export function ask() {
  note(ASKED, "1");
  navigator.storage?.persist?.().catch(() => {});
}
