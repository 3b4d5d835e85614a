// Under a finished letter: asks when it was sent. The day stays on this phone; Python reads it and says what it starts.

import { enhance } from "../form/form.js";
import { putHtml } from "../trusted.js";

/** @typedef {import("./store.js").Sent} Sent */
/** @typedef {import("./store.js").Told} Told */

document.querySelectorAll(".pt-calculator").forEach((box) => watch(/** @type {HTMLElement} */ (box)));

/** @param {HTMLElement} box of a letter's form */
function watch(box) {
  box.addEventListener("pt:answered", (event) => {
    const { said, place } = /** @type {CustomEvent} */ (event).detail;
    if (said.sent_form) ask(box, place, said);
  });
}

/** @param {HTMLElement} letterBox @param {HTMLElement} place of the letter @param {any} said about the letter */
function ask(letterBox, place, said) {
  const box = document.createElement("div");
  box.className = "pt-calculator pt-sent pt-alive";
  Object.assign(box.dataset, letterBox.dataset, { instead: "Or write the day on your copy of the letter." });
  delete box.dataset.answered;
  putHtml(box, `<h4>Did you send it?</h4>${said.sent_form}
    <div class="pt-progress" role="status" hidden></div>
    <section class="pt-result" aria-label="Sent" tabindex="-1" hidden></section>`);
  const letters = place.querySelectorAll(".pt-of-a-letter");
  letters[letters.length - 1].after(box);
  enhance(box);
  const form = /** @type {HTMLFormElement} */ (letterBox.querySelector("form"));
  const name = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("child_name"))?.value ?? "";
  const about = { state: box.querySelector("form")?.dataset.state ?? "", root: box.dataset.root ?? "", name, child: form.dataset.child ?? "" };
  if (said.known) import("./known.js").then(({ showKnown }) => showKnown(box, said.known, about)).catch(() => {});
  keepWhatIsAnswered(box, about);
  tellOfBefore(box, about.child);
}

/** A corrected day replaces the previous one, and another child the wrong one.
 * @param {HTMLElement} box @param {{state: string, root: string, name: string, child: string}} about */
function keepWhatIsAnswered(box, about) {
  /** @type {{sent: Sent, undo: () => Promise<void>, kid: import("./whose.js").Kid} | null} */ let before = null;
  /** serialises changes @type {Promise<unknown>} */ let last = Promise.resolve(); // one change after the other
  box.addEventListener("pt:answered", (event) => {
    const { said, place } = /** @type {CustomEvent} */ (event).detail;
    const words = document.createElement("p");
    words.className = "pt-kept";
    place.querySelector(":scope > .pt-kept")?.remove();
    place.querySelector("h3")?.after(words);
    last = last.then(() => keep(said, words)).catch(() => words.replaceChildren("This browser keeps nothing. Write the date on your copy of the letter."));
  });

  /** @param {{sent: Sent, keep: Told[]}} said @param {HTMLElement} words */
  async function keep({ sent, keep: days }, words) {
    const [store, { forEach, keepDays, whose }] = await Promise.all([import("./store.js"), import("./whose.js")]);
    const { kids, own } = await whose(about.name, about.child);
    const kid = before?.kid ?? own;
    /** @param {import("./whose.js").Kid} chosen */
    const keepFor = async (chosen) => {
      if (before) await takeBack(store, before);
      const known = await store.save(chosen.id, {}, { state: about.state });
      if (!known.sent.some((one) => store.isSameLetter(one, sent))) await store.addSent(chosen.id, sent);
      const undo = await keepDays(words, days, () => "The date is", chosen, kids, about.root, keepFor);
      before = { sent, undo, kid: chosen };
    };
    if (kid) return keepFor(kid);
    words.classList.add("pt-warning"); // who overlooks it has no date
    words.replaceChildren("Not kept yet. For whom? ", ...forEach(kids, (child) => `Keep it for ${child}`, keepFor));
  }
}

/** @param {typeof import("./store.js")} store @param {{sent: Sent, undo: () => Promise<void>, kid: {id: string}}} wrong */
async function takeBack(store, { sent: wrong, undo, kid }) {
  await store.changeSent(kid.id, (sent) => sent.filter((one) => !store.isSameLetter(one, wrong)));
  await undo();
}

/** The days on which this letter was sent before. @param {HTMLElement} box @param {string} child */
async function tellOfBefore(box, child) {
  try {
    const store = await import("./store.js");
    const { sent } = await store.read(child || (await store.current()));
    const letter = box.querySelector("form")?.dataset.letter;
    const days = sent.filter((/** @type {Sent} */ one) => one.letter === letter).map((/** @type {Sent} */ one) => one.day);
    if (!days.length) return;
    const words = document.createElement("p");
    words.className = "pt-kept";
    words.textContent = `Kept on this phone: sent on ${days.join(" and on ")}.`;
    box.querySelector("h4")?.after(words);
  } catch {
    // Nothing can be stored in this browser; the form says so when used.
  }
}
