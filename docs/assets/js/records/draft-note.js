// A form's messages about its draft: that it is stored, why not, and what was deleted.

import { button } from "../button.js";
import { isOff } from "./drafts-off.js";
import { notKept } from "./not-kept.js";
import * as store from "./store.js";

const NOT_KEPT = notKept({
  lead: "Not kept. ",
  kept: "drafts",
  refused: "Copy or print your letter before you leave this page.",
  full: "Make room, then type on. Copy or print your letter before you leave this page.",
  newer: "",
});

export class DraftNote {
  #promise;
  #said;
  #off;
  #remove;

  /** @param {HTMLElement} place */
  constructor(place) {
    [this.#promise, this.#said] = /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("p > span"));
    this.#off = /** @type {HTMLInputElement} */ (place.querySelector("input"));
    this.#remove = /** @type {HTMLButtonElement} */ (place.querySelector("details > button"));
  }

  /** Whether the checkbox that turns drafts off is ticked. */
  get isOff() {
    return this.#off.checked;
  }

  /** Report the latest event, in place of the initial text, so that nothing below moves.
   * @param {boolean} isStored whether there is a draft to delete @param {(string | Node)[]} words */
  tell(isStored, words) {
    const why = store.whyNotKept();
    this.#said.classList.toggle("pt-warning", Boolean(why) && !isOff());
    this.#said.replaceChildren(...(isOff() ? ["Not kept: what you type is gone when you leave this page."]
      : why && !words.length ? [NOT_KEPT[why]] : words));
    this.#promise.hidden = this.#said.hasChildNodes();
    this.#remove.hidden = !isStored;
    this.#off.checked = isOff();
  }

  /** Say what else was deleted, and offer to restore it.
   * @param {number} drafts @param {boolean} aboutUs @param {() => Promise<unknown>} bringBack */
  addDeleted(drafts, aboutUs, bringBack) {
    if (!drafts && !aboutUs) return;
    const said = drafts === 0 ? "" : drafts === 1 ? "One draft was deleted. " : `${drafts} drafts were deleted. `;
    const about = !aboutUs ? "" : drafts ? "About us was deleted, too. " : "About us was deleted. ";
    this.#said.append(" ", said, about, button("Keep drafts after all", bringBack));
  }

  focusButton() {
    this.#said.querySelector("button")?.focus();
  }
}
