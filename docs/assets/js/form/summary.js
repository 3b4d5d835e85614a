// Above a form: the number of missing or invalid answers, with a link to each. Each problem is also shown beside its field.

import { reveal } from "./reveal.js";

/** @param {HTMLFormElement} form @param {{control: HTMLElement, problem: string}[]} wrong @returns {HTMLElement | null} none for a single problem */
export function summary(form, wrong) {
  const before = form.querySelector(":scope > .pt-summary");
  if (wrong.length < 2) {
    before?.remove();
    return null;
  }
  const made = document.createElement("div");
  const title = document.createElement("p");
  const list = document.createElement("ul");
  made.className = "pt-summary";
  made.tabIndex = -1;
  made.setAttribute("role", "alert");
  title.textContent = howMany(wrong.length);
  list.append(...lines(wrong));
  made.append(title, list);
  if (before) before.replaceWith(made);
  else form.prepend(made);
  return made;
}

/** A line with a link for each problem. @param {{control: HTMLElement, problem: string}[]} wrong */
export const lines = (wrong) => wrong.map(({ control, problem }) => item(control, problem));

/** @param {number} left */
export const howMany = (left) => (left === 1 ? "One answer is missing or does not fit yet:" : `${left} answers are missing or do not fit yet:`);

/** Remove an answer's line while it is being changed. @param {HTMLElement} control */
export function strike(control) {
  const all = control.closest("form")?.querySelector(":scope > .pt-summary");
  all?.querySelector(`a[href="#${CSS.escape(control.id)}"]`)?.closest("li")?.remove();
  const left = all?.querySelectorAll("li").length;
  if (left) /** @type {Element} */ (all?.firstElementChild).textContent = howMany(left);
  else all?.remove();
}

/** @param {HTMLElement} control @param {string} problem */
function item(control, problem) {
  const made = document.createElement("li");
  const link = document.createElement("a");
  const row = control.closest(".pt-row > *") && control.closest(".pt-row")?.querySelector("legend")?.textContent?.trim();
  link.href = `#${control.id}`;
  const [first] = problem.split("\n"); // the rest is shown beside the field
  link.textContent = row ? `${row}: ${first}` : first;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    reveal(control);
    control.focus();
  });
  made.append(link);
  return made;
}
