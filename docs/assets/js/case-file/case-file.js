// The case file: what is kept for the child goes to Python along with the form, and what is said of each entry is kept with it.

import { onReturn } from "../form/fresh.js";
import * as store from "../records/store.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector('form[data-calculator="case_file"]'));
const box = /** @type {HTMLElement} */ (form.closest(".pt-calculator"));

/** What is kept for the child, as JSON. It stands in no field, so that no draft has it a second time. */
let kept = "";
/** True for the one press that comes after all was read. */
let isRead = false;

form.addEventListener("formdata", ({ formData }) => formData.set("kept", kept));

/** Read what is kept; an answer to something else is made anew. */
async function look() {
  const child = form.dataset.child || (await store.current());
  const [{ events, sent, closed, school }, { services, sessions, notes }, days_out] = [await store.read(child), await store.log(child), await store.typedIn(child, "days_out")];
  if (child !== (form.dataset.child || child)) return; // another child was chosen meanwhile, and is looked at by itself
  const now = JSON.stringify({ events, sent, closed, ...school, services, sessions, notes, days_out });
  if (now === kept) return;
  kept = now;
  form.dispatchEvent(new CustomEvent("pt:filled"));
}

// It comes before the form's own answer (form.js), which is asked for once all was read.
form.addEventListener("submit", (event) => {
  if (isRead) {
    isRead = false;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  look().catch(() => {}).then(() => {
    isRead = true;
    form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  });
}, true);

box.addEventListener("change", ({ target }) => {
  const field = /** @type {HTMLInputElement} */ (target), { entry, part = "" } = field.dataset;
  if (!entry) return;
  const said = /** @type {HTMLInputElement} */ (form.elements.namedItem("said"));
  const all = JSON.parse(said.value || "{}");
  said.value = JSON.stringify({ ...all, [entry]: { ...all[entry], [part]: field.value.trim() } });
  for (const type of ["input", "change"]) said.dispatchEvent(new Event(type, { bubbles: true }));
});

const lookAgain = () => look().catch(() => {});
form.addEventListener("pt:child", lookAgain);
store.onChangeElsewhere(lookAgain);
document.addEventListener("pt:deleted", lookAgain);
onReturn(lookAgain);
lookAgain();
