// A form's content, for saving and restoring: every field, every row, every open fold.

import { ownQuestions, rowsOf, setRows } from "./rows.js";

/** `fields` by name, `rows` the numbers of each group's rows in order, `open` the open folds.
 * @typedef {{fields: Object<string, string>, rows: Object<string, string[]>, open: string[]}} Filled */

/** @param {HTMLFormElement} form @returns {Filled} */
export function filled(form) {
  /** @type {Object<string, string>} */ const fields = {};
  for (const control of fieldsOf(form)) {
    if (control.type !== "radio") fields[control.name] = valueOf(control);
    else if (control.checked) fields[control.name] = control.value;
  }
  return { fields, rows: rowsOf(form), open: foldsOf(form).flatMap(({ name, fold }) => (fold.open ? [name] : [])) };
}

/** Restore a form's content. Fields that it does not name stay as they are, and so do `others`.
 * @param {HTMLFormElement} form @param {Filled} was @param {Set<string>} [others] */
export function fill(form, { fields, rows, open }, others = new Set()) {
  setRows(form, rows);
  for (const control of fieldsOf(form)) {
    const value = fields[control.name];
    if (value === undefined || others.has(control.name)) continue;
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.type === "checkbox") control.checked = value !== "";
    else if (control.value !== value) {
      const isBegun = !control.value && control === document.activeElement;
      control.value = value;
      if (isBegun && control.closest(".pt-date")) control.select(); // two dates in one field are an error; text is never replaced
    }
  }
  for (const { name, fold } of foldsOf(form)) if (open.includes(name)) fold.open = true;
  ownQuestions(form);
}

/** Names of the fields whose value differs from the empty form's. @param {HTMLFormElement} form @returns {string[]} */
export function touched(form) {
  return fieldsOf(form).filter((control) => valueOf(control) !== atFirst(control)).map(({ name }) => name);
}

/** Reset the form. @param {HTMLFormElement} form */
export function empty(form) {
  setRows(form, null);
  form.reset();
  for (const control of fieldsOf(form)) if (control.type === "hidden") control.value = "";
  ownQuestions(form);
  form.dispatchEvent(new CustomEvent("pt:emptied"));
}

/** @param {HTMLFormElement} form */
function fieldsOf(form) {
  return /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[name]:is(input, select, textarea)")]);
}

/** @param {HTMLInputElement} control */
function valueOf(control) {
  return control.type === "checkbox" && !control.checked ? "" : control.value;
}

/** @param {HTMLInputElement | HTMLSelectElement} control */
function atFirst(control) {
  if (control instanceof HTMLSelectElement) return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value ?? "";
  if (control.type === "hidden") return "";
  if (control.type === "radio") return control.defaultChecked === control.checked ? control.value : "";
  return control.type === "checkbox" ? (control.defaultChecked ? control.value : "") : control.defaultValue;
}

/** The folds by name: that of the first field in each. @param {HTMLFormElement} form */
function foldsOf(form) {
  return [...form.querySelectorAll("details")].map((fold) => ({ fold, name: fold.querySelector("[name]")?.getAttribute("name") ?? "" }));
}
