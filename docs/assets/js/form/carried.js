// What stands in a form, carried over a reload: a newer version of its page may have other fields, but each row comes along.

import { note, recall } from "../records/keys.js";
import { isOver } from "../records/over.js";
import { filled } from "./filled.js";

/** @param {HTMLFormElement} form */
const nameOf = (form) => `paper-trail.typed ${location.pathname} ${[...document.forms].indexOf(form)}`;

/** Keep what stands in a form for the moment between two versions, on this phone, in this tab.
 * @param {HTMLFormElement} form @returns {boolean} false if this browser does not keep it, or what stood there is deleted */
export function carry(form) {
  return !isOver() && note(nameOf(form), JSON.stringify(filled(form)));
}

/** What was carried along, once. @param {HTMLFormElement} form @returns {import("./filled.js").Filled | null} */
export function carried(form) {
  const what = JSON.parse(recall(nameOf(form)) ?? "null");
  note(nameOf(form), null);
  return what;
}
