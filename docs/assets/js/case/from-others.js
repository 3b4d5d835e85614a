// "About us": what is known already, of the parent or of another child, is offered where nothing stands yet.

import { button } from "../button.js";
import { addKnown } from "./people-list.js";
import { called } from "../records/person.js";
import * as store from "../records/store.js";

/** The answers that brothers and sisters often share. */
const SHARED = ["home", "school", "district"];

const form = /** @type {HTMLFormElement} */ (document.querySelector(".pt-about-form"));
const add = /** @type {HTMLElement} */ (document.querySelector(".pt-people .pt-add"));

/** @param {string} name */
const fieldOf = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** Numbers the questions, so that a late answer about another child shows nothing. */
let turns = 0;

/** Offer what is known to the child shown. */
async function offer() {
  if (store.whyNotKept()) return;
  const turn = ++turns;
  const id = await store.current(), own = await store.aboutUs(id);
  const others = await Promise.all((await store.children()).filter((kid) => kid.id !== id).map((kid) => store.aboutUs(kid.id)));
  if (turn !== turns) return;
  for (const name of SHARED) {
    const field = fieldOf(`child.${name}`);
    const known = [name === "home" ? fieldOf("parent.address").value.trim() : "", ...others.map(({ child }) => child[name])].filter(Boolean);
    show(field, "Known already", field.value.trim() ? [] : [...new Set(known)].map((value) => button(value.replace(/\s*\n\s*/g, ", "), () => {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    })));
  }
  const keyOf = (/** @type {store.Person} */ one) => `${one.name.trim().toLowerCase()} ${one.role}`;
  const people = new Map(others.flatMap((one) => one.people).filter(({ name }) => name.trim()).map((one) => [keyOf(one), one]));
  for (const one of own.people) people.delete(keyOf(one));
  show(add, "People of your other children", [...people.values()].map((one) => button(`Also here: ${called(one)}`, () => addKnown(one, id).then(offer))));
}

/** @param {HTMLElement} at what the buttons stand behind @param {string} label @param {HTMLElement[]} buttons */
function show(at, label, buttons) {
  let place = /** @type {HTMLElement | null} */ (at.parentElement?.querySelector(":scope > .pt-note-people") ?? null);
  if (!place) {
    place = document.createElement("div");
    place.className = "pt-note-people";
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", label);
    at.after(place);
  }
  const words = (/** @type {Iterable<Element>} */ all) => JSON.stringify([...all].map((one) => one.textContent));
  if (words(place.children) !== words(buttons)) place.replaceChildren(...buttons); // a button being pressed stays
}

for (const kind of ["input", "pt:filled"]) form.addEventListener(kind, offer);
await offer();
