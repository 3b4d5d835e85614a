// The card "About us" in My case: stores its input, the parent's part for all children, the rest for the child shown.

import { whyNotKept } from "./about-kept.js";
import { pending } from "./pending.js";
import { carried, carry } from "../form/carried.js";
import { nameAmong } from "../records/child-name.js";
import { isOff } from "../records/drafts-off.js";
import { onReturn } from "../form/fresh.js";
import * as store from "../records/store.js";

const KEPT_OFF = "Drafts are switched off on this phone, so nothing is kept here. Switch them on in a letter, under “Draft options”.";
const KEPT = "Kept on this phone.";
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
/** What was typed and no write took along yet, as of which child: by child, then by field.
 * @type {Map<string, Map<string, string>>} */ const typed = new Map();
/** What a write that is under way took along. @type {typeof typed} */ const inWrite = new Map();
/** What is stored, as far as this page knows. @type {typeof typed} */ const stored = new Map();

/** @param {string} field */
const partsOf = (field) => /** @type {["parent" | "child", string]} */ (field.split("."));

/** @param {store.AboutUs} about @param {string} field */
function storedIn(about, field) {
  const [of, name] = partsOf(field);
  return about[of][name] ?? "";
}

/** Show stored values, except in a field being typed in for the same child. After "Delete everything" the screen stays as it is. */
async function show() {
  if (store.whyNotKept() === "deleted") return tell("");
  const id = await store.current(), [kids, about] = [await store.children(), await store.aboutUs(id)], isOther = id !== child;
  child = id;
  whose.textContent = kids.length > 1 ? `: ${nameAmong(kids, id)}` : "";
  stored.set(id, new Map(fields.map((field) => [field.name, storedIn(about, field.name)])));
  for (const field of fields) {
    const own = typed.get(id)?.get(field.name) ?? inWrite.get(id)?.get(field.name); // not stored yet
    if (isOther || field !== document.activeElement) field.value = own ?? storedIn(about, field.name);
  }
  tell(isOther ? "" : wasKept());
  form.dispatchEvent(new CustomEvent("pt:filled"));
}

/** "Kept", if it stands there: what is shown again does not take it away. */
const wasKept = () => (said.textContent === KEPT ? KEPT : "");

/** @param {string} words */
function tell(words) {
  const filled = fields.filter(({ value }) => value.trim()).length;
  count.textContent = filled ? `(${filled} of ${fields.length} filled in)` : "";
  const now = isOff() ? KEPT_OFF : whyNotKept() || words;
  if (said.textContent !== now) said.textContent = now;
  for (const part of parts) part.disabled = isOff() || !child;
}

const keeping = pending(said, () => {
  carried(form); // stored by now
  tell(KEPT);
});

form.addEventListener("input", ({ target }) => {
  if (isOff()) return;
  const { name, value } = /** @type {HTMLInputElement} */ (target);
  keep(child, name, value);
  tell(wasKept());
});

/** Store an answer. Those of one child that come while a write is under way are stored together by the next: a queue of one write a
 * letter would be lost with the page. @param {string} of whom @param {string} name of the field @param {string} value */
function keep(of, name, value) {
  const waiting = typed.get(of);
  if (waiting) return void waiting.set(name, value);
  typed.set(of, new Map([[name, value]]));
  keeping(write(of));
}

/** @type {Promise<unknown>} */ let last = Promise.resolve();

/** @param {string} of whom */
function write(of) {
  last = last.then(async () => {
    const answers = typed.get(of);
    if (!answers) return; // deleted since
    typed.delete(of);
    inWrite.set(of, answers);
    await store.changeAboutUs(of, (kept) => [...answers].reduce(withAnswer, kept));
    inWrite.delete(of);
    for (const [name, value] of answers) stored.get(of)?.set(name, value);
  });
  return last;
}

/** @param {store.AboutUs} kept @param {[string, string]} answer @returns {store.AboutUs} */
function withAnswer(kept, [field, value]) {
  const [of, name] = partsOf(field), { [name]: _before, ...others } = kept[of];
  return { ...kept, [of]: value.trim() ? { ...others, [name]: value } : others };
}

/** The page is left: what is not stored yet goes with the tab, and what may be stored in its place by then: a write under way goes on. */
function leave() {
  const left = [...inWrite, ...typed].flatMap(([of, answers]) => [...answers].map(([field, value]) =>
    ({ of, field, value, before: [stored.get(of)?.get(field) ?? "", inWrite.get(of)?.get(field)] })));
  if (left.length) carry(form, left);
}

/** Store what was typed last before the page was left, unless it was changed somewhere else since. */
function takeAlong() {
  for (const { of, field, value, before } of isOff() ? [] : (carried(form) ?? [])) {
    keeping(store.changeAboutUs(of, (kept) => (before.includes(storedIn(kept, field)) ? withAnswer(kept, [field, value]) : kept)));
  }
}

/** A link to the card, or to the people in it, opens it. */
function openIfMeant() {
  if (location.hash === "#about-us" || location.hash === "#people") card.open = true;
}

/** The people and what is offered are larger than the card: they come once it is open. */
const whenOpen = () => card.open && import("./from-others.js").catch(() => tell(NOT_LOADED));

document.addEventListener("pt:child-shown", show);
document.addEventListener("pt:deleting", () => typed.clear());
document.addEventListener("pt:deleted", () => {
  child = "";
  return show();
});
store.onChangeElsewhere(show);
onReturn(show);
addEventListener("hashchange", openIfMeant);
card.addEventListener("toggle", whenOpen);
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
openIfMeant();
takeAlong();
await show();
whenOpen();
