// What a form begins with: what the address asks for, what the page before handed over, and the state that was chosen before.

import { note, recall } from "./records/keys.js";
import { isOver } from "./records/over.js";

const STATE = "paper-trail.state";
/** Where a link leaves days for the form it leads to. A browser's own history keeps each address that was opened, and what
 * stood behind its #, also when the page replaces it at once: so days stand in no address. */
const HANDED = "paper-trail.handed";

/** What an answer's link handed over to this page: "tools/letters/missed-deadline/#due=..." without the page. */
function handed() {
  const [path, fields] = (recall(HANDED) ?? "").split("#");
  note(HANDED, null);
  return path && location.pathname.endsWith(`/${path}`) ? fields : "";
}

const given = new URLSearchParams([location.search, location.hash.slice(1), handed()].flatMap((part) => [...new URLSearchParams(part)]));
// An address from elsewhere, such as a bookmark of an older version.
if (location.hash.includes("=")) history.replaceState(history.state, "", location.pathname + location.search);

document.addEventListener("click", ({ target, ctrlKey, metaKey, shiftKey }) => {
  const link = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (target).closest("a[data-path*='#']"));
  if (!link || ctrlKey || metaKey || shiftKey) return; // another tab has a storage of its own
  note(HANDED, link.dataset.path ?? ""); // where storage is switched off, who follows the link types the days again
});

/** What was asked for: behind the ? (state=MS&event=...), behind the #, and by the link that led here. */
export const asked = () => given;

/** The state that a form is about: its own, or the chosen one; "" if none. @param {HTMLFormElement} form */
export function stateOf(form) {
  return form.dataset.state || /** @type {HTMLSelectElement | null} */ (form.elements.namedItem("state"))?.value || "";
}

/** The state that a form will be about once it is filled in: also the one asked for, or the one chosen before.
 * @param {HTMLFormElement} form */
export function stateToCome(form) {
  return stateOf(form) || asked().get("state") || rememberedState(form) || "";
}

/** The state chosen before, which is kept by its slug. @param {HTMLFormElement} form */
export function rememberedState(form) {
  const option = form.querySelector(`option[data-slug="${CSS.escape(recall(STATE) ?? "")}"]`);
  return /** @type {HTMLOptionElement | null} */ (option)?.value ?? null;
}

/** Keep the chosen state for other pages and the next visit. Not when an answer comes: all may have been deleted since it was
 * asked for. @param {HTMLFormElement} form */
export function rememberState(form) {
  const select = form.elements.namedItem("state");
  const slug = select instanceof HTMLSelectElement && select.selectedOptions[0]?.dataset.slug;
  if (slug && !isOver()) note(STATE, slug); // where storage is switched off the choice holds for this page only
}
