// A day is typed or picked. What was typed stays; beside it is the day that Python read, at which the picker opens.

import { stateOf } from "../asked.js";
import { oneAfterTheOther } from "../one-after-the-other.js";
import * as runtime from "../engine/runtime.js";

/** calculators/tools/understood.py's answer about a field. @typedef {{words: string, iso: string, kept: string, problem: string}} Read */

const ISO = /^\d{4}-\d{2}-\d{2}$/;
/** Milliseconds of a press: text longer than its reserved line must not move a button meanwhile. */
const FINGER = 400;
const DAYS = ".pt-date > [name], .pt-field[data-kind=dates] > [name]";

/** Show the pickers. Each opens at what was typed, and writes its day only if that loses nothing: phones set today at the first
 * touch. @param {HTMLElement} part of a form */
export function pickers(part) {
  part.querySelectorAll(".pt-date").forEach((both) => {
    const [typed, picked] = /** @type {HTMLInputElement[]} */ ([...both.querySelectorAll("input")]);
    picked.hidden = false;
    picked.addEventListener("change", () => {
      if (!picked.value) return;
      if (!typed.value.trim() || dayOf(typed)) put(typed, picked.value);
      else offer(typed, picked.value);
    });
  });
}

/** Echo a form's days, while they are typed and when a field loses focus.
 * @param {HTMLFormElement} form @param {HTMLElement} box around it @param {(field: HTMLInputElement, read: Read) => void} [then] */
export function readBack(form, box, then = () => {}) {
  const calculator = form.dataset.calculator;
  /** @type {Set<HTMLInputElement>} */ const changed = new Set();
  const look = async (/** @type {boolean} */ left) => {
    const fields = [...changed];
    changed.clear();
    if (!fields.length || runtime.waitsToBeAsked(calculator)) return;
    for (const [field, read] of await readDays(form, box, fields)) {
      show(field, read, left);
      then(field, read);
    }
  };
  const typing = oneAfterTheOther(() => look(false));
  form.addEventListener("input", ({ target }) => {
    const field = dayField(target);
    if (!field) return;
    forget(field);
    changed.add(field);
    if (runtime.isLive(calculator)) typing();
  });
  form.addEventListener("change", ({ target }) => {
    const field = dayField(target);
    if (field) changed.add(field);
    else if (/** @type {HTMLInputElement} */ (target).name === "event") filled(form).forEach((one) => changed.add(one)); // the question about the day changed
    look(true);
  });
  for (const kind of ["pt:filled", "pt:emptied"]) form.addEventListener(kind, () => {
    form.querySelectorAll(DAYS).forEach((field) => isRead(/** @type {HTMLInputElement} */ (field)) || forget(/** @type {HTMLInputElement} */ (field)));
  });
  form.addEventListener("focusin", ({ target }) => {
    if (/** @type {HTMLElement} */ (target).closest("button")) return; // nothing may move under the finger
    filled(form).filter((one) => !dayOf(one)).forEach((one) => changed.add(one)); // filled in by a link or a case
    if (runtime.isComing(calculator)) typing(); // so that an early user gets an echo too
  });
}

/** Resolves with the fields that are unchanged. @param {HTMLFormElement} form @param {HTMLElement} box @param {HTMLInputElement[]} fields @returns {Promise<[HTMLInputElement, Read][]>} */
export async function readDays(form, box, fields) {
  const event = /** @type {HTMLSelectElement | null} */ (form.elements.namedItem("event"))?.value;
  const typed = Object.fromEntries(fields.map((field) => [field.name, field.value]));
  const preset = form.dataset.letter ? { letter: form.dataset.letter } : {};
  const inputs = event ? { ...typed, event } : typed;
  try {
    runtime.start(box, form.dataset.calculator, stateOf(form));
    const { said } = await runtime.ask({ calculator: form.dataset.calculator, state: stateOf(form) || "US", preset, inputs, dates: Object.keys(typed) });
    return fields.filter((field) => said[field.name] && field.value === typed[field.name]).map((field) => [field, said[field.name]]);
  } catch {
    return []; // submitting will say what is wrong
  }
}

