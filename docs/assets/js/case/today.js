// My case: the to-do list of all children. Python makes the lines; this sorts and shows them.

import { box, form, state } from "./fields.js";
import { child, kids } from "./kept.js";
import { expectResult } from "../form/form.js";
import { childName } from "../records/child-name.js";
import { putHtml } from "../trusted.js";

/** Python's answer for one child (calculators/tools/today.py).
 * @typedef {{day: string, nothing: string, lines: {order: string, html: string}[]}} List */

const today = /** @type {HTMLElement} */ (box.querySelector(".pt-today"));
const list = /** @type {HTMLElement} */ (today.querySelector(".pt-today-list"));

/** By child. @type {Map<string, List>} */ const lists = new Map();
/** The line that was followed to another child. */
let followed = "";

/** What shows an answer, once it was loaded. @type {typeof import("../form/result.js") | undefined} */ let by;
/** Before an answer is shown. */
export const readyToShow = async () => (by = await expectResult());

/** Lines include names if there are several children. */
export const areSeveral = () => kids.length > 1;

/** The line for a child whose list could not be made.
 * @param {{id: string, name: string}} kid @param {string} words @returns {List} */
export function instead(kid, words) {
  const name = childName(kid), line = document.createElement("li"), button = document.createElement("button"), said = document.createElement("strong");
  Object.assign(line.dataset, { kind: "ask", child: kid.id, key: `${kid.id} ${words}` });
  said.textContent = `${name}: ${words}`;
  Object.assign(button, { type: "button", className: "pt-show-child", textContent: `Show ${name}` });
  line.append(said, " ", button);
  return { day: "", nothing: "", lines: [{ order: "", html: line.outerHTML }] };
}

/** While another child loads, its lines stay and keep leading to it. */
export function leaveToday() {
  if (!areSeveral()) showToday(null);
}

/** Discard everything: its data was deleted. */
export function forgetToday() {
  lists.clear();
}

/** @param {List | null} said of a child; null to take its lines away @param {string} [of] */
export function showToday(said, of = child) {
  if (said) lists.set(of, said);
  else lists.delete(of);
  draw();
  if (said && of === child) arrive();
}

function draw() {
  const before = form.getBoundingClientRect().top;
  const found = (areSeveral() ? kids : [{ id: child }]).flatMap(({ id }) => lists.get(id) ?? []);
  const lines = found.flatMap((one) => one.lines).sort((one, other) => Number(one.order > other.order) - Number(one.order < other.order));
  const day = found.find((one) => one.day)?.day ?? "", nothing = found.find((one) => one.nothing)?.nothing ?? "";
  const fresh = document.createElement("div");
  putHtml(fresh, day + (lines.length ? `<ul>${lines.map(({ html }) => html).join("")}</ul>` : nothing));
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll("li[data-child]"))) line.tabIndex = -1; // see `arrive`
  by?.pointLinks(fresh, box, state.value);
  today.hidden = !found.length;
  if (by) by.renew(list, fresh);
  else list.replaceChildren(...fresh.childNodes);
  if (form.contains(document.activeElement)) scrollBy(0, form.getBoundingClientRect().top - before); // keeps the form in place while typing
}

/** Restore the focus to the followed line once its child is shown. */
function arrive() {
  if (!followed) return;
  const lines = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("li")]);
  const line = lines.find(({ dataset }) => dataset.key === followed) ?? lines.find(({ dataset }) => dataset.child === child);
  followed = "";
  line?.focus();
}

/** A line of another child leads to that child, not to a letter, which would be about the child shown.
 * @param {(id: string) => void} show */
export function onLine(show) {
  list.addEventListener("click", (event) => {
    const pressed = /** @type {HTMLElement} */ (event.target).closest("a, button"), line = /** @type {HTMLElement | null} */ (pressed?.closest("li[data-child]"));
    if (!line || line.dataset.child === child) return;
    event.preventDefault();
    followed = line.dataset.key ?? "";
    show(line.dataset.child ?? "");
  });
}
