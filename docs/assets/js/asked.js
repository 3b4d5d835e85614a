// What a form begins with: what the address asks for, and the state that was chosen before.

const STATE = "paper-trail.state";

const given = new URLSearchParams([...new URLSearchParams(location.search), ...new URLSearchParams(location.hash.slice(1))]);
// Days of a case are in no list of the pages that were read.
if (location.hash.includes("=")) history.replaceState(history.state, "", location.pathname + location.search);

/** What the address asked for (?state=MS&event=..., and days behind the #, which no server sees). */
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
  try {
    const slug = localStorage.getItem(STATE);
    const option = form.querySelector(`option[data-slug="${CSS.escape(slug ?? "")}"]`);
    return /** @type {HTMLOptionElement | null} */ (option)?.value ?? null;
  } catch {
    return null; // storage is switched off
  }
}

/** Keep the chosen state for other pages and the next visit. Not when an answer comes: all may have been deleted since it was
 * asked for. @param {HTMLFormElement} form */
export function rememberState(form) {
  const select = form.elements.namedItem("state");
  const slug = select instanceof HTMLSelectElement && select.selectedOptions[0]?.dataset.slug;
  try {
    if (slug) localStorage.setItem(STATE, slug);
  } catch {
    // Storage is switched off: the choice holds for this page only.
  }
}
