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
  const lead = () => leadTo(select?.selectedOptions[0]?.dataset.slug ?? recall(STATE) ?? "federal");
  select?.addEventListener("change", lead);
  lead();
}
