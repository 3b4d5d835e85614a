// Shows how a list of closed days was understood beside its field: closed, open, and questions. Python reads it.

import { stateOf } from "../asked.js";
import { button, paragraph } from "../button.js";
import * as runtime from "../engine/runtime.js";

/** One line of the list: its number, those including its name; what is closed, open and asked; both possible answers.
 * @typedef {{number: number, numbers: number[], text: string, words: string, open: string, problem: string, answers: string[]}} Line */
/** @typedef {{text: string, lines: Line[], years: {label: string, text: string}[], problems?: Object<string, string>}} Said */

/** Lines shown initially; all of them are in the field above. */
const MOST_SHOWN = 60;
let turn = 0;
/** The line, from the top, to refocus after a button in it was pressed; -1 for none. */
let pressed = -1;

/** Redraw the lines and restore the focus to the line at the same position.
 * @param {HTMLElement} place @param {() => void} draw */
function keepFocus(place, draw) {
  const lines = () => [...place.querySelectorAll("li")], within = lines().findIndex((line) => line.contains(document.activeElement));
  const at = within < 0 ? pressed : within;
  pressed = -1;
  draw();
  if (at < 0 || document.activeElement !== document.body) return;
  const now = lines(), field = place.closest("form")?.querySelector("[name=closed]"), fold = /** @type {HTMLDetailsElement | null | undefined} */ (field?.closest("details"));
  const next = now[Math.min(at, now.length - 1)]?.querySelector("button") ?? (fold?.open === false ? fold.querySelector("summary") : field);
  /** @type {HTMLElement | null | undefined} */ (next)?.focus({ preventScroll: now.length > 0 });
}

/** Keep the lines under their field while its fold is open; below the closed fold, their questions still show.
 * @param {HTMLElement} place @param {HTMLElement} field */
function standBeside(place, field) {
  const fold = field.closest("details"), own = field.closest(".pt-field");
  const settle = () => {
    const at = fold?.open === false ? fold : own, focused = place.contains(document.activeElement) && document.activeElement;
    if (at?.nextElementSibling !== place) at?.after(place);
    if (focused) /** @type {HTMLElement} */ (focused).focus({ preventScroll: true }); // moving it takes the focus away
  };
  settle();
  if (place.dataset.stands) return;
  place.dataset.stands = "yes";
  fold?.addEventListener("toggle", settle);
}

/** Show what is understood of a field of closed days.
 * @param {{box: HTMLElement, form: HTMLFormElement, changed: (text: string) => Promise<void>, corrected: () => void, wrong: (sentence: string) => void}} part
 * `changed` gets a text with years added or corrections; `corrected` is called when a parent corrects it; `wrong` gets a problem of the whole text. */
