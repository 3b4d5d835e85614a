// Show an answer: its HTML, its links, its buttons.

import { stateOf } from "../asked.js";
import { hideError } from "./form.js";
import { renew } from "./renew.js";
import { takeAway } from "../letter/take-away.js";
import { putHtml } from "../trusted.js";

export { renew };

/** The answer shown, as JSON. @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap();

/** @param {HTMLElement} box @param {HTMLFormElement} form @param {any} said @param {import("./form.js").How} how
 * @param {() => any} fresh what `takeAway` exports when asked
 * @returns {boolean} false if it was shown already: leaving a field must not move a button under a finger */
export function showResult(box, form, said, how, fresh) {
  form.querySelectorAll(".pt-error").forEach((error) => hideError(/** @type {HTMLElement} */ (error)));
  form.querySelector(":scope > .pt-summary")?.remove();
  const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
  const words = JSON.stringify(said);
  if (how !== "aloud" && !place.hidden && shown.get(place) === words) return false;
  shown.set(place, words);
  const newer = document.createElement("section");
  putHtml(newer, said.html);
  pointLinks(newer, box, stateOf(form));
  if (said.letters) place.replaceChildren(...newer.childNodes);
  else renew(place, newer);
  const parts = place.querySelector(".pt-told");
  if (said.letters || said.data?.paper || parts || place.querySelector(".pt-clock")) place.append(takeAway(said, place, parts ? "Copy this" : "Copy these dates", fresh));
  place.hidden = false;
  box.dispatchEvent(new CustomEvent("pt:answered", { detail: { said, place, form } }));
  box.dataset.answered = "1";
  if (how !== "aloud") return true;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
  return true;
}

/** Make an answer's links lead to pages of the site for the same state. @param {HTMLElement} place @param {HTMLElement} box @param {string} chosen */
export function pointLinks(place, box, chosen) {
  const root = new URL(box.dataset.root ?? "", document.baseURI);
  for (const link of place.querySelectorAll("a[data-path]")) {
    const url = new URL(/** @type {HTMLElement} */ (link).dataset.path ?? "", root);
    if (chosen) url.searchParams.set("state", chosen);
    url.hash = url.hash.includes("=") ? "" : url.hash; // days are passed on by asked.js
    link.setAttribute("href", url.href);
  }
}
