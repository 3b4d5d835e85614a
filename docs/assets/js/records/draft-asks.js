// Questions above a form with a draft: whose it is, and whether the draft's or a link's answers apply.

import { button } from "../button.js";
import { childChoice } from "./child-name.js";

/** @typedef {import("../form/filled.js").Filled} Filled */

/** A link brought answers that differ from the draft's: nothing is overwritten without asking.
 * @param {HTMLElement} place @param {HTMLFormElement} form @param {string[]} fields @param {Filled} stood the link's answers
 * @param {() => void} take apply the link's answers */
export function askAboutLink(place, form, fields, stood, take) {
  place.querySelector(".pt-draft-ask")?.remove();
  if (!fields.length) return;
  const ask = document.createElement("div");
  ask.className = "pt-draft-ask pt-warning";
  ask.setAttribute("role", "alert");
  const words = document.createElement("p");
  const more = fields.some((field) => field.includes(".")) ? " What stands in your draft stays: they come in beside it." : "";
  words.textContent = `This is your draft. The link that you opened has other answers: ${fields.map((field) => `“${labelOf(form, field)}”: ${shownValue(form, field, stood.fields[field])}`).join("; ")}.${more}`;
  ask.append(words, button("Take those of the link", () => {
    take();
    ask.remove();
  }), button("Keep my draft", () => ask.remove()));
  place.append(ask);
  if (!form.contains(document.activeElement)) ask.scrollIntoView({ block: "nearest" }); // nothing moves while someone types
}

/** With several children: which one this is about.
 * @param {HTMLElement} place @param {{id: string, name: string}[]} kids @param {string} child @param {(id: string) => void} choose */
export function askForChild(place, kids, child, choose) {
  place.querySelector(".pt-draft-child")?.remove();
  if (kids.length < 2) return;
  const label = document.createElement("label");
  const choice = document.createElement("select");
  label.className = "pt-draft-child";
  choice.append(...kids.map((kid) => new Option(childChoice(kid), kid.id, false, kid.id === child)));
  choice.addEventListener("change", () => choose(choice.value));
  label.append("For which child is this? ", choice);
  place.prepend(label);
}

/** The field with this name; if its row no longer exists, the same field of another row. @param {HTMLFormElement} form @param {string} name */
function fieldOf(form, name) {
  const [group, , inner] = name.split(".");
  return /** @type {HTMLElement} */ (form.elements.namedItem(name) ?? form.querySelector(`[name^="${group}."][name$=".${inner}"]`));
}

/** @param {HTMLFormElement} form @param {string} name */
function labelOf(form, name) {
  const label = form.querySelector(`label[for="${CSS.escape(fieldOf(form, name).id)}"]`);
  return (label?.firstChild?.textContent || label?.textContent)?.trim() ?? name;
}

/** An answer as shown on the page. @param {HTMLFormElement} form @param {string} name @param {string} value */
function shownValue(form, name, value) {
  const control = fieldOf(form, name);
  const option = control instanceof HTMLSelectElement && [...control.options].find((one) => one.value === value);
  return option ? option.text : value || "empty";
}
