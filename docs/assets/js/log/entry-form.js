// The form of a log, for a new or an edited entry. Its content is a draft until it becomes an entry.

import { carried } from "../form/carried.js";
import { pickers, readBack } from "../form/dates.js";
import { empty, fill, filled, touched } from "../form/filled.js";
import { clearProblem, showProblems, showProgress } from "../form/form.js";
import { oneAfterTheOther } from "../one-after-the-other.js";
import { isOff } from "../records/drafts-off.js";
import * as store from "../records/store.js";
import { box, form, place, random, tell } from "./parts.js";

/** @typedef {import("./book.js").Book} Book */

const cancel = /** @type {HTMLButtonElement} */ (form.querySelector(".pt-log-cancel"));
const heading = /** @type {HTMLElement} */ (form.querySelector("#log-form"));
const TYPED_SINCE = "Kept as it was when you pressed the button. What you typed since then is still in the form: press again to keep that too.";
const OF_ANOTHER = "The entry for the other child is kept on this phone.";
const NOT_OF_ANOTHER = "The entry for the other child is not kept yet: something in it is missing or not right. Choose that child and press the button again.";

export class EntryForm {
  #book;
  /** The entry being edited; empty for a new one. */
  #editing = "";
  /** The id of the entry in the form, also of a new one: pressed twice, it is kept once. */
  #id = random();
  /** The form's content with the last key, and the child it is about, who may be another one by the time it is kept. */
  #typed = { child: "", content: filled(form), isEmpty: true };

  /** @param {Book} book */
  constructor(book) {
    this.#book = book;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    cancel.addEventListener("click", () => {
      this.begin("");
      place.focus();
    });
    form.addEventListener("input", ({ target }) => {
      clearProblem(/** @type {HTMLElement} */ (target));
      this.#keepTyped();
    });
    pickers(form);
    readBack(form, box);
  }

  /** True while it has content that belongs to the child shown. */
  get isInUse() {
    return Boolean(this.#editing || touched(form).length);
  }

  /** Empty the form. @param {string} id the entry to edit; empty for a new one */
  begin(id) {
    this.#id = id || random();
    empty(form);
    this.#call(id);
    for (const fold of form.querySelectorAll("details")) fold.open = false;
    showProblems(form, {}, "quiet");
  }

  /** Say what the form is for. @param {string} id the entry being edited; empty for a new one */
  #call(id) {
    const { words } = this.#book.of;
    this.#editing = id;
    heading.textContent = id ? words.change : words.add;
    cancel.hidden = !id;
  }

  /** Open an entry for editing. @param {string} id */
  async edit(id) {
    const item = (await this.#book.items()).find((one) => one.id === id);
    if (!item) return;
    this.begin(id);
    fill(form, { fields: Object.fromEntries(Object.entries(item).map(([name, value]) => [name, String(value)])), rows: {}, open: [] });
    form.dispatchEvent(new CustomEvent("pt:filled"));
    for (const fold of form.querySelectorAll("details")) fold.open ||= [...fold.querySelectorAll("[name]")].some((field) => /** @type {HTMLInputElement} */ (field).value);
    /** @type {HTMLElement} */ (form.querySelector("[name]")).focus();
  }

  /** Show another child's draft, or an empty form. Input typed meanwhile stays. */
  async showChild() {
    if (!touched(form).length || this.#editing) this.begin("");
    const draft = isOff() ? undefined : await store.draft(this.#book.child, this.#name);
    if (draft && !touched(form).length) fill(form, draft);
  }

  /** Keep what was typed before this script arrived. */
  keepCarried() {
    if (carried(form)) this.#keepTyped();
  }

  /** Validate the entry in Python; then store it, or show the errors beside its fields. Until Python answers, another child may be
   * chosen and more may be typed: what was pressed is kept for its child, and the rest stays. */
  async #submit() {
    const book = this.#book, { child } = book, id = this.#id, typed = Object.fromEntries(new FormData(form)), pressed = JSON.stringify(filled(form).fields);
    const isShown = () => book.child === child && this.#id === id;
    const kept = await store.log(child), items = book.itemsOf(kept);
    const at = items.findIndex((one) => one.id === id);
    const asked = book.of.one(kept, { ...items[at], ...typed, id }, at < 0 ? items.length : at);
    const stopShowing = showProgress(box, book.of.calculator);
    try {
      const { said } = await book.ask(asked.kept, asked.besides);
      stopShowing();
      if (said.problems) {
        if (book.child !== child) tell(NOT_OF_ANOTHER);
        if (!isShown()) return;
        const own = Object.entries(said.problems).map(([name, problem]) => ({ name: name.split("."), problem }));
        const ofIt = own.filter(({ name }) => Number(name[1]) === asked.number);
        showProblems(form, Object.fromEntries(ofIt.map(({ name, problem }) => [name[2], problem])), "aloud");
        return;
      }
      await book.storeItem(child, said.data[book.of.list][asked.number], id);
      const isSame = isShown() && JSON.stringify(filled(form).fields) === pressed, isTypedOn = isShown() && !isSame;
      if (isSame) this.begin("");
      if (isTypedOn) this.#call(id);
      const draft = await store.draft(child, this.#name);
      if (draft && JSON.stringify(draft.fields) === pressed) await store.deleteDrafts([draft.id]);
      await book.showKept(...(isTypedOn ? [TYPED_SINCE] : book.child === child ? [] : [OF_ANOTHER]));
      if (!isSame) return;
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "start" });
    } catch (failure) {
      stopShowing();
      book.failed(failure);
    }
  }

  #keepTyped() {
    if (isOff() || this.#editing) return;
    this.#typed = { child: this.#book.child, content: filled(form), isEmpty: !touched(form).length };
    this.#keepLast();
  }

  #keepLast = oneAfterTheOther(async () => {
    const { child, content, isEmpty } = this.#typed;
    const title = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? document.title;
    if (isEmpty) await store.deleteDrafts([`${child} ${this.#name}`]);
    else await store.keepDraft(child, this.#name, () => ({ ...content, title, page: this.#book.of.page, changed: Date.now() }));
  });

  /** The draft's name while an entry is incomplete. */
  get #name() {
    return `${this.#book.of.calculator} ${this.#book.of.page}`;
  }
}
