// My case: what is to do today, on top. Python makes the list; this gives it what is kept of the child, and shows it.

import { box, form, state } from "./fields.js";
import { pointLinks } from "../form/form.js";
import * as store from "../records/store.js";
import { putHtml } from "../trusted.js";

const today = /** @type {HTMLElement} */ (box.querySelector(".pt-today"));
const list = /** @type {HTMLElement} */ (today.querySelector(".pt-today-list"));
const begin = /** @type {HTMLElement} */ (box.querySelector(".pt-begin"));

/** What is kept of the child beside its case, each as its own tool takes it. @type {{log?: object, days_out?: Object<string, string>, notes?: object[]}} */
let besides = {};
export const kept = () => besides;

/** Read it. Where nothing is kept at all, the page says what to begin with. @param {string} child @param {{id: string}[]} kids */
export async function readKept(child, kids) {
  const [{ services, sessions, notes }, drafts, { closed, school }] = [await store.log(child), await store.drafts(), await store.read(child)];
  const { whole: _whole, ...days } = school;
  const [out] = await store.typedIn(child, "days_out");
  besides = {
    ...(services.length ? { log: { services, sessions, closed, ...days } } : {}),
    ...(notes.length ? { notes } : {}),
    ...(out ? { days_out: Object.fromEntries(Object.entries(out).filter(([name, value]) => value && name !== "state")) } : {}),
  };
  begin.hidden = kids.length > 0 || Object.keys(besides).length > 0 || drafts.length > 0;
}

/** @param {string} html empty to take the list away */
export function showToday(html) {
  const before = form.getBoundingClientRect().top;
  today.hidden = !html;
  putHtml(list, html);
  pointLinks(list, box, state.value);
  if (form.contains(document.activeElement)) scrollBy(0, form.getBoundingClientRect().top - before); // nothing moves for who types
}
