// The card "About us" in My case: stores its input, the parent's part for all children, the rest for the child shown.

import { whyNotKept } from "./about-kept.js";
import { nameAmong } from "../records/child-name.js";
import { isOff } from "../records/drafts-off.js";
import { onReturn } from "../form/fresh.js";
import * as store from "../records/store.js";

const KEPT_OFF = "Drafts are switched off on this phone, so nothing is kept here. Switch them on in a letter, under “Draft options”.";
const NOT_LOADED = "The list of people could not be loaded. Reload the page with a connection.";

const card = /** @type {HTMLDetailsElement} */ (document.querySelector(".pt-about-card"));
const form = /** @type {HTMLFormElement} */ (card.querySelector(".pt-about-form"));
const said = /** @type {HTMLElement} */ (card.querySelector(".pt-about-kept"));
const count = /** @type {HTMLElement} */ (card.querySelector(".pt-about-count"));
const whose = /** @type {HTMLElement} */ (card.querySelector(".pt-about-child .pt-about-whose"));
const parts = form.querySelectorAll("fieldset");
const fields = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[name]")]);

/** The child whose part is shown. */
let child = "";

/** @param {HTMLInputElement} field */
const partsOf = (field) => /** @type {["parent" | "child", string]} */ (field.name.split("."));

/** Show stored values, except in a field being typed in for the same child. After "Delete everything" the screen stays as it is. */
async function show() {
  if (store.whyNotKept() === "deleted") return tell("");
  const id = await store.current(), [kids, about] = [await store.children(), await store.aboutUs(id)], isOther = id !== child;
  child = id;
  whose.textContent = kids.length > 1 ? `: ${nameAmong(kids, id)}` : "";
  for (const field of fields) {
    const [of, name] = partsOf(field);
    if (isOther || field !== document.activeElement) field.value = about[of][name] ?? "";
  }
  tell("");
  form.dispatchEvent(new CustomEvent("pt:filled"));
}

/** @param {string} words */
function tell(words) {
  const filled = fields.filter(({ value }) => value.trim()).length;
  count.textContent = filled ? `(${filled} of ${fields.length} filled in)` : "";
  const now = isOff() ? KEPT_OFF : whyNotKept() || words;
  if (said.textContent !== now) said.textContent = now;
  for (const part of parts) part.disabled = isOff() || !child;
}

form.addEventListener("input", async ({ target }) => {
  const field = /** @type {HTMLInputElement} */ (target), [of, name] = partsOf(field), value = field.value;
  if (isOff()) return;
  await store.changeAboutUs(child, (kept) => {
    const { [name]: _before, ...others } = kept[of];
    return { ...kept, [of]: value.trim() ? { ...others, [name]: value } : others };
  });
  tell("Kept on this phone.");
});

/** A link to the card, or to the people in it, opens it. */
function openIfMeant() {
  if (location.hash === "#about-us" || location.hash === "#people") card.open = true;
}

/** The people and what is offered are larger than the card: they come once it is open. */
const whenOpen = () => card.open && import("./from-others.js").catch(() => tell(NOT_LOADED));

document.addEventListener("pt:child-shown", show);
document.addEventListener("pt:deleted", show);
store.onChangeElsewhere(show);
onReturn(show);
addEventListener("hashchange", openIfMeant);
card.addEventListener("toggle", whenOpen);
openIfMeant();
await show();
whenOpen();
