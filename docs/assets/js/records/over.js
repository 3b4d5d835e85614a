// What this page shows was deleted: in another tab, or by the browser. From then on nothing of it is kept, so that it does not come
// back, and the page says so. What stands in its fields stays on the screen until it is emptied: by a button, or at once where the
// page is not looked at.

import { button } from "../button.js";
import { forgetTab, note, recall } from "./keys.js";

const BEGUN = "paper-trail.begun";
/** Said wherever something is not kept for this reason. */
export const OVER = "Not kept: what was kept here was deleted. The top of this page says what to do.";
const WORDS = "What was kept here was deleted in another tab, or by the browser. What stands in the fields of this page is only on the screen, and is not kept. Copy what you still need. Then empty the page: what you type after that is kept again. ";

let over = false;
/** What tells the store that this page knows from one that was begun after a deletion; null before there is one. */
let known = recall(BEGUN);
/** @type {(() => void)[]} */ const listeners = [];

/** Be told when it is over. @param {() => void} listener */
export function onOver(listener) {
  listeners.push(listener);
}

/** True once nothing of this page may be kept any more. */
export function isOver() {
  const now = recall(BEGUN);
  if (known !== null && now !== null && now !== known) end();
  known ??= now;
  return over;
}

/** A store is made here: note which it is. Only who makes it does so, for two tabs that write at once see each other's notes late. */
export function isBegun() {
  if (recall(BEGUN) === null) note(BEGUN, crypto.getRandomValues(new Uint32Array(2)).join("-"));
  known ??= recall(BEGUN);
}

/** What this page shows is deleted. */
export function end() {
  if (over) return;
  over = true;
  listeners.forEach((listener) => listener());
  say();
}

/** This page deleted all by itself, and is empty: what is typed next is kept. */
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

/** Another tab deleted everything. What nobody looks at here is emptied at once: on a phone, that is every other tab. */
export function endAsTold() {
  end();
  if (document.hidden) empty();
}

/** Begin the page again with nothing in it. */
function empty() {
  for (const form of document.forms) {
    form.reset(); // else some browsers put back what stood there
    for (const field of form.querySelectorAll("input[type=hidden]")) /** @type {HTMLInputElement} */ (field).value = "";
  }
  forgetTab();
  location.reload();
}
