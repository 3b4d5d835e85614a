// Creates a button, or a paragraph.

/** @param {string} words @param {(pressed: HTMLButtonElement) => void} act
 * @param {string} [label] its accessible name, if the words need context */
export function button(words, act, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", () => act(made));
  return made;
}

/** @param {string} words @param {string} [kind] its class */
export function paragraph(words, kind = "") {
  const made = document.createElement("p");
  made.textContent = words;
  if (kind) made.className = kind;
  return made;
}
