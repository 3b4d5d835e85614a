// A long form, one part per screen. The address determines the open part (calculators/rendering/form_parts.py) and CSS hides the
// others; this script adds what is missing in each part, the review of all answers, and one open row at a time.
import { answers, fieldsOf, isBox, isLeftOut, isMissing, labelOf, shown, titleOf } from "./answers.js";
import { button, paragraph } from "../button.js";
import { howMany, lines } from "./summary.js";
import { reveal } from "./reveal.js";

/** @typedef {import("./answers.js").Field} Field */

const CHECK = "part-check";
const AS_A_DRAFT = "You can write it now all the same and print it. Each sheet then says DRAFT.";
const IF_WANTED = "If you want";
/** Everything that changes answers. */
const CHANGES = ["input", "change", "pt:filled", "pt:emptied", "pt:rows", "pt:read"];

/** @param {HTMLFormElement} form @param {() => Promise<any>} look Python's answer to the form as it is */
export function inParts(form, look) {
  const all = /** @type {HTMLElement} */ (form.querySelector(".pt-parts"));
  const check = /** @type {HTMLElement} */ (document.getElementById(CHECK));
  const parts = /** @type {HTMLElement[]} */ ([...all.querySelectorAll(":scope > .pt-part")]);
  let waiting = false;
  const changed = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      sayWhatIsMissing(all, parts);
      sayRows(all);
      if (openPart(parts) === check) showAnswers(parts.slice(0, -1), check, look);
    });
  };
  const opened = () => {
    const part = openPart(parts);
    if (part === check) showAnswers(parts.slice(0, -1), check, look);
    return part;
  };
  for (const kind of CHANGES) form.addEventListener(kind, changed);
  form.addEventListener("pt:filled", () => shortenRows(all));
  form.addEventListener("pt:rows", () => openRow(lastRow(openPart(parts))));
  form.addEventListener("pt:reveal", (event) => openRow(/** @type {Element} */ (event.target).closest(".pt-row")));
  form.addEventListener("submit", (event) => goOn(event, openPart(parts)), true);
  addEventListener("hashchange", () => {
    const part = opened();
    if (!part) followToField(all);
    if (!part?.contains(document.activeElement)) part?.querySelector("h3")?.focus({ preventScroll: true }); // unless a field was requested
  });
  sayWhatIsMissing(all, parts);
  sayRows(all);
  all.classList.add("pt-live");
  keepPlace(all);
  opened();
}

/** The part in the address. @param {HTMLElement[]} parts */
const openPart = (parts) => parts.find((part) => part.id === location.hash.slice(1));

/** Stay where the user started typing before this script arrived, or at the field a link led to. @param {HTMLElement} all */
function keepPlace(all) {
  const field = document.activeElement;
  if (field && all.contains(field)) reveal(field);
  else followToField(all);
}

/** If the address names a field, open its part and go to the field. @param {HTMLElement} all */
function followToField(all) {
  const field = document.getElementById(location.hash.slice(1));
  if (!field || field === all || !all.contains(field) || field.matches(".pt-part, .pt-part-list")) return;
  reveal(field);
  field.focus();
}

/** Enter goes to the next part; only from the last one, or with all parts shown, it writes the letter.
 * @param {Event} event @param {HTMLElement | undefined} part */
function goOn(event, part) {
  const next = /** @type {HTMLAnchorElement | null | undefined} */ (part?.querySelector(".pt-part-ways > .pt-on"));
  if (!next) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  location.hash = next.hash;
}

// What is missing

/** @param {HTMLElement} all @param {HTMLElement[]} parts */
function sayWhatIsMissing(all, parts) {
  for (const part of parts.slice(0, -1)) {
    const link = /** @type {HTMLElement} */ (all.querySelector(`.pt-part-list a[href="#${part.id}"]`));
    const said = link.nextElementSibling ?? link.parentElement?.appendChild(document.createElement("span"));
    const [progress, state] = progressOf(part), { or } = link.dataset; // `or`: the number of the part that may be answered instead
    const words = or && progress === IF_WANTED && progressOf(parts[Number(or) - 1])[0] === IF_WANTED ? `This or part ${or}` : progress;
    if (!said || said.textContent === words) continue;
    said.className = "pt-part-state";
    said.textContent = words;
    /** @type {HTMLElement} */ (said).dataset.state = state;
  }
}

/** @param {HTMLElement} part @returns {[string, "done" | "missing" | "open"]} */
function progressOf(part) {
  const fields = fieldsOf(part), missing = fields.filter(isMissing).length;
  const own = fields.filter(({ name }) => name !== "state"); // a link can bring the state
  const typed = own.some((field) => (isBox(field) ? field.checked : field.value.trim() && field.value !== (field instanceof HTMLSelectElement ? "" : field.defaultValue)));
  if (missing) return typed ? [missing === 1 ? "1 answer missing" : `${missing} answers missing`, "missing"] : ["Not started", "open"];
  return typed || own.some((field) => field.required && !isLeftOut(field)) ? ["Done", "done"] : [IF_WANTED, "open"];
}

// One row at a time

/** Summarise each row, for its collapsed view. @param {HTMLElement} all */
function sayRows(all) {
  for (const list of all.querySelectorAll(".pt-row-list")) {
    const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(":scope > .pt-row")]);
    for (const row of rows) if (!row.querySelector(":scope > .pt-row-short")) makeShort(row);
    for (const row of rows) say(row);
    for (const row of rows) if (rows.length === 1 || !row.dataset.open) row.dataset.open = rows.length === 1 ? "yes" : "no";
  }
}

