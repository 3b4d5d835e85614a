// Closed days shown back as they were understood, line by line, each to be changed or taken out. Python reads them.

import { button } from "./button.js";

/** @typedef {{text: string, words: string, problem: string}} Line */

/** Lines shown at first; the rest stands in the box above. */
const MOST_SHOWN = 60;
let turn = 0;

/** @param {{text: string, ask: (text: string) => Promise<any>, place: HTMLElement, changed: (text: string) => Promise<void>, corrected: () => void, wrong: (sentence: string) => void}} part
 * `changed` is told of lines that were written out with their year; `corrected` that a parent changed one; `wrong` of what holds for the whole text. */
export async function showClosedDays({ text, ask, place, changed, corrected, wrong }) {
  const mine = ++turn;
  if (!text.trim()) return hide(place);
  const said = await ask(text).catch(() => null);
  if (mine !== turn || !said) return;
  if (said.problems) {
    hide(place);
    return wrong(said.problems.closed);
  }
  /** @type {Line[]} */ const lines = said.lines;
  if (lines.some((line, index) => line.text !== split(text)[index])) await changed(joined(lines));
  const title = document.createElement("p");
  title.textContent = "We read these days as closed. Is one wrong? Change it.";
  const list = document.createElement("ul");
  const put = async (/** @type {Line[]} */ corrections) => {
    await changed(joined(corrections));
    corrected();
  };
  list.append(...lines.slice(0, MOST_SHOWN).map((line, index) => item(line, {
    change: (words) => put(lines.map((one, other) => (other === index ? { ...one, text: words } : one))),
    takeOut: () => put(lines.filter((_, other) => other !== index)),
  })));
  place.replaceChildren(title, list);
  if (lines.length > MOST_SHOWN) {
    const more = document.createElement("p");
    more.textContent = `And ${lines.length - MOST_SHOWN} more, in the box above.`;
    place.append(more);
  }
  place.hidden = false;
}

/** @param {Line} line @param {{change: (words: string) => void, takeOut: () => void}} act */
function item(line, { change, takeOut }) {
  const made = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = line.words || line.text;
  const edit = button("Change", () => {
    const field = document.createElement("input");
    field.type = "text";
    field.value = line.text;
    field.setAttribute("aria-label", "Closed days");
    field.addEventListener("change", () => change(field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      field.blur();
    });
    words.replaceWith(field);
    edit.remove();
    field.focus();
  }, `Change: ${line.text}`);
  made.append(words, edit, button("Take out", takeOut, `Take out: ${line.text}`));
  if (line.problem) {
    const problem = document.createElement("p");
    problem.className = "pt-unread"; // not pt-error: an answer clears those of fields
    problem.textContent = line.problem;
    made.append(problem);
  }
  return made;
}

/** The lines of a text, as Python splits it. @param {string} text */
function split(text) {
  return text.split(/[;\n]+/).map((line) => line.trim()).filter(Boolean);
}

/** @param {Line[]} lines */
function joined(lines) {
  return lines.map((line) => line.text).join("\n");
}

/** @param {HTMLElement} place */
function hide(place) {
  place.hidden = true;
  place.replaceChildren();
}
