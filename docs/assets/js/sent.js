// Under a finished letter: when was it sent? The day stays on this phone; Python reads it and says what it starts.

import { enhance } from "./form.js";

/** @typedef {{letter: string, title: string, day: string, event: string | null}} Sent */

document.querySelectorAll(".pt-calculator").forEach((box) => watch(/** @type {HTMLElement} */ (box)));

/** @param {HTMLElement} box of a letter's form */
function watch(box) {
  box.addEventListener("pt:answered", (event) => {
    const { said, place } = /** @type {CustomEvent} */ (event).detail;
    if (said.sent_form) ask(box, place, said.sent_form);
  });
}

/** @param {HTMLElement} letterBox @param {HTMLElement} place where the letter stands @param {string} form */
function ask(letterBox, place, form) {
  const box = document.createElement("div");
  box.className = "pt-calculator pt-sent pt-alive";
  Object.assign(box.dataset, letterBox.dataset, { instead: "Or write the day on your copy of the letter." });
  delete box.dataset.answered;
  box.innerHTML = `<h4>Did you send it?</h4>${form}
    <div class="pt-progress" role="status" hidden></div>
    <section class="pt-result" aria-label="Sent" tabindex="-1" hidden></section>`;
  const letters = place.querySelectorAll(".pt-of-a-letter");
  letters[letters.length - 1].after(box);
  enhance(box);
  /** @type {Sent | null} */ let before = null; // a day that is corrected here takes the place of the first one
  /** @type {Promise<boolean>} */ let kept = Promise.resolve(true); // one change after the other
  box.addEventListener("pt:answered", (event) => {
    const { said, place: answer, form: asked } = /** @type {CustomEvent} */ (event).detail;
    const replaced = before;
    before = said.sent;
    kept = kept.then(() => keep(said.sent, replaced, asked.dataset.state)).catch(() => false);
    tellWhether(kept, answer, box.dataset.root ?? "");
  });
  tellOfBefore(box);
}

/** @param {Sent} sent @param {Sent | null} before @param {string} state @returns {Promise<boolean>} whether it is kept */
async function keep(sent, before, state) {
  const store = await import("./store.js");
  const child = await store.current();
  if (before) await takeBack(store, child, before);
  const known = await store.read(child);
  if (!known.state) await store.save(child, { state });
  if (!known.sent.some((/** @type {Sent} */ one) => isSame(one, sent))) await store.addSent(child, sent);
  return !store.whyNotKept();
}

/** @param {any} store @param {string} child @param {Sent} wrong */
async function takeBack(store, child, wrong) {
  const { sent, events } = await store.read(child);
  const itsDay = wrong.event && events[wrong.event] === wrong.day ? { [wrong.event]: "" } : {};
  await store.save(child, { sent: sent.filter((/** @type {Sent} */ one) => !isSame(one, wrong)), events: itsDay });
}

/** @param {Sent} one @param {Sent} other */
function isSame(one, other) {
  return one.letter === other.letter && one.day === other.day;
}

/** @param {Promise<boolean>} kept @param {HTMLElement} answer @param {string} root */
async function tellWhether(kept, answer, root) {
  const words = document.createElement("p");
  words.className = "pt-kept";
  answer.querySelector("h3")?.after(words);
  if (await kept) {
    const mine = document.createElement("a");
    mine.href = `${root}tools/case/`;
    mine.textContent = "My case";
    words.append("The date is kept on this phone, in ", mine, ".");
  } else {
    words.append("This browser keeps nothing. Write the date on your copy of the letter.");
  }
}

/** The days on which this letter was sent before. @param {HTMLElement} box */
async function tellOfBefore(box) {
  try {
    const store = await import("./store.js");
    const { sent } = await store.read(await store.current());
    const letter = box.querySelector("form")?.dataset.letter;
    const days = sent.filter((/** @type {Sent} */ one) => one.letter === letter).map((/** @type {Sent} */ one) => one.day);
    if (!days.length) return;
    const words = document.createElement("p");
    words.className = "pt-kept";
    words.textContent = `Kept on this phone: sent on ${days.join(" and on ")}.`;
    box.querySelector("h4")?.after(words);
  } catch {
    // Nothing can be kept in this browser; the form says so when it is used.
  }
}
