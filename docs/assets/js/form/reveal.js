// Brings a field into sight that is folded away, in a row that is shown short, or in a part of the form that is not open.

/** @param {Element} field */
export function reveal(field) {
  field.closest("details")?.setAttribute("open", "");
  const part = /** @type {HTMLElement | null} */ (field.closest(".pt-part"));
  if (part && !part.offsetParent) location.hash = part.id;
  field.dispatchEvent(new CustomEvent("pt:reveal", { bubbles: true }));
}
