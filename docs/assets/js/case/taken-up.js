// My case: merges another tab's changes to the child shown into the form, field by field, except where the user is typing.

import { besides, readBesides } from "./besides.js";
import { areShown, showChildren } from "./children.js";
import { closed, dateOf, events, form, nickname, state } from "./fields.js";
import { keepFor, readClosed } from "./kept.js";
import { sentAsShown, showSent } from "./sent-letters.js";
import { keptOf } from "../form/dates.js";
import { lifted } from "../form/fresh.js";
import { FIELDS } from "../form/school-calendar.js";
import * as store from "../records/store.js";

const STATE = "The state was changed in another tab of this site. It is changed here, too.";
const CHANGED = "Your case was changed in another tab of this site. It is changed here, too.";
const CLOSED = "Closed days were changed in another tab of this site. All of them are kept, and stand here. Look at them.";
const WAITS = "Closed days were changed in another tab of this site, too. All of them are kept. They stand here once you leave the field.";

/** Merge stored values into the form. @param {string} child
 * @returns {Promise<{isAll: boolean, words: string}>} whether all of it is shown, and a message; empty if nothing changed */
export async function takenUp(child) {
  const controls = /** @type {HTMLInputElement[]} */ ([state, nickname, closed, ...events.map(dateOf), ...FIELDS.concat("discreet").map((name) => form.elements.namedItem(name))]);
  const before = new Map(controls.map((control) => [control, control.value])), did = JSON.stringify([besides(), sentAsShown()]);
  const [kids, kept] = [await store.children(), await store.read(child)];
  await readBesides(child, kids);
  keepFor(child, kids);
  await lifted(); // no button may move under a finger
  if (store.whyNotKept()) return { isAll: true, words: "" };
  const isTyped = (/** @type {Element} */ control) => document.hasFocus() && control.contains(document.activeElement);
  let isAll = true, words = "";
  /** @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control @param {string} value @param {string} said */
  const put = (control, value, said) => {
    if (control.value === value || control.value !== before.get(/** @type {HTMLInputElement} */ (control))) return; // also if typed in meanwhile
    if (isTyped(control)) {
      isAll = false;
      if (control === closed) words = WAITS;
      return;
    }
    control.value = value;
    words = said;
  };
  for (const name of FIELDS.concat("discreet")) put(/** @type {HTMLInputElement} */ (form.elements.namedItem(name)), { ...kept.school, discreet: kept.discreet }[name] ?? "", CHANGED);
  for (const part of events) {
    const date = dateOf(part), day = kept.events[part.dataset.event ?? ""] ?? "";
    if (keptOf(date) === day) continue; // stored with its year
    put(date, day, CHANGED);
    if (!date.value && !isTyped(part)) delete part.dataset.added;
  }
  put(closed, kept.closed, CLOSED);
  if (closed.value === kept.closed) readClosed(kept.closed);
  if (kept.state) put(state, kept.state, STATE);
  if (words) form.dispatchEvent(new CustomEvent("pt:filled"));
  const list = /** @type {HTMLElement} */ (form.querySelector(".pt-sent-list"));
  if (JSON.stringify(kept.sent) !== JSON.stringify(sentAsShown())) {
    if (isTyped(list)) isAll = false;
    else showSent(kept.sent);
  }
  if (areShown(kids)) return { isAll, words: words || (JSON.stringify([besides(), sentAsShown()]) === did ? "" : CHANGED) };
  if (isTyped(nickname) || nickname.value !== before.get(nickname)) isAll = false;
  else showChildren(kids, child);
  return { isAll, words: words || (JSON.stringify([besides(), sentAsShown()]) === did ? "" : CHANGED) };
}
