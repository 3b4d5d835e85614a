// What a page says when a form cannot answer, and what can be done without it (data-instead, which the page has from Python).

import { button } from "./button.js";

/** @typedef {"cancelled" | "offline" | "slow" | "failed" | "lost" | "killed"} Kind */

const TYPED = "What you typed is still here.";
/** @type {Record<Kind, string>} */
const WORDS = {
  cancelled: `Stopped. ${TYPED} Press the button to try again.`,
  offline: `You are offline and the calculator is not on this phone yet. ${TYPED} Try again with a connection.`,
  slow: `The calculator did not load in time. ${TYPED} Try again.`,
  failed: `The calculator could not start in this browser. ${TYPED} Try again.`,
  lost: `A part of this page did not arrive, so this form cannot answer. ${TYPED} Load the page again with a connection.`,
  killed: `The last time, this phone stopped the calculator before it had started. It may have too little memory. ${TYPED} Close other tabs and apps, then try again.`,
};

/** Say it at the form. @param {HTMLElement} box around the form @param {Kind} kind */
export function sayFailure(box, kind) {
  say(box, [WORDS[kind], kind === "cancelled" ? "" : box.dataset.instead ?? ""].filter(Boolean).join(" "));
  if (kind !== "killed") return;
  const again = button("Try again", () => /** @type {HTMLElement} */ (box.querySelector(".pt-go")).click());
  again.className = "pt-cancel";
  box.querySelector(".pt-progress")?.append(again);
}

/** @param {HTMLElement} box @param {string} words */
export function say(box, words) {
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-progress"));
  const said = document.createElement("p");
  said.className = "pt-failure";
  said.textContent = words;
  place.replaceChildren(said);
  place.hidden = false;
}