/** @param {HTMLElement} row */
function makeShort(row) {
  const short = document.createElement("p"), words = document.createElement("span");
  short.className = "pt-row-short";
  short.append(words, button("Change", () => {
    openRow(row);
    /** @type {HTMLElement | null} */ (row.querySelector("input, select, textarea"))?.focus();
  }));
  row.querySelector("legend")?.after(short);
}

/** @param {HTMLElement} row */
function say(row) {
  const fields = fieldsOf(row), missing = fields.filter(isMissing).length;
  const said = fields.map(shown).filter(Boolean).join(" · ");
  const words = /** @type {HTMLElement} */ (row.querySelector(":scope > .pt-row-short > span"));
  words.textContent = [said || "Nothing yet", ...(said && missing ? [missing === 1 ? "1 answer missing" : `${missing} answers missing`] : [])].join(" · ");
}

/** @param {HTMLElement | undefined} part @returns {HTMLElement | null} */
function lastRow(part) {
  const rows = part?.querySelectorAll(".pt-row-list > .pt-row");
  return rows?.length ? /** @type {HTMLElement} */ (rows[rows.length - 1]) : null;
}

/** Collapse restored rows, except the one with the focus. @param {HTMLElement} all */
function shortenRows(all) {
  for (const row of all.querySelectorAll(".pt-row-list > .pt-row")) {
    if (!row.parentElement?.contains(document.activeElement)) /** @type {HTMLElement} */ (row).dataset.open = "no";
  }
}

/** @param {Element | null} row */
function openRow(row) {
  for (const each of row?.parentElement?.querySelectorAll(":scope > .pt-row") ?? []) {
    /** @type {HTMLElement} */ (each).dataset.open = each === row ? "yes" : "no";
  }
}

// Review of all answers

/** @param {HTMLElement[]} parts @param {HTMLElement} check @param {() => Promise<any>} look */
async function showAnswers(parts, check, look) {
  const place = /** @type {HTMLElement} */ (check.querySelector(".pt-answers"));
  const said = /** @type {HTMLElement} */ (check.querySelector(".pt-undecided"));
  place.replaceChildren(...parts.map(answersOf));
  place.hidden = false;
  const fields = parts.flatMap(fieldsOf);
  const open = fields.filter(isMissing).map(asOpen);
  if (open.length) sayMissing(said, open);
  else tell(said, paragraph("Looking over your answers."));
  try {
    const { problems, warnings, missing } = await look();
    if (openPart([check]) !== check) return;
    const lacking = problems ?? missing ?? {}, isUnread = Boolean(problems); // a date that does not fit hides what is missing
    /** @type {{control: HTMLElement, problem: string}[]} */
    const wrong = fields.filter((field) => lacking[field.name] || (isUnread && isMissing(field)))
      .map((control) => (control.value.trim() ? { control, problem: named(control, lacking[control.name]) } : asOpen(control)));
    const groups = /** @type {HTMLFieldSetElement[]} */ (parts.flatMap((part) => [...part.querySelectorAll("fieldset[name]")]));
    wrong.push(...groups.filter(({ name }) => lacking[name]).map((control) => ({ control, problem: `${partOf(control)}: ${lacking[control.name]}` })));
    const warned = (warnings ?? []).map((/** @type {string} */ words) => paragraph(words, "pt-warning"));
    if (!wrong.length) return tell(said, ...(warned.length ? warned : [paragraph("Nothing that must be there is missing.")]));
    sayMissing(said, wrong);
    said.append(...(missing ? [paragraph(AS_A_DRAFT)] : []), ...warned);
  } catch {
    if (!open.length) tell(said); // verified when the letter is written
  }
}

/** An empty field is named by its question; in a row the row's name stands before it (`lines`). @param {Field} control */
const asOpen = (control) => ({ control, problem: control.closest(".pt-row") ? labelOf(control) : `${partOf(control)}: ${labelOf(control)}` });

/** A problem with what stands in a field, after its question. @param {Field} control @param {string} problem */
const named = (control, problem) => `${labelOf(control).replace(/[^?]$/, "$&:")} ${problem}`;

/** @param {HTMLElement} place @param {(HTMLElement)[]} what */
function tell(place, ...what) {
  place.replaceChildren(...what);
  place.hidden = !what.length;
}

/** @param {HTMLElement} place @param {{control: HTMLElement, problem: string}[]} wrong */
function sayMissing(place, wrong) {
  const list = document.createElement("ul");
  list.append(...lines(wrong));
  tell(place, ...(wrong.length ? [paragraph(howMany(wrong.length)), list] : []));
}

/** A part's answers, with a link back to it. @param {HTMLElement} part */
function answersOf(part) {
  const made = document.createElement("section"), title = document.createElement("h4"), way = document.createElement("a");
  title.textContent = titleOf(part);
  way.textContent = "Change";
  way.href = `#${part.id}`;
  way.className = "pt-alone";
  way.setAttribute("aria-label", `Change: ${titleOf(part)}`);
  made.append(title, way, answers(fieldsOf(part)));
  return made;
}

/** @param {Element} field */
const partOf = (field) => titleOf(/** @type {HTMLElement} */ (field.closest(".pt-part")));
