// Stores what is typed in a form on this phone, per form and child, and restores it. A second tab with the same form shows the latest
// content and says so; what is deleted disappears from every tab.

import { carry } from "../form/carried.js";
import { Draft } from "./draft.js";
import { onReturn } from "../form/fresh.js";
import * as store from "./store.js";

/** @param {HTMLElement} place where the form reports what is stored */
function watch(place) {
  const box = /** @type {HTMLElement} */ (place.closest(".pt-calculator"));
  const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
  const draft = new Draft(place, box, form);
  const noticed = (/** @type {Event} */ { target }) => {
    const field = /** @type {HTMLInputElement} */ (target).name;
    if (field && target !== form) draft.keep(field);
  };
  form.addEventListener("input", noticed);
  form.addEventListener("change", noticed);
  form.addEventListener("pt:read", noticed); // with its year, without which it would mean another day next year
  form.addEventListener("pt:rows", () => draft.keepRows());
  form.addEventListener("toggle", () => draft.keepFolds(), true);
  place.querySelector("input")?.addEventListener("change", () => draft.switchOnOff());
  place.querySelector("details > button")?.addEventListener("click", () => draft.throwAway());
  store.onChangeElsewhere((what) => (what === "deleted" ? draft.letGo() : draft.look()));
  document.addEventListener("pt:deleted", () => draft.forgetAll());
  onReturn(() => draft.look());
  document.addEventListener("pt:leaving", (event) => carry(form) || event.preventDefault());
  draft.open();
}

for (const place of document.querySelectorAll(".pt-draft")) watch(/** @type {HTMLElement} */ (place));
