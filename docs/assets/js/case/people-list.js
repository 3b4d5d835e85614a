// The people of a child, in the card "About us": each has a line with contact links, and a fold with fields stored while typing.
// Another tab may change the same list; its changes never replace a field that is focused or has unsaved input.

import { button } from "../button.js";
import { onReturn } from "../form/fresh.js";
import { ownQuestions } from "../form/rows.js";
import "../asked.js"; // passes the person to the notes page
import { whyNotKept } from "./about-kept.js";
import { pending } from "./pending.js";
import { nameAmong } from "../records/child-name.js";
import { isOff } from "../records/drafts-off.js";
import { called, waysTo } from "../records/person.js";
import * as store from "../records/store.js";

/** @typedef {import("../records/store.js").Person} Person */
/** A field of a person. @typedef {Exclude<keyof Person, "id" | "child">} Part */
/** An entry of the list: the person as shown, and the number of unsaved changes of each field.
 * @typedef {{row: HTMLElement, person: Person, unkept: Map<Part, number>}} Line */

const ROW_NUMBER = "__row__";

const form = /** @type {HTMLFormElement} */ (document.querySelector(".pt-people"));
const list = /** @type {HTMLElement} */ (form.querySelector(".pt-people-list"));
const whole = /** @type {HTMLFieldSetElement} */ (form.querySelector("fieldset"));
const template = /** @type {HTMLTemplateElement} */ (form.querySelector("template"));
const whose = /** @type {HTMLElement} */ (form.querySelector(".pt-about-whose"));
const add = /** @type {HTMLButtonElement} */ (form.querySelector(".pt-add"));
const said = /** @type {HTMLElement} */ (form.querySelector(".pt-people-kept"));

/** @type {Map<string, Line>} */ const lines = new Map();
/** People removed here, until the removal is stored: reads may still return them. @type {Set<string>} */ const leaving = new Set();
/** The child whose people are shown. */
let child = "";
/** Numbers entries, for unique field names. */
let made = 0;

/** Show the stored people. After "Delete everything" the screen stays as it is; during typing the child stays the same. */
async function show() {
  if (store.whyNotKept() === "deleted") return tell();
  const id = await store.current(), [kids, { people }] = [await store.children(), await store.aboutUs(id)];
  const isOther = id !== child, isTyping = document.hasFocus() && list.contains(document.activeElement);
  if (isOther && child && isTyping) return;
  child = id;
  whose.textContent = kids.length > 1 ? `: ${nameAmong(kids, id)}` : "";
  if (isOther) {
    lines.clear();
    list.replaceChildren();
  }
  for (const [known, line] of lines) if (!people.some((one) => one.id === known) && !isInUse(line)) takeOff(known);
  for (const person of people) {
    const line = lines.get(person.id);
    if (line) refresh(line, person);
    else if (!leaving.has(person.id)) list.append(lineOf(person).row);
  }
  tell(...(isOther ? [""] : []));
}

/** Update the status line. @param {string} words the outcome of a change; by default the previous one */
function tell(words = said.textContent ?? "") {
  whole.disabled = isOff();
  const now = isOff() ? "" : whyNotKept() || words;
  if (said.textContent !== now) said.textContent = now;
}

/** Says that everything is stored once the last pending change is. */
const keeping = pending(said, () => tell("Kept on this phone."));

/** @param {Person} person @returns {Line} */
function lineOf(person) {
  const row = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild), number = String((made += 1));
  for (const part of row.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) if (value.includes(ROW_NUMBER)) part.setAttribute(name, value.replaceAll(ROW_NUMBER, number));
  }
  row.dataset.person = person.id;
  const line = { row, person, unkept: new Map() };
  lines.set(person.id, line);
  for (const field of fieldsOf(row)) field.value = ownWords(person, partOf(field));
  say(line);
  queueMicrotask(() => ownQuestions(form));
  return line;
}

/** @param {HTMLElement} row */
const fieldsOf = (row) => /** @type {HTMLInputElement[]} */ ([...row.querySelectorAll("[name]")]);

/** @param {HTMLInputElement} field */
const partOf = (field) => /** @type {Part} */ (field.name.split(".")[2]);

/** A field's value; a custom role's words are empty for a role from the list. @param {Person} person @param {Part} part */
const ownWords = (person, part) => (part === "role_words" && person.role !== "other" ? "" : person[part]);

/** True while an entry must not be removed: it is focused, or has unsaved input. @param {Line} line */
const isInUse = ({ row, unkept }) => row.contains(document.activeElement) || unkept.size > 0 || Boolean(row.dataset.new);

/** Show a person's stored values, which another tab may have changed. @param {Line} line @param {Person} kept */
function refresh(line, kept) {
  for (const field of fieldsOf(line.row)) {
    const part = partOf(field);
    if (line.unkept.has(part) || field === document.activeElement) continue;
    line.person = { ...line.person, [part]: kept[part] };
    const now = ownWords(line.person, part);
    if (field.value === now || (part === "role_words" && line.person.role !== "other")) continue;
    sayChanged(field);
    field.value = now;
  }
  say(line);
  ownQuestions(form);
}

/** Offer to restore input that another tab replaced. Multi-line text is merged instead (lines-merge.js).
 * @param {HTMLInputElement} field */
function sayChanged(field) {
  const was = field.value, option = field.tagName === "SELECT" && /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (field)).selectedOptions[0];
  if (!field.dataset.typed || !was.trim() || field.tagName === "TEXTAREA") return;
  const words = document.createElement("p");
  words.className = "pt-help pt-changed";
  words.setAttribute("role", "status");
  words.append(`Another tab of this site changed this. Here stood: “${option ? option.text : was}”. `, button("Put it back", () => {
    field.value = was;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }));
  isAsTyped(field);
  field.closest(".pt-field")?.append(words);
}

