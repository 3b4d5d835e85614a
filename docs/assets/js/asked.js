// What a form begins with: what the address asks for, and the state that was chosen before.

const STATE = "paper-trail.state";

/** What the address asks for (?state=MS&event=..., and days behind the #, which no server sees). */
export function asked() {
  return new URLSearchParams([...new URLSearchParams(location.search), ...new URLSearchParams(location.hash.slice(1))]);
}

/** The state that a form is about: its own, the chosen one, the one asked for, or the one chosen before; "" if none.
 * @param {HTMLFormElement} form */
export function stateOf(form) {
  return form.dataset.state || new FormData(form).get("state")?.toString() || asked().get("state") || rememberedState(form) || "";
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

/** Keep the chosen state for other pages and the next visit. @param {HTMLFormElement} form */
export function rememberState(form) {
  const select = form.elements.namedItem("state");
  const slug = select instanceof HTMLSelectElement && select.selectedOptions[0]?.dataset.slug;
  try {
    if (slug) localStorage.setItem(STATE, slug);
  } catch {
    // Storage is switched off: the choice holds for this page only.
  }
}
