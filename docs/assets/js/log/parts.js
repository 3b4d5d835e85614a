// The elements of a log's page, and its messages about storage.

import { notKept } from "../records/not-kept.js";
import * as store from "../records/store.js";

const NOT_KEPT = notKept({
  kept: "entries",
  refused: "You can go on. Print or copy this page before you leave it.",
});

export const box = /** @type {HTMLElement} */ (document.querySelector(".pt-calculator"));
export const form = /** @type {HTMLFormElement} */ (box.querySelector(".pt-book"));
export const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
const said = /** @type {HTMLElement} */ (box.querySelector(".pt-kept"));

export const random = () => crypto.getRandomValues(new Uint32Array(2)).join("-");

/** Report what happened to the input. @param {(string | Node)[]} words */
export function tell(...words) {
  const why = store.whyNotKept();
  said.classList.toggle("pt-warning", Boolean(why));
  said.replaceChildren(...(why ? [NOT_KEPT[why]] : words));
}
