// The answers in a form, as a list: each question with what was typed or chosen.

import { paragraph } from "../button.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/** The visible fields of a form or a part of it. @param {HTMLElement} part @returns {Field[]} */
export function fieldsOf(part) {
  return /** @type {Field[]} */ ([...part.querySelectorAll("input[name], select[name], textarea[name]")]).filter((field) => !field.closest("[data-when][hidden]"));
}

/** A checkbox. @param {Field} field @returns {field is HTMLInputElement} */
export const isBox = (field) => field.type === "checkbox";

/** @param {Field} field */
export const isMissing = (field) => field.required && !field.value.trim() && !isLeftOut(field);

/** Whether a field is in an empty row that is not needed. @param {Field} field */
export function isLeftOut(field) {
  const row = /** @type {HTMLElement | null} */ (field.closest(".pt-row-list > .pt-row"));
  if (!row || !isEmpty(row)) return false;
  const rows = /** @type {HTMLElement[]} */ ([...(row.parentElement?.querySelectorAll(":scope > .pt-row") ?? [])]);
  return row !== rows[0] || !rows.every(isEmpty) || row.closest(".pt-rows")?.querySelector(":scope > legend .pt-optional") !== null;
}

/** @param {HTMLElement} row */
export const isEmpty = (row) => fieldsOf(row).every((field) => !field.value.trim());

/** The answers to these questions; one that must be answered and is not says so. @param {Field[]} fields */
export function answers(fields) {
  const list = document.createElement("dl");
  for (const field of fields) {
    const words = shown(field);
    if (!words && !isMissing(field)) continue;
    const name = document.createElement("dt"), value = document.createElement("dd");
    const row = /** @type {HTMLElement | null} */ (field.closest(".pt-row-list > .pt-row, .pt-card"));
    name.textContent = row ? `${row.querySelector("legend")?.textContent?.trim()}: ${labelOf(field)}` : labelOf(field);
    value.textContent = words || "Missing";
    if (!words) value.className = "pt-missing";
    list.append(name, value);
  }
  return list.children.length ? list : paragraph("Nothing.");
}

/** What stands in a field, in words; a day with its year, as `keptOf` in dates.js, which would come with every form. @param {Field} field */
export const shown = (field) => {
  if (isBox(field)) return field.checked ? "Yes" : "";
  return field instanceof HTMLSelectElement ? (field.value ? field.selectedOptions[0]?.textContent ?? "" : "") : (field.dataset.of === field.value && field.dataset.kept || field.value).trim();
};

/** A part's title, without "Part 2 of 6". @param {HTMLElement} part */
export const titleOf = (part) => part.querySelector("h3")?.lastChild?.textContent?.trim() ?? "";

/** A field's question, without "(optional)". @param {Field} field */
export const labelOf = (field) => {
  const label = field.closest(".pt-field")?.querySelector("label");
  return (isBox(field) ? label : label?.firstChild)?.textContent?.trim() ?? "";
};
