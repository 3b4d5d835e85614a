// Under a finished letter or other answer: the days in it that start clocks, and a button that adds them to the case.

import { pointLinks } from "../form/result.js";
import { putHtml } from "../trusted.js";
import * as store from "./store.js";
import { forEach, keepDays, whose } from "./whose.js";

/** @param {HTMLElement} before the element that follows it @param {{html: string, keep: store.Told[]}} known
 * @param {{state: string, root: string, name: string, child: string}} about the letter's state, the child's name in it and the form's
 * child, and the path to the site's root */
export async function showKnown(before, { html, keep }, { state, root, name, child }) {
  const part = document.createElement("section");
  part.className = "pt-sent pt-known";
  putHtml(part, html.replace("<h3>", "<h4>").replace("</h3>", "</h4>"));
  const told = document.createElement("p");
  told.className = "pt-kept";
  part.querySelector(".pt-intro")?.after(told);
  pointLinks(part, before, state);
  before.before(part);
  if (!keep.length) return;
  const { kids, own } = await whose(name, child);
  const which = keep.length > 2 ? `these ${keep.length} dates` : keep.length > 1 ? "both dates" : "this date";
  const what = (/** @type {number} */ kept) => (kept > 1 ? "The dates are" : kept ? "The date is" : "");
  /** Takes back what was kept. */ let undo = async () => {};
  /** @param {import("./whose.js").Kid} kid */
  const keepFor = async (kid) => {
    await undo();
    await store.save(kid.id, {}, { state });
    undo = await keepDays(told, keep, what, kid, kids, root, keepFor);
  };
  // One button where the child is known: the other children come after it, as "Wrong child?".
  told.replaceChildren(...forEach(own ? [own] : kids, (named) => (kids.length > 1 || own?.name ? `Keep ${which} for ${named}` : `Keep ${which} in my case`), keepFor));
}
