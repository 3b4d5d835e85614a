// Carries a form's content across a reload: a newer version of its page may have other fields, but every row is kept.

import { note, recall } from "../records/keys.js";
import { isOver } from "../records/over.js";
import { filled } from "./filled.js";

/** @param {HTMLFormElement} form */
const nameOf = (form) => `paper-trail.typed ${location.pathname} ${[...document.forms].indexOf(form)}`;

/** Keep a form's content, or what of it is not stored yet, on this phone, in this tab, until the reload.
 * @param {HTMLFormElement} form @param {object} what @returns {boolean} false if the browser cannot keep it, or the content was deleted */
export function carry(form, what = filled(form)) {
  return !isOver() && note(nameOf(form), JSON.stringify(what));
}

/** The carried content, once. @param {HTMLFormElement} form @returns {any} */
export function carried(form) {
  const what = JSON.parse(recall(nameOf(form)) ?? "null");
  note(nameOf(form), null);
  return what;
}
