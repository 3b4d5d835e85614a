// A log that a parent keeps per child, such as the service log or the notes: a form adds or changes an entry, Python validates it
// and computes the result, and every change is stored before anything is shown.

import { button } from "../button.js";
import * as runtime from "../engine/runtime.js";
import { sayFailure } from "../failures.js";
import { expectResult, lookOver, showProgress } from "../form/form.js";
import { onReturn } from "../form/fresh.js";
import { copy } from "../letter/copy.js";
import { give } from "../letter/give.js";
import { childName } from "../records/child-name.js";
import * as store from "../records/store.js";
import { EntryForm } from "./entry-form.js";
import { box, form, place, tell } from "./parts.js";

/** @typedef {import("../records/store.js").Log} Log */
/** An entry with its form values, as text. @typedef {{id: string} & Object<string, any>} Item */
/** What differs between logs. `list`: the stored list that the form adds to; `besides`: inputs that are not stored; `inputs`:
 * the inputs of a question to Python; `refit`: a corrected question, if it was refused for a reason other than an entry;
 * `one`: the question about a changed entry, and the entry's position in it; `without`: the stored log without an entry;
 * `shown` is called with what is shown; `afresh` when another child is selected.
 * @typedef {{calculator: string, page: string, list: "services" | "notes", words: {add: string, change: string, gone: string},
 *   besides: () => object, inputs: (kept: Log, besides: object) => Promise<object>,
 *   refit?: (message: runtime.Message, problems: Object<string, string>) => runtime.Message | null,
 *   one: (kept: Log, item: Item, number: number) => {kept: Log, besides: object, number: number},
 *   without: (kept: Log, id: string) => Log, shown: (data: any) => void, afresh: () => void,
 *   pressed: Object<string, (of: DOMStringMap, pressed: HTMLElement) => unknown>}} Of */

const which = /** @type {HTMLSelectElement} */ (box.querySelector("#log-child"));

export class Book {
  /** The child whose log is shown. */
  child = "";
  of;
  /** Numbers the requests, so that a late answer does not replace a newer one. */
  #turns = 0;
  #form;
  /** What the buttons of an answer do. @type {Of["pressed"]} */ #pressed;

