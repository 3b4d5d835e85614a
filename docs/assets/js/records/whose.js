// Which child something is stored for: never guessed silently, and changed with one tap.

import { button } from "../button.js";
import { childName } from "./child-name.js";
import * as store from "./store.js";

/** @typedef {{id: string, name: string}} Kid */

/** A day kept before, from which a case still counts, and the later one that it does not count from.
 * @typedef {{event: string, was: string, now: string}} Stays */

/** The children, and the one that something is about: the only child, the form's, or the one whose nickname a letter contains. None if
 * the form says one child and the letter another. @param {string} named the name in the letter @param {string} [chosen] the form's child, by its id
 * @returns {Promise<{kids: Kid[], own: Kid | null}>} */
export async function whose(named, chosen) {
  const kids = await store.children();
  if (kids.length < 2) return { kids, own: kids[0] ?? { id: await store.current(), name: "" } };
  const words = named.trim().toLowerCase();
  const called = kids.filter(({ name }) => name && [words, words.split(/\s+/)[0]].includes(name.toLowerCase()));
  const said = kids.find(({ id }) => id === chosen);
  if (said) return { kids, own: called.length && !called.includes(said) ? null : said };
  return { kids, own: called.length === 1 ? called[0] : null };
}

/** A button per child. @param {Kid[]} kids @param {(name: string) => string} words on it @param {(kid: Kid) => void} press */
export function forEach(kids, words, press) {
  return kids.map((kid) => button(words(childName(kid)), () => press(kid)));
}

/** Keep days in a child's case, and tell so. A day kept before stays until a press counts from the new one.
 * @param {HTMLElement} place @param {store.Told[]} days @param {(kept: number) => string} what is stored, by how many days are @param {Kid} kid
 * @param {Kid[]} kids @param {string} root @param {(kid: Kid) => void} move @returns {Promise<() => Promise<void>>} takes it back */
export async function keepDays(place, days, what, kid, kids, root, move) {
  await store.addDays(kid.id, days);
  const { events } = await store.read(kid.id), isThere = (/** @type {store.Told} */ one) => (events[one.event] ?? "").split("\n").includes(one.day);
  /** @type {Stays[]} */ const stays = days.filter((one) => !isThere(one)).map(({ event, day }) => ({ event, was: (events[event] ?? "").split("\n")[0], now: day }));
  /** @type {Stays[]} */ const changed = [];
  const show = () => {
    const still = stays.filter((one) => !changed.includes(one));
    tell(place, what(days.length - still.length), kid, kids, root, move, still, async (one) => {
      await store.replaceDay(kid.id, one.event, one.was, one.now);
      changed.push(one);
      show();
      place.querySelector("a")?.focus();
    });
  };
  show();
  return async () => {
    await store.removeDays(kid.id, days.filter(isThere));
    for (const { event, was, now } of changed) await store.replaceDay(kid.id, event, now, was);
  };
}

/** The result: whose it is, a link to the case, what the case still counts from, and the other children.
 * @param {HTMLElement} place @param {string} what is stored; empty if nothing is @param {Kid} kid @param {Kid[]} kids @param {string} root
 * @param {(kid: Kid) => void} move @param {Stays[]} stays @param {(one: Stays) => void} count */
function tell(place, what, kid, kids, root, move, stays, count) {
  place.replaceChildren();
  place.classList.remove("pt-warning");
  place.setAttribute("role", "status");
  if (store.whyNotKept()) return place.append("This browser keeps nothing. Write the date on your copy of the letter.");
  const mine = document.createElement("a"), whom = kid.name ? ` for ${kid.name}` : "";
  mine.href = `${root}tools/case/`;
  mine.textContent = "My case";
  if (what) place.append(`${what} kept on this phone${whom}, in `, mine, ".");
  for (const one of stays) {
    place.append(...(place.contains(mine) ? [" My case"] : [mine]), ` still counts from ${one.was}${what ? "" : whom}. `, button(`Count from ${one.now} instead`, () => count(one)));
  }
  if (kids.length > 1) place.append(" Wrong child? ", ...forEach(kids.filter(({ id }) => id !== kid.id), (name) => `Move it to ${name}`, move));
}
