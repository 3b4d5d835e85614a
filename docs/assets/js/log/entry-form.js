// The form of a log, for a new or an edited entry. Its content is a draft until it becomes an entry.

import { carried } from "../form/carried.js";
import { pickers, readBack } from "../form/dates.js";
import { empty, fill, filled, touched } from "../form/filled.js";
import { clearProblem, showProblems, showProgress } from "../form/form.js";
import { oneAfterTheOther } from "../one-after-the-other.js";
import { isOff } from "../records/drafts-off.js";
import * as store from "../records/store.js";
import { box, form, place, random } from "./parts.js";

/** @typedef {import("./book.js").Book} Book */

const cancel = /** @type {HTMLButtonElement} */ (form.querySelector(".pt-log-cancel"));
const heading = /** @type {HTMLElement} */ (form.querySelector("#log-form"));

export class EntryForm {
  #book;
  /** The entry being edited; empty for a new one. */
  #editing = "";

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
    const { words } = this.#book.of;
    this.#editing = id;
    empty(form);
    for (const fold of form.querySelectorAll("details")) fold.open = false;
    showProblems(form, {}, true);
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

  /** Validate the entry in Python; then store it, or show the errors beside its fields. */
  async #submit() {
    const book = this.#book, typed = Object.fromEntries(new FormData(form)), id = this.#editing || random();
    const kept = await store.log(book.child), items = book.itemsOf(kept);
    const at = items.findIndex((one) => one.id === id);
    const asked = book.of.one(kept, { ...items[at], ...typed, id }, at < 0 ? items.length : at);
    const stopShowing = showProgress(box, book.of.calculator);
    try {
      const { said } = await book.ask(asked.kept, asked.besides);
      stopShowing();
      if (said.problems) {
        const own = Object.entries(said.problems).map(([name, problem]) => ({ name: name.split("."), problem }));
        const ofIt = own.filter(({ name }) => Number(name[1]) === asked.number);
        showProblems(form, Object.fromEntries(ofIt.map(({ name, problem }) => [name[2], problem])), false);
        return;
      }
      this.begin("");
      await store.deleteDrafts([this.#draftId]);
      await book.keepItem(said.data[book.of.list][asked.number], id);
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "start" });
    } catch (failure) {
      stopShowing();
      book.failed(failure);
    }
  }

  #keepTyped = oneAfterTheOther(async () => {
    if (isOff() || this.#editing) return;
    const title = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? document.title;
    if (!touched(form).length) await store.deleteDrafts([this.#draftId]);
    else await store.keepDraft(this.#book.child, this.#name, () => ({ ...filled(form), title, page: this.#book.of.page, changed: Date.now() }));
  });

  /** The draft's name while an entry is incomplete. */
  get #name() {
    return `${this.#book.of.calculator} ${this.#book.of.page}`;
  }

  get #draftId() {
    return `${this.#book.child} ${this.#name}`;
  }
}
