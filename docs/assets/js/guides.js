// A letter leads back to its guides in the parent's own state: the one chosen in the form, else the one chosen before.

const STATE = "paper-trail.state";
const FEDERAL = /federal(?=\/[^/]+\/$)/;

/** @param {NodeListOf<HTMLAnchorElement>} links to the guides that every state has */
export function leadBack(links) {
  const select = /** @type {HTMLSelectElement | null} */ (document.querySelector("form select[name=state]"));
  const written = [...links].map((link) => link.href);
  const lead = () => links.forEach((link, at) => (link.href = written[at].replace(FEDERAL, select?.selectedOptions[0]?.dataset.slug ?? remembered())));
  select?.addEventListener("change", lead);
  lead();
}

function remembered() {
  try {
    return localStorage.getItem(STATE) ?? "federal";
  } catch {
    return "federal"; // storage is switched off
  }
}