/** Forget that a field was typed in, and remove the offer to restore it. @param {HTMLInputElement} field */
function isAsTyped(field) {
  delete field.dataset.typed;
  field.closest(".pt-field")?.querySelector(".pt-changed")?.remove();
}

/** Update an entry's line and labels. @param {Line} line */
function say({ row, person }) {
  const title = person.name || person.role_words || "No name yet";
  const [name, role] = /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll(".pt-person-line > *"));
  name.textContent = title;
  role.textContent = person.name ? person.role_words : "";
  row.querySelector(".pt-reached")?.replaceChildren(...waysTo(person.phone, person.email));
  const ways = /** @type {HTMLElement} */ (row.querySelector(".pt-person-ways"));
  ways.hidden = !called(person);
  const call = /** @type {HTMLElement} */ (ways.querySelector("a"));
  call.dataset.path = `tools/notes/#${new URLSearchParams({ person: person.id })}`;
  call.setAttribute("aria-label", `Note a call or talk: ${title}`);
  row.querySelector("summary")?.setAttribute("aria-label", `Change: ${title}`);
  row.querySelector(".pt-take-out")?.setAttribute("aria-label", `Remove: ${title}`);
}

/** @param {string} id */
function takeOff(id) {
  lines.get(id)?.row.remove();
  lines.delete(id);
}

/** The values changed by input in a field; a role includes its words. @param {HTMLElement} row @param {HTMLInputElement} field
 * @returns {Partial<Person>} */
function changedBy(row, field) {
  const part = partOf(field), { value } = field;
  if (part !== "role") return { [part]: value };
  const own = /** @type {HTMLInputElement} */ (row.querySelector("[name$=role_words]")), { selectedOptions } = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (field));
  return { role: value, role_words: value === "other" ? own.value : value && selectedOptions[0].text };
}

form.addEventListener("input", async ({ target }) => {
  const field = /** @type {HTMLInputElement} */ (target), row = /** @type {HTMLElement} */ (field.closest(".pt-person"));
  const line = lines.get(row.dataset.person ?? "");
  if (!line || isOff()) return;
  isAsTyped(field);
  field.dataset.typed = "yes";
  const changed = changedBy(row, field), before = line.person, parts = /** @type {Part[]} */ (Object.keys(changed));
  line.person = { ...before, ...changed };
  for (const part of parts) line.unkept.set(part, (line.unkept.get(part) ?? 0) + 1);
  say(line);
  delete row.dataset.new;
  await keeping(store.changePerson(before, changed));
  isKept(line, parts);
});

/** @param {Line} line @param {Part[]} parts */
function isKept({ unkept }, parts) {
  for (const part of parts) {
    const left = (unkept.get(part) ?? 0) - 1;
    if (left > 0) unkept.set(part, left);
    else unkept.delete(part);
  }
}

list.addEventListener("click", async ({ target }) => {
  const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest(".pt-take-out")?.closest(".pt-person") ?? null);
  const line = row && lines.get(row.dataset.person ?? "");
  if (!row || !line) return;
  const { person } = line, { id } = person;
  list.querySelector(".pt-removed")?.remove();
  lines.delete(id);
  if (row.dataset.new) {
    row.remove();
    return add.focus();
  }
  leaving.add(id);
  const going = keeping(store.removePerson(person));
  const gone = document.createElement("li");
  gone.className = "pt-removed";
  gone.setAttribute("role", "status");
  const back = button("Put it back", async () => {
    const was = (await going) ?? person, there = lines.get(id); // another tab may have edited it since
    const line = there ?? lineOf(was);
    if (there) gone.remove();
    else gone.replaceWith(line.row);
    line.row.focus();
    line.unkept.set("name", (line.unkept.get("name") ?? 0) + 1);
    const kept = await keeping(store.bringPersonBack(was));
    isKept(line, ["name"]);
    refresh(line, kept);
  });
  gone.append(`${person.name || person.role_words || "The line"} was removed. `, back);
  row.replaceWith(gone);
  back.focus();
  await going;
  leaving.delete(id);
});

const newId = () => `${child} ${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;

/** Add a person known from another child; the note about that child stays there.
 * @param {Person} known @param {string} of the child for whom the person is offered: the list may still show another one */
export async function addKnown(known, of) {
  if (child !== of) await show();
  if (child !== of) return;
  const person = { ...known, id: newId(), child, note: "" }, { row } = lineOf(person);
  list.append(row);
  row.focus();
  await keeping(store.changePerson(person, {}));
}

add.addEventListener("click", async () => {
  await first; // determines the child
  const { row } = lineOf({ id: newId(), child, name: "", role: "", role_words: "", phone: "", email: "", address: "", note: "" });
  row.dataset.new = "yes";
  list.append(row);
  /** @type {HTMLDetailsElement} */ (row.querySelector("details")).open = true;
  /** @type {HTMLElement} */ (row.querySelector("[name]")).focus();
});

/** Everything was deleted: remove unsaved entries too. */
function forget() {
  child = "";
  return show();
}

// another tab's changes to a focused field are shown once it loses focus
form.addEventListener("focusout", () => show());
document.addEventListener("pt:child-shown", show);
document.addEventListener("pt:deleted", forget);
store.onChangeElsewhere(show);
onReturn(show);
const first = show();
await first;