/** @param {HTMLInputElement} field @param {Read} read @param {boolean} left an incomplete date is no error until the field loses focus */
function show(field, read, left) {
  field.dataset.of = field.value;
  field.dataset.iso = read.iso;
  field.dataset.kept = read.kept;
  const picked = pickerOf(field);
  if (picked && (picked !== document.activeElement || !picked.value)) picked.value = read.iso; // not while the picker is in use
  if (read.words) wordsOf(field).textContent = read.words;
  else if (left && read.problem) setTimeout(() => field.dataset.kept === read.kept && !isMarked(field) && (wordsOf(field).textContent = read.problem), FINGER);
}

/** True if the problem stands beside the field already. @param {HTMLInputElement} field */
const isMarked = (field) => document.getElementById(`${field.id}-error`)?.hidden === false;

/** Remove a problem from the echo: it is said in red now, and must not be read out twice. @param {HTMLElement} field */
export function isSaidBeside(field) {
  const echo = document.getElementById(`${field.id}-understood`);
  if (echo && echo.textContent === document.getElementById(`${field.id}-error`)?.textContent) echo.textContent = "";
}

/** False if the field changed since it was read: a draft or another child's case may have been filled in.
 * @param {HTMLInputElement | HTMLTextAreaElement} field */
const isRead = (field) => field.dataset.of === undefined || field.dataset.of === field.value;

/** Drop the echo, which is for another content. @param {HTMLInputElement} field */
function forget(field) {
  for (const name of ["of", "iso", "kept"]) delete field.dataset[name];
  wordsOf(field).textContent = "";
}

/** A day as stored: with its year, if known. @param {HTMLInputElement | HTMLTextAreaElement | null} field */
export function keptOf(field) {
  return (field && isRead(field) && field.dataset.kept) || field?.value || "";
}

/** A form's days as stored, by field. @param {HTMLFormElement} form */
export const daysOf = (form) => Object.fromEntries(filled(form).map((field) => [field.name, keptOf(field)]));

/** The place for the echo, reserved from the first key: it must not move a button when the field loses focus.
 * @param {HTMLInputElement} field */
function wordsOf(field) {
  const around = /** @type {HTMLElement} */ (field.closest(".pt-field"));
  const place = around.querySelector(":scope > .pt-understood");
  if (place) return place;
  const made = document.createElement("p");
  made.className = "pt-understood";
  made.id = `${field.id}-understood`;
  made.setAttribute("role", "status");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${made.id}`.trim());
  around.querySelector(":scope > .pt-error")?.before(made);
  return made;
}

/** Keep the unreadable text, and offer the picked day beside it. @param {HTMLInputElement} field @param {string} day */
function offer(field, day) {
  const use = document.createElement("button");
  use.type = "button";
  use.textContent = `Use ${day} instead`;
  use.addEventListener("click", () => put(field, day));
  wordsOf(field).replaceChildren(use);
}

/** @param {HTMLInputElement} field @param {string} day */
function put(field, day) {
  field.value = day;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}

/** A field's day in ISO form, if known; else empty. @param {HTMLInputElement} field */
function dayOf(field) {
  return (isRead(field) && field.dataset.iso) || (ISO.test(field.value.trim()) ? field.value.trim() : "");
}

/** @param {HTMLInputElement} field */
function pickerOf(field) {
  return /** @type {HTMLInputElement | null} */ (field.parentElement?.querySelector(".pt-pick"));
}

/** @param {EventTarget | null} target @returns {HTMLInputElement | null} */
function dayField(target) {
  return target instanceof Element && target.matches(DAYS) ? /** @type {HTMLInputElement} */ (target) : null;
}

/** The date fields with content. @param {HTMLFormElement} form */
function filled(form) {
  return /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(DAYS)]).filter((field) => field.value.trim());
}
