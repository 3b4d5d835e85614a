// The people of a child, in the card "About us": each a line with the ways to reach them, and a fold with what is kept as it is typed.

import { button } from "../button.js";
import { onReturn } from "../form/fresh.js";
import { ownQuestions } from "../form/rows.js";
import "../asked.js"; // carries the person along to the notes
import { isOff } from "../records/drafts-off.js";
import { called, waysTo } from "../records/person.js";
import * as store from "../records/store.js";

/** @typedef {import("../records/store.js").Person} Person */

const ROW_NUMBER = "__row__";

const form = /** @type {HTMLFormElement} */ (document.querySelector(".pt-people"));
const list = /** @type {HTMLElement} */ (form.querySelector(".pt-people-list"));
const whole = /** @type {HTMLFieldSetElement} */ (form.querySelector("fieldset"));
const template = /** @type {HTMLTemplateElement} */ (form.querySelector("template"));
const whose = /** @type {HTMLElement} */ (form.querySelector(".pt-about-whose"));
const add = /** @type {HTMLButtonElement} */ (form.querySelector(".pt-add"));

/** Who stands in which line. @type {Map<string, {row: HTMLElement, person: Person}>} */ const lines = new Map();
/** The child whose people are shown. */
let child = "";
/** Numbers lines, so that each field has a name of its own. */
let made = 0;

/** Show who is kept, but for what is being typed. */
async function show() {
  const id = await store.current(), [kids, { people }] = [await store.children(), await store.aboutUs(id)], isOther = id !== child;
  child = id;
  whose.textContent = kids.length > 1 ? `: ${kids.find((kid) => kid.id === id)?.name || `child ${id}`}` : "";
  whole.disabled = isOff();
  if (isOther) {
    lines.clear();
    list.replaceChildren();
  }
  for (const [known, { row }] of lines) if (!people.some((one) => one.id === known) && !row.contains(document.activeElement) && !row.dataset.new) takeOff(known);
  for (const person of people) {
    const line = lines.get(person.id);
    if (line) refresh(line.row, person);
    else list.append(lineOf(person));
  }
}

/** @param {Person} person */
function lineOf(person) {
  const row = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild), number = String((made += 1));
  for (const part of row.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) if (value.includes(ROW_NUMBER)) part.setAttribute(name, value.replaceAll(ROW_NUMBER, number));
  }
  row.dataset.person = person.id;
  lines.set(person.id, { row, person });
  for (const field of fieldsOf(row)) field.value = person[partOf(field)];
  say(row, person);
  queueMicrotask(() => ownQuestions(form));
  return row;
}

/** @param {HTMLElement} row */
const fieldsOf = (row) => /** @type {HTMLInputElement[]} */ ([...row.querySelectorAll("[name]")]);

/** @param {HTMLInputElement} field */
const partOf = (field) => /** @type {Exclude<keyof Person, "id" | "child">} */ (field.name.split(".")[2]);

/** @param {HTMLElement} row @param {Person} person as another tab has it, maybe */
function refresh(row, person) {
  if (row.contains(document.activeElement)) return;
  lines.set(person.id, { row, person });
  for (const field of fieldsOf(row)) field.value = person[partOf(field)];
  say(row, person);
  ownQuestions(form);
}

/** What the line says of somebody. @param {HTMLElement} row @param {Person} person */
function say(row, person) {
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

form.addEventListener("input", async ({ target }) => {
  const field = /** @type {HTMLInputElement} */ (target), row = /** @type {HTMLElement} */ (field.closest(".pt-person"));
  const line = lines.get(row.dataset.person ?? "");
  if (!line || isOff()) return;
  const typed = Object.fromEntries(fieldsOf(row).map((one) => [partOf(one), one.value])), role = /** @type {HTMLSelectElement} */ (row.querySelector("select"));
  const words = typed.role === "other" ? typed.role_words : role.value && role.selectedOptions[0].text;
  line.person = { ...line.person, ...typed, role_words: words };
  say(row, line.person);
  delete row.dataset.new;
  await store.keepPerson(line.person);
});

list.addEventListener("click", async ({ target }) => {
  const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest(".pt-take-out")?.closest(".pt-person") ?? null);
  const line = row && lines.get(row.dataset.person ?? "");
  if (!row || !line) return;
  list.querySelector(".pt-removed")?.remove();
  lines.delete(line.person.id);
  if (row.dataset.new) {
    row.remove();
    return add.focus();
  }
  const said = document.createElement("li");
  said.className = "pt-removed";
  said.setAttribute("role", "status");
  const back = button("Put it back", async () => {
    await store.keepPerson(line.person);
    const again = lineOf(line.person);
    said.replaceWith(again);
    again.focus();
  });
  said.append(`${line.person.name || line.person.role_words || "The line"} was removed. `, back);
  row.replaceWith(said);
  back.focus();
  await store.removePerson(line.person.id);
});

add.addEventListener("click", () => {
  const id = `${child} ${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const row = lineOf({ id, child, name: "", role: "", role_words: "", phone: "", email: "", address: "", note: "" });
  row.dataset.new = "yes";
  list.append(row);
  /** @type {HTMLDetailsElement} */ (row.querySelector("details")).open = true;
  /** @type {HTMLElement} */ (row.querySelector("[name]")).focus();
});

/** All is gone, in this tab or in another one: also a line that nobody typed in yet. */
function forget() {
  child = "";
  return show();
}

document.addEventListener("pt:child-shown", show);
document.addEventListener("pt:deleted", forget);
store.onChangeElsewhere((what) => (what === "deleted" ? forget() : show()));
onReturn(show);
await show();