  /** @param {Of} of */
  constructor(of) {
    this.of = of;
    this.#form = new EntryForm(this);
    this.#pressed = {
      words: (_of, pressed) => copySentence(pressed),
      edit: (on) => this.#form.edit(on.item ?? ""),
      remove: (on) => this.#remove(on.item ?? ""),
      csv: () => this.#giveCsv(),
      ...of.pressed,
    };
    place.addEventListener("click", ({ target }) => {
      const pressed = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("button[data-log]"));
      if (pressed) this.#pressed[pressed.dataset.log ?? ""]?.({ ...pressed.dataset }, pressed);
    });
    which.addEventListener("change", () => this.#choose(which.value));
    store.onChangeElsewhere((what) => (what === "deleted" ? this.#letGo() : this.#showChild()));
    document.addEventListener("pt:deleted", () => this.#forgetAll());
    onReturn(() => this.show());
    form.addEventListener("focusin", () => runtime.start(box, of.calculator, "US"), { once: true });
  }

  /** Show the log of the selected child. */
  async begin() {
    await this.#showChild();
    tell();
    this.#form.keepCarried();
  }

  // Stored data

  /** @param {Log} kept */
  itemsOf(kept) {
    return /** @type {Item[]} */ (kept[this.of.list]);
  }

  async items() {
    return this.itemsOf(await store.log(this.child));
  }

  /** Store a change and show the result. @param {(kept: Log) => Log} changes @param {(string | Node)[]} words */
  async keep(changes, ...words) {
    await store.changeLog(this.child, changes);
    await this.showKept(...words);
  }

  /** Say that a change is stored, and show the result. @param {(string | Node)[]} words */
  async showKept(...words) {
    tell(...(words.length ? words : ["Kept on this phone."]));
    await this.show();
  }

  /** Store a child's entry in place of the one with this id, or append it.
   * @param {string} child @param {Item} made @param {string} id */
  storeItem(child, made, id) {
    return store.changeLog(child, (now) => {
      const items = this.itemsOf(now), isThere = items.some((one) => one.id === id);
      return { ...now, [this.of.list]: isThere ? items.map((one) => (one.id === id ? made : one)) : [...items, made] };
    });
  }

  /** Remove an entry, and offer to put it back. @param {string} id */
  async #remove(id) {
    /** @type {Log | undefined} */ let before;
    /** @type {Log | undefined} */ let after;
    const back = button("Put it back", () => this.keep((kept) => (before && after ? putBack(kept, before, after) : kept)).then(() => place.focus({ preventScroll: true })));
    await this.keep((kept) => (after = this.of.without((before = kept), id)), this.of.words.gone, back);
    back.focus();
  }

  // Python's answer

  /** Python's answer to a log. @param {Log} kept @param {object} besides */
  async ask(kept, besides) {
    return (await this.#asked(kept, besides)).answered;
  }

  /** Ask Python; once more if something other than an entry was refused. @param {Log} kept @param {object} besides */
  async #asked(kept, besides) {
    const { calculator, refit } = this.of;
    const { state } = await store.read(this.child);
    form.dataset.state = state; // for the answer's links
    const message = { calculator, state: state || "US", inputs: await this.of.inputs(kept, besides) };
    runtime.start(box, calculator, message.state);
    expectResult().catch(() => {}); // requested again later, and then reported
    const answered = await runtime.ask(message);
    const again = answered.said.problems && refit?.(message, answered.said.problems);
    return again ? { message: again, answered: await runtime.ask(again) } : { message, answered };
  }

  /** Show the child's entries. */
  async show() {
    const turn = ++this.#turns, isCurrent = () => turn === this.#turns;
    const kept = await store.log(this.child);
    if (!isCurrent()) return;
    if (!this.itemsOf(kept).length) return this.#showNothing();
    const stopShowing = showProgress(box, this.of.calculator);
    try {
      const { message, answered } = await this.#asked(kept, this.of.besides());
      const { showResult } = await expectResult();
      stopShowing();
      if (!isCurrent()) return;
      if (answered.said.problems) return tell(Object.values(answered.said.problems).join(" "));
      this.of.shown(answered.said.data);
      showResult(box, form, answered.said, "quiet", () => null);
      lookOver(box, message, answered, isCurrent, (looked) => looked.html && showResult(box, form, looked, "quiet", () => null));
    } catch (failure) {
      stopShowing();
      if (isCurrent()) this.failed(failure);
    }
  }

  #showNothing() {
    this.of.shown({});
    place.hidden = true;
    place.replaceChildren();
  }

  /** @param {unknown} failure */
  failed(failure) {
    sayFailure(box, failure instanceof runtime.RuntimeFailure ? failure.kind : "failed");
  }

  async #giveCsv() {
    const { said } = await this.ask(await store.log(this.child), { want: "csv" });
    for (const { name, media_type, text } of said.files) await give(new File([text], name, { type: media_type }));
  }

  // The child

  /** Show a child's log, and the draft in its form. */
  async #showChild() {
    const [kids, id] = [await store.children(), await store.current()];
    const stays = this.child && this.#form.isInUse; // the input belongs to this child, whichever another tab shows
    if (id !== this.child && !stays) {
      this.#turnTo(id);
      await this.#form.showChild();
    }
    /** @type {HTMLElement} */ (which.parentElement).hidden = kids.length < 2;
    which.replaceChildren(...kids.map((kid) => new Option(childName(kid), kid.id, false, kid.id === this.child)));
    await this.show();
  }

  /** From now on, what is typed is about this child. @param {string} id */
  #turnTo(id) {
    const before = this.child;
    this.child = id;
    this.of.afresh();
    if (!before) return;
    this.#turns += 1; // what stands there is the other child's, and its buttons would change this one's log
    this.#showNothing();
    tell();
  }

  /** Turns to the child before anything is stored: who types meanwhile writes about this one. @param {string} id */
  async #choose(id) {
    this.#form.begin("");
    this.#turnTo(id);
    await store.choose(id);
    await this.#form.showChild();
    await this.#showChild();
  }

  /** Everything was deleted in another tab: the form's content stays on screen. */
  #letGo() {
    this.#turns += 1;
    this.#showNothing();
    /** @type {HTMLElement} */ (which.parentElement).hidden = true;
    tell();
  }

  /** Everything was deleted. */
  async #forgetAll() {
    this.#turns += 1;
    this.child = "";
    this.#form.begin("");
    await this.#showChild();
    tell();
  }
}

/** Restore what was removed at its former place; another tab's changes stay.
 * @param {Log} kept @param {Log} before the removal @param {Log} after @returns {Log} */
function putBack(kept, before, after) {
  const made = { ...kept };
  for (const list of /** @type {const} */ (["services", "sessions", "notes"])) {
    const all = /** @type {any[]} */ ([...kept[list]]), has = (/** @type {any[]} */ some, /** @type {Item} */ one) => some.some(({ id }) => id === one.id);
    before[list].forEach((one, at) => has(after[list], one) || has(all, one) || all.splice(at, 0, one));
    Object.assign(made, { [list]: all });
  }
  return made;
}

/** @param {HTMLElement} pressed */
async function copySentence(pressed) {
  const words = pressed.closest(".pt-note-words, section")?.querySelector(".pt-log-sentence")?.textContent ?? "";
  tell((await copy(words)) ? "The sentence is copied." : "This browser did not let us copy. Mark the sentence and copy it.");
}
