// My case: the letters marked as sent, each with its day of receipt and a remove button.

import { button } from "../button.js";
import { recompute } from "./answer.js";
import { add, arrange, box, dateOf, form, partOf } from "./fields.js";
import { child, keeping } from "./kept.js";
import { readDays } from "../form/dates.js";
import { isSameLetter } from "../records/same-letter.js";
import * as store from "../records/store.js";

/** @type {store.Sent[]} */ let shown = [];
export const sentAsShown = () => shown;

/** @param {store.Sent[]} sent */
export function showSent(sent) {
  shown = sent;
  const part = /** @type {HTMLElement} */ (form.querySelector(".pt-sent-list"));
  part.hidden = !sent.length;
  const list = document.createElement("ul");
  list.append(...sent.map((one, index) => {
    const line = document.createElement("li");
    const expected = one.arrives !== one.day ? `, expected there on ${one.arrives}` : "";
    Object.assign(line.dataset, { letter: one.letter, arrives: one.arrives || one.day, awaits: one.event ? "" : "yes" });
    line.append(`${one.title}: ${one.day}${expected} `, received(one, index), ...(one.event ? [] : [answered(one, index)]), button("Remove", async () => {
      await keeping(store.changeSent(child, (kept) => kept.filter((other) => !isSameLetter(other, one))));
      showSent((await store.read(child)).sent);
      const left = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".pt-sent-list li > button"));
      (left[Math.min(index, left.length - 1)] ?? add).focus();
      recompute("quiet");
    }, `Remove: ${one.title}, ${one.day}`));
    return line;
  }));
  part.replaceChildren(summary(sent), list);
}

/** The fold's summary. @param {store.Sent[]} sent */
function summary(sent) {
  const made = document.createElement("summary"), words = document.createElement("span"), title = document.createElement("b");
  title.textContent = "Letters you sent";
  words.append(title, ...sent.flatMap((one) => {
    const line = document.createElement("span"), what = one.answered ? `, answered on ${one.answered}` : one.event ? "" : ", no answer marked";
    line.textContent = `${one.title}: ${one.day}${what}`;
    return [" ", line];
  }));
  made.append(words);
  return made;
}

/** The day of receipt; the answer is due from then on, so it replaces the expected day.
 * @param {store.Sent} one @param {number} index */
function received(one, index) {
  let day = one.received || one.arrives || one.day;
  return asked("On what day did they get it?", "received", one, index, async (typed) => {
    const now = typed || one.arrives || one.day;
    if (one.event) {
      await keeping(store.replaceDay(child, one.event, day, now));
      const part = partOf(one.event);
      if (part) dateOf(part).value = (await store.read(child)).events[one.event] ?? "";
      arrange(child);
    }
    day = now;
  });
}

/** Whether an answer came; until it has, the case says when to write again. @param {store.Sent} one @param {number} index */
function answered(one, index) {
  return asked("Did an answer come? On what day?", "answered", one, index, async () => {});
}

/** A date field of one letter, stored as typed; Python parses it, and its problem is shown below.
 * @param {string} question @param {"received" | "answered"} name @param {store.Sent} one @param {number} index @param {(typed: string) => Promise<void>} then */
function asked(question, name, one, index, then) {
  const id = `case-sent.${index}.${name}`;
  const part = document.createElement("div");
  part.className = "pt-received";
  const label = document.createElement("label");
  Object.assign(label, { htmlFor: id, textContent: question });
  const typed = document.createElement("input");
  Object.assign(typed, { id, name: `sent.${index}.${name}`, type: "text", autocomplete: "off", value: one[name] ?? "" });
  typed.setAttribute("aria-describedby", `${id}-error`);
  const error = document.createElement("p");
  Object.assign(error, { id: `${id}-error`, className: "pt-error", hidden: true });
  error.setAttribute("role", "alert");
  typed.addEventListener("change", async (event) => {
    event.stopPropagation(); // stored first, then counted
    const day = typed.value.trim(), of = child;
    const put = async (/** @type {string} */ now) => {
      await keeping(store.changeSent(of, (kept) => kept.map((other) => (isSameLetter(other, one) ? { ...other, [name]: now } : other))));
      await then(now);
    };
    await put(day);
    for (const [, { kept }] of await readDays(form, box, [typed])) if (kept !== day && of === child) await put(kept); // without its year it would mean another day next year
    form.querySelector(".pt-sent-list > summary")?.replaceWith(summary((await store.read(child)).sent));
    recompute("quiet");
  });
  part.append(label, " ", typed, error);
  return part;
}
