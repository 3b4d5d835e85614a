// A page that stands once leads to the guides of the parent's own state: the one chosen on it, else the one chosen before.

import { recall } from "./records/keys.js";

const STATE = "paper-trail.state";
const FEDERAL = /federal(?=\/([^/]+\/)?(#|$))/;

/**
 * What makes links to the federal guides lead to those of a state, by its folder.
 * @param {NodeListOf<HTMLAnchorElement>} links
 */
export function leader(links) {
  const written = [...links].map((link) => link.href);
  return (/** @type {string} */ slug) => links.forEach((link, at) => (link.href = written[at].replace(FEDERAL, slug)));
}

/** @param {NodeListOf<HTMLAnchorElement>} links to the guides that every state has */
export function leadBack(links) {
  const select = /** @type {HTMLSelectElement | null} */ (document.querySelector("form select[name=state]"));
  const leadTo = leader(links);
  const lead = () => {
    const slug = select?.selectedOptions[0]?.dataset.slug ?? recall(STATE) ?? "";
    leadTo(slug || "federal");
    showOwn(select?.querySelector(`[data-slug="${CSS.escape(slug)}"]`)?.getAttribute("value") ?? "");
  };
  select?.addEventListener("change", lead);
  lead();
}

/** What holds in other states alone is put away; without a state all of it stands there. @param {string} code */
function showOwn(code) {
  const parts = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-states]"));
  for (const part of parts) part.hidden = code !== "" && !(part.dataset.states ?? "").split(" ").includes(code);
}
