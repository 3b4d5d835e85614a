// The case file: sends the child's records to Python with the form, and stores the answers about each entry.

import { onReturn } from "../form/fresh.js";
import { linkWays } from "../records/person.js";
import * as store from "../records/store.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector('form[data-calculator="case_file"]'));
const box = /** @type {HTMLElement} */ (form.closest(".pt-calculator"));

/** The child's records as JSON. Not in a form field, so that drafts do not store them a second time. */
let kept = "";
/** True for the one submit event that follows loading. */
let isRead = false;

form.addEventListener("formdata", ({ formData }) => formData.set("kept", kept));

/** Load the records; an answer based on others is refreshed. */
async function look() {
  const child = form.dataset.child || (await store.current());
  const [{ events, sent, closed, school }, { services, sessions, notes }, days_out] = [await store.read(child), await store.log(child), await store.typedIn(child, "days_out")];
  const { people } = await store.aboutUs(child);
  if (child !== (form.dataset.child || child)) return; // another child was chosen meanwhile and is handled separately
  // an entry of a service that the log does not have is named there, and would stop the count here
  const now = JSON.stringify({ events, sent, closed, ...school, services, sessions: sessions.filter(({ service }) => services.some(({ id }) => id === service)), notes, people: people.map(({ note: _own, ...known }) => known), days_out });
  if (now === kept) return;
  kept = now;
  form.dispatchEvent(new CustomEvent("pt:filled"));
}

// Runs before the form's own handler (form.js), which is triggered again once everything is loaded.
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

/** Turn people's contact details into links. */
box.addEventListener("pt:answered", () => linkWays(box.querySelectorAll("[data-key=people] td")));

const lookAgain = () => look().catch(() => {});
form.addEventListener("pt:child", lookAgain);
store.onChangeElsewhere(lookAgain);
document.addEventListener("pt:deleted", lookAgain);
onReturn(lookAgain);
lookAgain();
