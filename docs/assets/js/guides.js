// A page shared by all states links to the guides of the parent's own: the one chosen on it, else the remembered one.

import { recall } from "./records/keys.js";

const STATE = "paper-trail.state";
const FEDERAL = /federal(?=\/([^/]+\/)?(#|$))/;

/**
 * Returns a function that redirects links to the federal guides to those of a state, by its folder.
 * @param {NodeListOf<HTMLAnchorElement>} links
 */
export function leader(links) {
  const written = [...links].map((link) => link.href);
  return (/** @type {string} */ slug) => links.forEach((link, at) => (link.href = written[at].replace(FEDERAL, slug)));
}

/** @param {NodeListOf<HTMLAnchorElement>} links to guides that every state has */
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

/** Hide what applies in other states only. Without a state everything is shown, and what is federal is printed. @param {string} code */
function showOwn(code) {
  document.documentElement.toggleAttribute("data-own", code !== "");
  const parts = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-states]"));
  for (const part of parts) part.hidden = code !== "" && !(part.dataset.states ?? "").split(" ").includes(code);
}
