// My case: the form's fields, their values, and which are visible.

import { rememberedState } from "../asked.js";
import { isSaidBeside, keptOf } from "../form/dates.js";
import { touched } from "../form/filled.js";
import { clearProblem } from "../form/form.js";
import { FIELDS } from "../form/school-calendar.js";

export const form = /** @type {HTMLFormElement} */ (document.querySelector(".pt-case"));
export const box = /** @type {HTMLElement} */ (form.closest(".pt-calculator"));
export const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
export const children = /** @type {HTMLSelectElement} */ (form.querySelector("#case-child"));
export const add = /** @type {HTMLSelectElement} */ (form.elements.namedItem("add"));
export const closed = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("closed"));
export const nickname = /** @type {HTMLInputElement} */ (form.elements.namedItem("nickname"));
export const state = /** @type {HTMLSelectElement} */ (form.elements.namedItem("state"));
export const events = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".pt-event")]);

/** The folds with the dates of one stage each. */
const groups = /** @type {HTMLDetailsElement[]} */ ([...form.querySelectorAll("details.pt-group")]);

/** Update each fold's summary: the events in its stage with their dates, with the year as read. */
export function summarize() {
  for (const group of groups) {
    const words = /** @type {HTMLElement} */ (group.querySelector("summary > span"));
    const said = events.filter((part) => part.parentElement === group && !part.hidden).map((part) => {
      const line = document.createElement("span");
      line.textContent = inShort(part);
      return line;
    });
    words.replaceChildren(/** @type {HTMLElement} */ (words.firstElementChild), ...said.flatMap((line) => [" ", line]));
  }
}

/** An event with its dates, as typed or with the year as read. @param {HTMLElement} part */
function inShort(part) {
  const title = [...add.options].find(({ value }) => value === part.dataset.event)?.text ?? "";
  return `${title}: ${keptOf(dateOf(part)).trim().split(/\s*\n\s*/).join("; ") || "no date yet"}`;
}

/** Close all folds except the one with the focus. */
export function fold() {
  for (const group of form.querySelectorAll("details:is(.pt-group, .pt-sent-list, .pt-nickname)")) {
    /** @type {HTMLDetailsElement} */ (group).open &&= group.contains(document.activeElement);
  }
}

/** The part of the form with an event's date. @param {string} event */
export function partOf(event) {
  return events.find((part) => part.dataset.event === event);
}

/** @param {HTMLElement} part @returns {HTMLInputElement} */
export function dateOf(part) {
  return /** @type {HTMLInputElement} */ (part.querySelector("[name]"));
}

/** @param {string} name @param {string} value */
export function set(name, value) {
  const control = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
  if (control) control.value = value;
}

/** The field values that count. @returns {Object<string, string>} */
export function inputs() {
  /** @type {Object<string, string>} */ const given = {};
  for (const part of events) if (!part.hidden && dateOf(part).value.trim()) given[part.dataset.event ?? ""] = dateOf(part).value;
  for (const [index, line] of sentLetters().entries()) {
    const { letter = "", arrives = "" } = line.dataset;
    const typed = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (line.querySelector(`[name$=".${name}"]`))?.value.trim() ?? "";
    Object.assign(given, sentLetter(index, letter, typed("received") || arrives, typed("answered")));
  }
  for (const name of ["closed", ...FIELDS, "as_of", "discreet"]) {
    const value = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name))?.value ?? "";
    if (value.trim()) given[name] = value;
  }
  return given;
}

/** A sent letter, as inputs for Python.
 * @param {number} index @param {string} letter @param {string} received @param {string} answered */
const sentLetter = (index, letter, received, answered) => ({ [`sent.${index}.letter`]: letter, [`sent.${index}.received`]: received, [`sent.${index}.answered`]: answered });

/** The same inputs from a stored case: `dated` determine dates, and `all` are sent along.
 * @param {import("../records/store.js").Case} kept @returns {{dated: Object<string, string>, all: Object<string, string>}} */
export function keptInputs({ events, sent, state, closed, school, discreet }) {
  const known = Object.entries(events).filter(([event]) => isKnown(partOf(event), state));
  const letters = sent.map((one, index) => sentLetter(index, one.letter, one.received || one.arrives || one.day, one.answered ?? ""));
  const dated = Object.fromEntries([...known, ...letters.filter((_, at) => !sent[at]?.event).flatMap(Object.entries)]);
  const days = Object.entries({ closed, ...school, discreet }).filter(([, value]) => value);
  return { dated, all: Object.fromEntries([...known, ...letters.flatMap(Object.entries), ...days]) };
}

/** The sent letters, as listed in the form. */
export const sentLetters = () => /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".pt-sent-list li")]);

/** What was typed or selected before a case was shown: stored once it is known for which child.
 * @returns {[HTMLInputElement, string][]} */
export function typedAlready() {
  const state = rememberedState(form) ?? "";
  return touched(form).filter((name) => name !== add.name)
    .map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)))
    .filter(({ name, value }) => name !== "state" || value !== state).map((control) => [control, control.value]);
}

/** Whether a state has an event; without a selected state every event is possible.
 * @param {HTMLElement | undefined} part @param {string} code */
const isKnown = (part, code) => Boolean(part) && (!code || (part?.dataset.states ?? code).split(" ").includes(code));

/** Which date fields are shown, under which headings, and which are unknown in this state. @param {string} child */
export function arrange(child) {
  const there = (/** @type {HTMLElement} */ part) => isKnown(part, state.value);
  const elsewhere = events.filter((part) => dateOf(part).value && !there(part));
  for (const part of events) {
    const shown = part.dataset.added === child || Boolean(dateOf(part).value);
    part.hidden = !shown || !there(part);
  }
  for (const group of groups) group.hidden = !group.querySelector(".pt-event:not([hidden])");
  summarize();
  for (const option of add.options) {
    const part = partOf(option.value);
    if (part) option.hidden = option.disabled = !part.hidden || !there(part);
  }
  const note = /** @type {HTMLElement} */ (form.querySelector(".pt-elsewhere"));
  note.hidden = !elsewhere.length;
  note.textContent = `Kept, but it starts no time limit in this state. ${elsewhere.map((part) => `${inShort(part)}.`).join(" ")}`;
}

/** Make fields with problems visible. @param {Object<string, string>} problems */
export function openFor(problems) {
  for (const field of Object.keys(problems)) {
    const control = form.elements.namedItem(field);
    if (control instanceof HTMLElement) control.closest("details")?.setAttribute("open", "");
  }
}

/** Show or clear the sentence beside a field. @param {HTMLElement} control @param {string} sentence */
export function mark(control, sentence) {
  clearProblem(control);
  const error = document.getElementById(`${control.id}-error`);
  if (!sentence || !error) return;
  error.textContent = sentence;
  error.hidden = false;
  isSaidBeside(control);
  control.setAttribute("aria-invalid", "true");
  control.closest("details")?.setAttribute("open", "");
}
