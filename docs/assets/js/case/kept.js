// My case: stores every change for the child shown, and says so.

import { children, form, state } from "./fields.js";
import { pending } from "./pending.js";
import { notKept } from "../records/not-kept.js";
import * as store from "../records/store.js";

const NOT_KEPT = notKept({
  kept: "dates",
  refused: "You can go on, and your dates are counted. Copy or print them before you leave this page.",
});

const keptNote = document.createElement("p");
keptNote.className = "pt-kept";
keptNote.setAttribute("role", "status");
form.querySelector(".pt-go")?.before(keptNote);

/** The child whose case is shown; empty before one is. */
export let child = "";
/** All children, in the order in which they were added. @type {{id: string, name: string}[]} */
export let kids = [];

/** @param {string} id @param {{id: string, name: string}[]} all */
export function keepFor(id, all) {
  child = id;
  kids = all;
}

/** @param {"" | "now"} when a change was just kept */
export function tellWhetherKept(when) {
  const why = store.whyNotKept();
  const words = why ? NOT_KEPT[why] : when ? "Kept on this phone." : "";
  if (keptNote.textContent !== words) keptNote.textContent = words;
  keptNote.classList.toggle("pt-warning", Boolean(why));
}

/** @param {string} words */
export function tell(words) {
  keptNote.textContent = words;
}

/** Say that everything is stored once the last of several pending changes is. */
export const keeping = pending(keptNote, () => {
  /** @type {HTMLElement} */ (children.parentElement).hidden = false;
  /** @type {HTMLElement} */ (document.querySelector(".pt-begin")).hidden = true;
  tellWhetherKept("now");
});

/** The state is included only if none is stored: another tab may have changed it. @param {Partial<store.Case>} changed */
export function keep(changed) {
  return keeping(store.save(child, changed, { state: state.value }));
}

/** The closed days last loaded or stored by this page: the baseline for changes in the field. */
let closedRead = "";

/** @param {string} text the closed days, as they are kept */
export function readClosed(text) {
  closedRead = text;
}

/** Store the closed days, merged with another tab's changes.
 * @param {string} text @returns {Promise<boolean>} false if other lines were merged in */
export async function keepClosed(text) {
  const before = { state: state.value, closed: closedRead };
  closedRead = text;
  return (await keeping(store.save(child, { closed: text }, before))).closed === text;
}
