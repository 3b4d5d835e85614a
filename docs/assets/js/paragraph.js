// Creates a paragraph.

/** @param {string} words @param {string} [kind] its class */
export function paragraph(words, kind = "") {
  const made = document.createElement("p");
  made.textContent = words;
  if (kind) made.className = kind;
  return made;
}
