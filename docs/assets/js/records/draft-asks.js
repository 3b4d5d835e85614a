// What is asked above a form that has a draft: for which child it is, and whether the draft or a link has the answers.

import { button } from "../button.js";

/** @typedef {import("../form/filled.js").Filled} Filled */

/** A link brought answers, and the draft has others: nothing is overwritten unasked.
 * @param {HTMLElement} place @param {HTMLFormElement} form @param {string[]} fields @param {Filled} stood what the link brought
 * @param {() => void} take put the link's answers in */
export function askAboutLink(place, form, fields, stood, take) {
  place.querySelector(".pt-draft-ask")?.remove();
  if (!fields.length) return;
  const ask = document.createElement("div");
  ask.className = "pt-draft-ask pt-warning";
  const words = document.createElement("p");
  words.textContent = `This is your draft. The link that you opened has other answers: ${fields.map((field) => `“${labelOf(form, field)}”: ${shownValue(form, field, stood.fields[field])}`).join("; ")}.`;
  ask.append(words, button("Take those of the link", () => {
    take();
    ask.remove();
  }), button("Keep my draft", () => ask.remove()));
  place.append(ask);
}

/** With several children: for which of them this is.
 * @param {HTMLElement} place @param {{id: string, name: string}[]} kids @param {string} child @param {(id: string) => void} choose */
export function askForChild(place, kids, child, choose) {
  place.querySelector(".pt-draft-child")?.remove();
  if (kids.length < 2) return;
  const label = document.createElement("label");
  const choice = document.createElement("select");
  label.className = "pt-draft-child";
  choice.append(...kids.map((kid) => new Option(kid.name || `Child ${kid.id}, no nickname yet`, kid.id, false, kid.id === child)));
  choice.addEventListener("change", () => choose(choice.value));
  label.append("For which child is this? ", choice);
  place.prepend(label);
}

/** @param {HTMLFormElement} form @param {string} name */
function labelOf(form, name) {
  const control = /** @type {HTMLElement} */ (form.elements.namedItem(name));
  return form.querySelector(`label[for="${CSS.escape(control.id)}"]`)?.firstChild?.textContent?.trim() ?? name;
}

/** An answer as it reads on the page. @param {HTMLFormElement} form @param {string} name @param {string} value */
function shownValue(form, name, value) {
  const control = form.elements.namedItem(name);
  const option = control instanceof HTMLSelectElement && [...control.options].find((one) => one.value === value);
  return option ? option.text : value || "empty";
}