export async function showClosedDays({ box, form, changed, corrected, wrong }) {
  const mine = ++turn;
  const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("closed"));
  const place = /** @type {HTMLElement} */ (form.querySelector(".pt-read-back"));
  const text = field.value;
  if (!text.trim()) return hide(place);
  runtime.start(box, "closed_days", stateOf(form));
  const message = { calculator: "closed_days", state: stateOf(form) || "US", inputs: { closed: text } };
  /** @type {Said | undefined} */ const said = await runtime.ask(message).then((answer) => answer.said, () => undefined);
  if (mine !== turn || !said || field.value !== text) return;
  if (said.problems) {
    hide(place);
    return wrong(said.problems.closed);
  }
  // A year is not put under the hands of somebody who types the date: leaving the field brings it.
  const kept = isWhole(text) && document.activeElement !== field ? said.text : text;
  if (kept !== text) await changed(kept);
  const put = async (/** @type {string} */ corrections) => {
    await changed(corrections);
    corrected();
  };
  const shown = kept.split("\n");
  /** Edits the field's current text, if the line is still the one shown.
   * @param {Line} line @param {(lines: string[]) => string[]} edit */
  const edited = (line, edit) => {
    const now = field.value.split("\n");
    if (line.numbers.every((number) => now[number] === shown[number])) put(edit(now).join("\n"));
  };
  const asked = said.lines.filter((line) => line.problem);
  const closed = said.lines.filter((line) => !line.problem && line.words);
  const open = said.lines.filter((line) => !line.problem && !line.words && line.open);
  const dateless = said.lines.filter((line) => !line.problem && !line.words && !line.open);
  /** @param {string} title @param {Line[]} lines */
  const group = (title, lines) => {
    if (!lines.length) return;
    const list = document.createElement("ul");
    list.append(...lines.slice(0, MOST_SHOWN).map((line) => item(line, shown[line.number].trim(), {
      change: (words) => edited(line, (all) => all.map((one, number) => (number === line.number ? words : one))),
      remove: () => edited(line, (all) => all.filter((_, number) => !line.numbers.includes(number))),
    })));
    place.append(paragraph(title), list);
    if (lines.length > MOST_SHOWN) place.append(paragraph(`And ${lines.length - MOST_SHOWN} more, in the box above.`));
  };
  keepFocus(place, () => {
    standBeside(place, field);
    place.replaceChildren();
    if (said.years.length) place.append(years(said.years, put));
    group(asked.length === 1 ? "One line is a question. It does not count as closed until you answer." : `${asked.length} lines are questions. They do not count as closed until you answer.`, asked);
    group("We read these days as closed. Is one wrong? Change it.", closed);
    group("We read these as school days. Is one wrong? Change it.", open);
    group("We found no date in these lines.", dateless);
    place.hidden = false;
  });
}

/** Show the closed days of a form that does not store them. @param {HTMLElement} box @param {HTMLFormElement} form @param {() => void} corrected
 * @param {(sentence: string) => void} wrong */
export function showInForm(box, form, corrected, wrong) {
  const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("closed"));
  return showClosedDays({ box, form, corrected: () => {
    corrected();
    showInForm(box, form, corrected, wrong);
  }, wrong, changed: async (text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true })); // stores it as a draft; the answer shown is for the previous text
  } });
}

/** @param {{label: string, text: string}[]} choices @param {(text: string) => void} put */
function years(choices, put) {
  const made = paragraph("Which school year is this list for? ", "pt-question");
  made.append(...choices.map(({ label, text }) => button(label, () => put(text), `School year ${label}`)));
  return made;
}

/** @param {Line} line @param {string} text as it is kept @param {{change: (words: string) => void, remove: () => void}} act */
function item(line, text, act) {
  const made = document.createElement("li");
  const from = () => (pressed = [...(made.closest(".pt-read-back")?.querySelectorAll("li") ?? [])].indexOf(made));
  const change = (/** @type {string} */ now) => (from(), act.change(now)), remove = () => (from(), act.remove());
  const words = document.createElement("span");
  words.textContent = [line.words, line.open].filter(Boolean).join(". ") || line.text;
  const edit = button("Change", () => {
    const field = document.createElement("input");
    field.type = "text";
    field.value = text;
    field.setAttribute("aria-label", "Closed days");
    field.addEventListener("change", () => change(field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (field.value !== text) return field.blur();
      field.replaceWith(words);
      remover.before(edit);
      edit.focus();
    });
    words.replaceWith(field);
    edit.remove();
    field.focus();
  }, `Change: ${line.text}`);
  made.append(words);
  const [closed, open] = line.answers;
  if (line.problem) made.append(paragraph(line.problem, closed ? "pt-question" : "pt-unread")); // not pt-error, which answers clear
  if (closed) made.append(button("Closed", () => change(closed), `School is closed: ${line.text}`), button("Open", () => change(open), `School is open: ${line.text}`));
  const remover = button("Remove", remove, `Remove: ${line.text}`);
  made.append(edit, remover);
  return made;
}

/** False if the text contains a lone surrogate, which an engine may not return unchanged. @param {string} text */
function isWhole(text) {
  try {
    return Boolean(encodeURIComponent(text)) || !text;
  } catch {
    return false;
  }
}

/** @param {HTMLElement} place */
function hide(place) {
  keepFocus(place, () => {
    place.hidden = true;
    place.replaceChildren();
  });
}
