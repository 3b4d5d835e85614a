// Handles deletion, in another tab or by the browser, of what this page shows. From then on nothing on it is stored, so that nothing
// deleted comes back, and the page says so. Its fields stay on screen until they are emptied: by a button, or at once if the page
// is not visible.

import { button } from "../button.js";
import { forgetTab, note, recall } from "./keys.js";

const BEGUN = "paper-trail.begun";
/** Shown wherever something is not stored for this reason. */
export const OVER = "Not kept: what was kept here was deleted. The top of this page says what to do.";
const WORDS = "What was kept here was deleted in another tab, or by the browser. What stands in the fields of this page is only on the screen, and is not kept. Copy what you still need. Then empty the page: what you type after that is kept again. ";

let over = false;
/** Tells the store that this page knows from one created after a deletion; null before there is one. */
let known = recall(BEGUN);
/** @type {(() => void)[]} */ const listeners = [];

/** Call a listener when it happens. @param {() => void} listener */
export function onOver(listener) {
  listeners.push(listener);
}

/** True once nothing on this page may be stored any more. */
export function isOver() {
  const now = recall(BEGUN);
  if (known !== null && now !== null && now !== known) end();
  known ??= now;
  return over;
}

/** Record the identity of a new store. Only its creator does so, because two tabs that write at once see each other's notes late. */
export function isBegun() {
  if (recall(BEGUN) === null) note(BEGUN, crypto.getRandomValues(new Uint32Array(2)).join("-"));
  known ??= recall(BEGUN);
}

/** What this page shows was deleted. */
export function end() {
  if (over) return;
  over = true;
  listeners.forEach((listener) => listener());
  say();
}

/** This page itself deleted everything and is empty: what is typed next is stored. */
export function beginAnew() {
  over = false;
  known = null;
  document.querySelector(".pt-over")?.remove();
}

function say() {
  const said = document.createElement("div");
  said.className = "pt-over pt-warning";
  said.setAttribute("role", "status");
  document.querySelector("h1")?.after(said);
  said.append(WORDS, button("Empty this page", empty));
}

/** Another tab deleted everything. A page that is not visible is emptied at once: on a phone, every other tab. */
export function endAsTold() {
  end();
  if (document.hidden) empty();
}

/** Reload the page without content. */
function empty() {
  for (const form of document.forms) {
    form.reset(); // some browsers would restore it
    for (const field of form.querySelectorAll("input[type=hidden]")) /** @type {HTMLInputElement} */ (field).value = "";
  }
  forgetTab();
  location.reload();
}
