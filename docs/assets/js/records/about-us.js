// Fills "About us" answers into empty letter fields. What is typed in a letter stays; where "About us" is still empty, it is stored
// there too. The letters' data maps questions to answers (data-about).

import { button } from "../button.js";
import { clearProblem } from "../form/form.js";
import { lifted } from "../form/fresh.js";
import { nameAmong } from "./child-name.js";
import { isOff } from "./drafts-off.js";
import { called } from "./person.js";
import * as store from "./store.js";

/** What was filled in, by field, and what was stored from this form, by its name in "About us".
 * @typedef {{filled: Map<string, string>, given: Map<string, string>, line: HTMLElement}} Known */
/** @type {WeakMap<HTMLFormElement, Known>} */ const forms = new WeakMap();

/** Names of fields that still have their "About us" value: these belong there, not in a draft.
 * @param {HTMLFormElement} form @returns {string[]} */
export function ofAboutUs(form) {
  const { filled } = forms.get(form) ?? {};
  return fieldsOf(form).filter((field) => filled?.get(field.name) === field.value).map(({ name }) => name);
}

/** Let a form read from "About us", and write to it. @param {HTMLFormElement} form */
export function takeFromAboutUs(form) {
  const [first] = fieldsOf(form);
  if (!first) return;
  const line = document.createElement("p");
  line.className = "pt-about-us";
  line.setAttribute("role", "status");
  first.closest(".pt-field")?.before(line);
  const known = { filled: new Map(), given: new Map(), line };
  forms.set(form, known);
  form.addEventListener("pt:emptied", () => {
    known.filled.clear();
    known.given.clear();
  });
  /** @type {Promise<unknown>} */ let last = Promise.resolve();
  form.addEventListener("change", ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    if (!field.dataset.about) return;
    const giving = give(form, field); // at once: the page may be closed now
    last = last.then(() => giving).then(() => lifted()).then(() => say(form)).catch(() => {});
  });
}

/** Fill in what is known about the form's child and its parent. @param {HTMLFormElement} form
 * @param {string[]} typed names of fields that were typed in, even if emptied again */
export async function fillFromAboutUs(form, typed) {
  const known = forms.get(form);
  if (!known) return;
  if (isOff()) {
    offerPeople(form, []);
    return say(form); // a finished letter stays unchanged
  }
  const child = form.dataset.child ?? "", about = await store.aboutUs(child);
  if (child !== form.dataset.child) return; // another child was chosen meanwhile
  offerPeople(form, about.people);
  let changes = false;
  for (const field of fieldsOf(form)) {
    const isOurs = known.filled.get(field.name) === field.value;
    if (field === document.activeElement || !isOurs && (field.value !== field.defaultValue || typed.includes(field.name))) continue;
    const value = answerOf(field, about) || field.defaultValue;
    if (value === field.value) continue;
    field.value = value;
    known.filled.set(field.name, value);
    clearProblem(field);
    changes = true;
  }
  if (changes) form.dispatchEvent(new CustomEvent("pt:filled"));
  await say(form);
}

/** Store an answer if "About us" has none, or has this form's previous one. With several children its owner is uncertain: then the
 * parent decides with a button. @param {HTMLFormElement} form @param {HTMLInputElement} field */
async function give(form, field) {
  const { given } = /** @type {Known} */ (forms.get(form)), child = form.dataset.child, value = field.value.trim();
  const [of, name] = partsOf(field), key = `${of}.${name}`;
  if (!child || isOff() || !isLearned(field)) return;
  await store.changeAboutUs(child, (kept, kids) => {
    const before = kept[of][name] ?? "";
    if (of === "child" && kids > 1 || (before ? before !== given.get(key) : !value)) return kept;
    given.set(key, value);
    return withAnswer(kept, of, name, value);
  });
}

/** @param {store.AboutUs} kept @param {"parent" | "child"} of @param {string} name @param {string} value @returns {store.AboutUs} */
function withAnswer(kept, of, name, value) {
  const { [name]: _before, ...others } = kept[of];
  return { ...kept, [of]: value ? { ...others, [name]: value } : others };
}

