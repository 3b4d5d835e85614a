// A draft's title, and the page of its form.

import { asked } from "../asked.js";

/** A deadline form has a separate draft for each event and state in a link.
 * @param {HTMLElement} box @param {HTMLFormElement} form */
export function whatItIs(box, form) {
  const path = location.pathname.slice(new URL(box.dataset.root ?? "", document.baseURI).pathname.length);
  const heading = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? document.title;
  if (form.dataset.letter) return { page: path, name: `letter ${form.dataset.letter}`, title: () => heading };
  const query = new URLSearchParams(["event", "state"].flatMap((part) => (asked().get(part) ? [[part, asked().get(part) ?? ""]] : [])));
  const page = String(query) ? `${path}?${query}` : path;
  const event = /** @type {HTMLSelectElement | null} */ (form.elements.namedItem("event"));
  const title = () => (event ? `Dates: ${event.selectedOptions?.[0]?.text || heading}` : heading);
  return { page, name: `${form.dataset.calculator} ${page}`, title };
}
