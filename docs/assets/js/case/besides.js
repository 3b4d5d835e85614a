// My case: a child's other records, each in its own tool's format (calculators/tools/today.py).

import { nickname } from "./fields.js";
import { child, kids } from "./kept.js";
import * as store from "../records/store.js";

/** @typedef {{log?: object, days_out?: Object<string, string>, notes?: object[]}} Besides */

/** @type {Besides} */ let shown = {};
/** The records of the child shown. */
export const besides = () => shown;

const begin = /** @type {HTMLElement} */ (document.querySelector(".pt-begin"));

/** Load them for the child about to be shown. Without any records at all, the page says where to start.
 * @param {string} id @param {{id: string}[]} all */
export async function readBesides(id, all) {
  shown = await besidesOf(id, await store.read(id));
  begin.hidden = all.length > 0 || Object.keys(shown).length > 0 || (await store.drafts()).length > 0;
}

/** @param {string} id @param {store.Case} kept @returns {Promise<Besides>} */
export async function besidesOf(id, { closed, school }) {
  const { services, sessions, notes } = await store.log(id), [out] = await store.typedIn(id, "days_out");
  const { whole: _whole, ...days } = school;
  return {
    ...(services.length ? { log: { services, sessions, closed, ...days } } : {}),
    ...(notes.length ? { notes } : {}),
    ...(out ? { days_out: Object.fromEntries(Object.entries(out).filter(([name, value]) => value && name !== "state")) } : {}),
  };
}

/** Which child a to-do list belongs to, if there are several; nothing for an only child. @param {string} id */
export function whose(id) {
  if (kids.length < 2) return {};
  const name = id === child ? nickname.value.trim() : kids.find((kid) => kid.id === id)?.name ?? "";
  return { whose: { id, name, shown: id === child ? "yes" : "" } };
}
