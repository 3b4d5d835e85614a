// Under a finished letter or other answer: the days in it that start clocks, and a button that adds them to the case.

import { pointLinks } from "../form/result.js";
import { putHtml } from "../trusted.js";
import * as store from "./store.js";
import { forEach, tell, whose } from "./whose.js";

/** @param {HTMLElement} before the element that follows it @param {{html: string, keep: store.Told[]}} known
 * @param {{state: string, root: string, name: string}} about the letter's state and child, and the path to the site's root */
export async function showKnown(before, { html, keep }, { state, root, name }) {
  const part = document.createElement("section");
  part.className = "pt-sent pt-known";
  putHtml(part, html.replace("<h3>", "<h4>").replace("</h3>", "</h4>"));
  const told = document.createElement("p");
  told.className = "pt-kept";
  part.querySelector(".pt-intro")?.after(told);
  pointLinks(part, before, state);
  before.before(part);
  if (!keep.length) return;
  const { kids, own } = await whose(name);
  const which = keep.length > 2 ? `these ${keep.length} dates` : keep.length > 1 ? "both dates" : "this date";
  const first = own ? [own, ...kids.filter(({ id }) => id !== own.id)] : kids;
  /** @param {import("./whose.js").Kid} kid @param {import("./whose.js").Kid} [from] */
  const keepFor = async (kid, from) => {
    if (from) await store.removeDays(from.id, keep);
    const stay = await store.addDays(kid.id, keep);
    await store.save(kid.id, {}, { state });
    tell(told, keep.length > 1 ? "The dates are" : "The date is", kid, kids, root, (other) => keepFor(other, kid));
    if (stay.length) told.append(` ${stay.join(", ")} was kept there before, and stays. Change it in My case if it is wrong.`);
  };
  told.replaceChildren(...forEach(first, (child) => (kids.length > 1 || own?.name ? `Keep ${which} for ${child}` : `Keep ${which} in my case`), keepFor));
}