/** One line above the first such question: where the answers come from, and which differ here. @param {HTMLFormElement} form */
async function say(form) {
  const { line, given } = /** @type {Known} */ (forms.get(form)), child = form.dataset.child ?? "";
  const [about, kids] = [await store.aboutUs(child), await store.children()];
  if (child !== form.dataset.child) return;
  if (isOff() || store.whyNotKept()) return line.replaceChildren();
  const name = kids.length > 1 ? nameAmong(kids, child) : "", whom = name && ` for ${name}`;
  const others = fieldsOf(form).filter((field) => isLearned(field) && field.value.trim() && field.value.trim() !== answerOf(field, about));
  const change = document.createElement("a");
  change.href = `${/** @type {HTMLElement} */ (form.closest(".pt-calculator")).dataset.root ?? ""}tools/case/#about-us`;
  change.textContent = "change";
  if (others.length) {
    const press = button(`Keep ${others.length > 1 ? "them" : "it"} in About us${whom}`, async () => {
      await store.changeAboutUs(child, (kept) => others.reduce((made, field) => withAnswer(made, ...partsOf(field), field.value.trim()), kept));
      await say(form);
    });
    return line.replaceChildren(`Only here: ${others.map(labelOf).join(", ")}. `, press);
  }
  if (given.size) return line.replaceChildren(`Kept in About us${whom}, for your letters – `, change);
  if (ofAboutUs(form).length) return line.replaceChildren(`Filled from About us${whom} – `, change);
  line.replaceChildren("Type this once. About us keeps it for your letters.");
}

/** @param {HTMLFormElement} form */
function fieldsOf(form) {
  return /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-about]")]);
}

/** An answer's place in "About us": the first one that its question names. @param {HTMLInputElement} field */
function partsOf(field) {
  return /** @type {["parent" | "child", string]} */ ((field.dataset.about ?? "").split(" ")[0].split("."));
}

/** False if "About us" must not learn this answer: a letter can go to anybody. @param {HTMLInputElement} field */
const isLearned = (field) => field.dataset.learned !== "no";

/** @param {HTMLInputElement} field @param {store.AboutUs} about */
function answerOf(field, about) {
  for (const place of (field.dataset.about ?? "").split(" ")) {
    const [of, name, part] = place.split(".");
    const person = of === "people" && about.people.find((one) => one.role === name);
    const answer = person ? person[/** @type {"name"} */ (part)] : about[/** @type {"parent" | "child"} */ (of)]?.[name];
    if (answer) return answer;
  }
  return "";
}

/** Suggest people at the question for the addressee: a tap fills in name and address. @param {HTMLFormElement} form
 * @param {store.Person[]} people */
function offerPeople(form, people) {
  const field = fieldsOf(form).find(({ dataset }) => /^people\.\w+\.name/.test(dataset.about ?? ""));
  const where = fieldsOf(form).find(({ dataset }) => /^people\.\w+\.address/.test(dataset.about ?? ""));
  const offered = people.filter(({ name }) => name), words = JSON.stringify(offered);
  let place = /** @type {HTMLElement | null} */ (form.querySelector(".pt-note-people"));
  if (!field || (place ? place.dataset.offered === words : !offered.length)) return;
  if (!place) {
    place = document.createElement("div");
    place.className = "pt-log-ways pt-note-people";
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", "People you know");
    field.after(place);
  }
  place.dataset.offered = words;
  place.replaceChildren(...offered.map((one) => button(called(one), () => {
    for (const [to, value] of /** @type {const} */ ([[field, one.name], [where, one.address || one.email]])) {
      if (!to || to.value === value) continue;
      to.value = value;
      for (const kind of ["input", "change"]) to.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  })));
}

/** @param {HTMLInputElement} field */
function labelOf(field) {
  return `“${field.closest(".pt-field")?.querySelector("label")?.firstChild?.textContent?.trim() ?? field.name}”`;
}
