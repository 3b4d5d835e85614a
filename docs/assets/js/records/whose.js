// Which child something is stored for: never guessed silently, and changed with one tap.

import { button } from "../button.js";
import { childName } from "./child-name.js";
import * as store from "./store.js";

/** @typedef {{id: string, name: string}} Kid */

/** The children, and the one whose nickname a letter contains; the only child, if there is just one.
 * @param {string} named the name in the letter @returns {Promise<{kids: Kid[], own: Kid | null}>} */
export async function whose(named) {
  const kids = await store.children();
  if (kids.length < 2) return { kids, own: kids[0] ?? { id: await store.current(), name: "" } };
  const words = named.trim().toLowerCase();
  const called = kids.filter(({ name }) => name && [words, words.split(/\s+/)[0]].includes(name.toLowerCase()));
  return { kids, own: called.length === 1 ? called[0] : null };
}

/** A button per child. @param {Kid[]} kids @param {(name: string) => string} words on it @param {(kid: Kid) => void} press */
export function forEach(kids, words, press) {
  return kids.map((kid) => button(words(childName(kid)), () => press(kid)));
}

/** The result: whose it is, a link to the case, and the other children. @param {HTMLElement} place @param {string} what is stored
 * @param {Kid} kid @param {Kid[]} kids @param {string} root @param {(kid: Kid) => void} move */
export function tell(place, what, kid, kids, root, move) {
  place.replaceChildren();
  place.setAttribute("role", "status");
  if (store.whyNotKept()) return place.append("This browser keeps nothing. Write the date on your copy of the letter.");
  const mine = document.createElement("a");
  mine.href = `${root}tools/case/`;
  mine.textContent = "My case";
  place.append(`${what} kept on this phone${kid.name ? ` for ${kid.name}` : ""}, in `, mine, ".");
  if (kids.length > 1) place.append(" Wrong child? ", ...forEach(kids.filter(({ id }) => id !== kid.id), (name) => `Move it to ${name}`, move));
}
