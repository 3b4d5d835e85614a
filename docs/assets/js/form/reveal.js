// Makes a field visible that is in a closed fold, a collapsed row, or another part of the form.

/** @param {Element} field */
export function reveal(field) {
  field.closest("details")?.setAttribute("open", "");
  const part = /** @type {HTMLElement | null} */ (field.closest(".pt-part"));
  if (part && !part.offsetParent) location.hash = part.id;
  field.dispatchEvent(new CustomEvent("pt:reveal", { bubbles: true }));
}
