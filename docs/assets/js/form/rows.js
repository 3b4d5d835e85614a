// Forms that grow: rows that a parent adds and removes, and conditional questions.
// Hidden questions keep their values; Python ignores them.

import { button } from "../button.js";

const ROW_NUMBER = "__row__";

/** Prepares a new row, by form. @type {WeakMap<HTMLFormElement, (row: HTMLElement) => void>} */
const equipped = new WeakMap();

/** Let every group of rows grow and shrink. @param {HTMLFormElement} form
 * @param {(row: HTMLElement) => void} equip prepares a new row */
export function growing(form, equip) {
  equipped.set(form, equip);
  for (const group of groupsOf(form)) {
    const list = listOf(group);
    rowsIn(group).forEach((row, number) => (row.dataset.row = String(number)));
    group.dataset.next = group.dataset.first = String(list.children.length);
    count(group);
    /** @type {HTMLButtonElement} */ (group.querySelector(":scope > .pt-add")).addEventListener("click", () => {
      const row = newRow(form, group, group.dataset.next ?? "0");
      list.append(row);
      ownQuestions(form);
      changed(form, group);
      /** @type {HTMLElement | null} */ (row.querySelector("input, select, textarea"))?.focus();
    });
    list.addEventListener("click", (event) => {
      const remove = /** @type {HTMLElement} */ (event.target).closest(".pt-remove");
      if (!remove) return;
      const row = /** @type {HTMLElement} */ (remove.closest(".pt-row"));
      const rows = rowsIn(group), at = rows.indexOf(row);
      const neighbour = rows[at + 1] ?? rows[at - 1];
      takeOut(form, group, row);
      neighbour.focus();
    });
  }
}

/** Remove a row, and offer to restore it if something was typed in it.
 * @param {HTMLFormElement} form @param {HTMLFieldSetElement} group @param {HTMLElement} row */
function takeOut(form, group, row) {
  const words = /** @type {HTMLElement} */ (row.querySelector("legend")).textContent?.trim();
  const filledIn = [...row.querySelectorAll("input[name], textarea")].some((field) => /** @type {HTMLInputElement} */ (field).value.trim());
  listOf(group).querySelector(".pt-removed")?.remove();
  if (filledIn) {
    const said = document.createElement("p");
    said.className = "pt-removed";
    said.setAttribute("role", "status");
    said.append(`${words} was removed. `, button("Put it back", () => {
      said.replaceWith(row);
      changed(form, group);
      row.focus();
    }));
    row.after(said);
  }
  row.remove();
  changed(form, group);
}

/** A group's rows changed. @param {HTMLFormElement} form @param {HTMLFieldSetElement} group */
function changed(form, group) {
  count(group);
  form.dispatchEvent(new CustomEvent("pt:rows"));
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The numbers of each group's rows, in order. @param {HTMLFormElement} form @returns {Object<string, string[]>} */
export function rowsOf(form) {
  return Object.fromEntries(groupsOf(form).map((group) => [group.name, rowsIn(group).map((row) => row.dataset.row ?? "")]));
}

/** Give each group rows with these numbers, or with null those of an empty form.
 * @param {HTMLFormElement} form @param {Object<string, string[]> | null} numbers */
export function setRows(form, numbers) {
  for (const group of groupsOf(form)) {
    const wanted = numbers ? numbers[group.name] : [...Array(Number(group.dataset.first)).keys()].map(String);
    if (!wanted?.length) continue;
    const there = new Map(rowsIn(group).map((row) => [row.dataset.row, row]));
    if (wanted.join() === [...there.keys()].join()) continue;
    listOf(group).replaceChildren(...wanted.map((number) => there.get(number) ?? newRow(form, group, number)));
    count(group);
  }
}

/** @param {HTMLFormElement} form */
function groupsOf(form) {
  return /** @type {HTMLFieldSetElement[]} */ ([...form.querySelectorAll(".pt-rows")]);
}

/** @param {HTMLFieldSetElement} group */
function listOf(group) {
  return /** @type {HTMLElement} */ (group.querySelector(".pt-row-list"));
}

/** @param {HTMLFieldSetElement} group */
function rowsIn(group) {
  return /** @type {HTMLElement[]} */ ([...group.querySelectorAll(".pt-row-list > .pt-row")]);
}

/** @param {HTMLFormElement} form @param {HTMLFieldSetElement} group @param {string} number @returns {HTMLElement} */
function newRow(form, group, number) {
  const template = /** @type {HTMLTemplateElement} */ (group.querySelector(":scope > template"));
  const row = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
  for (const part of row.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) {
      if (value.includes(ROW_NUMBER)) part.setAttribute(name, value.replaceAll(ROW_NUMBER, number));
    }
  }
  row.dataset.row = number;
  group.dataset.next = String(Math.max(Number(group.dataset.next), Number(number) + 1));
  equipped.get(form)?.(row);
  return row;
}

/** Renumber the rows; the last one cannot be removed, and their number is limited. @param {HTMLFieldSetElement} group */
function count(group) {
  const rows = rowsIn(group);
  rows.forEach((row, index) => {
    /** @type {HTMLElement} */ (row.querySelector(".pt-row-number")).textContent = String(index + 1);
    /** @type {HTMLElement} */ (row.querySelector(".pt-remove")).hidden = rows.length === 1;
  });
  /** @type {HTMLElement} */ (group.querySelector(":scope > .pt-add")).hidden = rows.length >= Number(group.dataset.most);
}

/** Show the questions that the current answers call for, and keep doing so. @param {HTMLFormElement} form */
export function ownQuestions(form) {
  const show = () => {
    form.querySelectorAll("[data-when]").forEach((found) => {
      const part = /** @type {HTMLElement} */ (found);
      const own = part.querySelector("[name]")?.getAttribute("name") ?? part.getAttribute("name") ?? "";
      const before = part.matches(".pt-rows") ? "" : own.slice(0, own.lastIndexOf(".") + 1);
      part.hidden = !Object.entries(JSON.parse(part.dataset.when ?? "{}")).every(([names, answers]) =>
        answers.includes(names.split(" ").map((name) => answered(form, before + name)).join(" ")));
    });
  };
  show();
  if (form.dataset.ownQuestions) return;
  form.dataset.ownQuestions = "1";
  form.addEventListener("input", show);
  form.addEventListener("change", show);
}

/** The current answer; nothing if the question is hidden. @param {HTMLFormElement} form @param {string} name */
function answered(form, name) {
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
  if (!field || field.closest("[data-when][hidden]") || (field.type === "checkbox" && !field.checked)) return "";
  return field.value;
}
