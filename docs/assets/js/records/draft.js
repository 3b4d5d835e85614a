// One form's draft: tracks unsaved input, stores and restores it, and merges other tabs' changes.

import { asked, carriedOver, rememberedState, useUp } from "../asked.js";
import { button } from "../button.js";
import { carried } from "../form/carried.js";
import { fillFromAboutUs, ofAboutUs, takeFromAboutUs } from "./about-us.js";
import { askAboutLink, askForChild } from "./draft-asks.js";
import { merged, ofLink, rowNames } from "./draft-merge.js";
import { whatItIs } from "./draft-name.js";
import { DraftNote } from "./draft-note.js";
import { nameAmong } from "./child-name.js";
import { isOff, turn } from "./drafts-off.js";
import { daysOf } from "../form/dates.js";
import { empty, fill, filled, touched } from "../form/filled.js";
import { withdraw, prefill } from "../form/form.js";
import { handedTo, markHanded } from "../form/handed.js";
import { FIELDS, followAgain, ofTheCase } from "../form/school-calendar.js";
import * as runtime from "../engine/runtime.js";
import * as store from "./store.js";

/** @typedef {import("../form/filled.js").Filled} Filled */
/** @typedef {{id: string, name: string}[]} Kids */

/** Fields taken over from My case are stored there, and become part of a draft only once changed in this form. */
const OF_THE_CASE = new Set(["closed", ...FIELDS]);
const FROM_ANOTHER_TAB = "This was changed in another tab of this site. What was typed last stands here.";

export class Draft {
  #child = "";
  /** Fields changed here and not stored yet. @type {Set<string>} */ #changed = new Set();
  /** Rows removed here and not stored yet. @type {Set<string>} */ #removedRows = new Set();
  /** The content at the last check. @type {Filled} */ #before;
  /** When this content was stored; 0 if it was not. */
  #known = 0;
  /** @type {Promise<unknown>} */ #last = Promise.resolve();
  /** True while a write is queued that has not begun. */
  #waits = false;
  /** True if a fold was opened or closed here. */
  #folded = false;
  /** True if the state was selected here before this script arrived. */
  #choseState;
  #place;
  #box;
  #form;
  #what;
  #note;

  /** @param {HTMLElement} place where the form reports what is stored @param {HTMLElement} box @param {HTMLFormElement} form */
  constructor(place, box, form) {
    this.#place = place;
    this.#box = box;
    this.#form = form;
    this.#what = whatItIs(box, form);
    this.#note = new DraftNote(place);
    this.#before = filled(form);
    takeFromAboutUs(form);
    const { state } = this.#before.fields;
    this.#choseState = state !== undefined && state !== "" && state !== (rememberedState(form) ?? "") && !asked().get("state");
  }

  /** Show the selected child's draft; input typed before this script loaded takes precedence. */
  open() {
    this.#then(async () => {
      const form = this.#form, kids = await store.children();
      const brought = carried(form);
      if (brought) this.#put(brought);
      const typed = touched(form).filter((field) => (field !== "state" || this.#choseState) && asked().get(field) !== filled(form).fields[field]);
      const about = kids.find(({ id }) => id === carriedOver.child)?.id, shown = await store.current();
      if (about && about !== shown) await store.choose(about); // another tab may have selected another child
      await this.#show(about ?? shown);
      const fromLink = Object.keys(handedTo(form)).filter((field) => asked().has(field)); // kept at once: a link fills in once
      useUp();
      this.#choseState = false;
      askForChild(this.#place, kids, this.#child, (id) => this.#changeChild(id, kids));
      this.keep(...fromLink, ...typed); // including what was typed meanwhile
    });
  }

  // Events in the form

  /** Store changes, after any pending write. @param {string[]} fields that were changed */
  keep(...fields) {
    for (const field of fields) this.#changed.add(field);
    if (this.#waits || isOff() || !this.#child) return;
    this.#waits = true;
    this.#place.dataset.underWay = "1";
    this.#then(async () => {
      this.#waits = false;
      await this.#keepNow();
      if (!this.#waits) delete this.#place.dataset.underWay;
    });
  }

  /** Rows were added or removed. */
  keepRows() {
    const now = filled(this.#form), there = rowNames(now), were = rowNames(this.#before);
    for (const row of were) if (!there.includes(row)) this.#removedRows.add(row);
    for (const row of there) this.#removedRows.delete(row);
    const added = there.filter((row) => !were.includes(row));
    this.#before = now;
    this.keep(...Object.keys(now.fields).filter((field) => added.some((row) => field.startsWith(`${row}.`))));
  }

  /** A fold was opened or closed. */
  keepFolds() {
    const now = filled(this.#form);
    this.#folded ||= this.#known > 0 && String(now.open) !== String(this.#before.open);
    this.#before = now;
    this.keep();
  }

  /** Keeping drafts was turned off or on: off deletes all of them, of every form. */
  async switchOnOff() {
    turn(this.#note.isOff);
    if (!isOff()) {
      this.#tell();
      if (this.#typedHere().some((field) => field !== "state")) this.#keepAll();
      return fillFromAboutUs(this.#form, [...this.#changed]);
    }
    await this.#last;
    const gone = await store.deleteDrafts((await store.drafts()).map(({ id }) => id)), about = await store.forgetAboutUs();
    this.#known = 0;
    this.#tell();
    this.#note.addDeleted(gone.length, about.length > 0, async () => {
      turn(false);
      await store.bringDraftsBack(gone);
      await store.bringAboutUsBack(about);
      await this.#show(this.#child);
      this.keep();
    });
  }

  /** Delete this draft, and offer to restore it. */
  throwAway() {
    return this.#then(async () => {
      const was = this.#withoutCase();
      await store.deleteDrafts([this.#id(this.#child)]);
      await this.#beginAgain();
      this.#tell("The draft is deleted. ", button("Put it back", () => this.#putBack(was)));
      this.#note.focusButton();
    });
  }

  // Events in other tabs

  /** Show what another tab stored or deleted. */
  look() {
    return this.#then(async () => {
      const form = this.#form, changed = this.#changed;
      if (!this.#child) return;
      await followAgain(form);
      if (isOff()) return;
      const kept = await store.draft(this.#child, this.#what.name);
      if (store.whyNotKept() === "deleted") return;
      if (kept && kept.changed > this.#known) {
        this.#known = kept.changed;
        this.#put(kept, changed);
        markHanded(form, kept.handed ?? {});
        this.#tell(FROM_ANOTHER_TAB);
        await fillFromAboutUs(form, [...changed, ...Object.keys(kept.fields)]);
      } else if (!kept && this.#known && !changed.size && !store.whyNotKept()) {
        const was = this.#withoutCase();
        await this.#beginAgain();
        this.#tell("This draft was deleted in another tab of this site. ", button("Put it back", () => this.#putBack(was)));
      } else await fillFromAboutUs(form, [...changed, ...Object.keys(kept?.fields ?? {})]);
    });
  }

  /** Everything was deleted in another tab: the content stays on screen, but is no longer a draft. */
  letGo() {
    runtime.cancel();
    this.#known = 0;
    this.#changed.clear();
    this.#removedRows.clear();
    askForChild(this.#place, [], this.#child, () => {});
    for (const words of this.#box.querySelectorAll(".pt-draft-ask, .pt-from-case")) words.remove(); // these name a child
    this.#form.querySelector(".pt-about-us")?.replaceChildren();
    withdraw(this.#box, this.#form);
    this.#tell();
  }

  /** Everything was deleted, the children too: what is typed next belongs to the first child. */
  forgetAll() {
    this.#wipe();
    askForChild(this.#place, [], this.#child, () => {});
    this.#then(async () => {
      this.#child = this.#form.dataset.child = await store.current();
    });
    this.#tell();
  }

  // The content

  /** Restore content. @param {Filled} what @param {Set<string>} [others] fields that stay as they are */
  #put(what, others) {
    fill(this.#form, what, others);
    this.#before = filled(this.#form);
    this.#form.dispatchEvent(new CustomEvent("pt:filled"));
  }

  /** @param {Filled} was */
  #putBack(was) {
    this.#put(was);
    this.#keepAll();
  }

  #wipe() {
    this.#changed.clear();
    this.#removedRows.clear();
    this.#known = 0;
    empty(this.#form);
    this.#before = filled(this.#form);
    this.#place.querySelector(".pt-draft-ask")?.remove();
    withdraw(this.#box, this.#form);
  }

  /** The initial content without a draft: the child's state, unless a link or the user selected one. */
  async #begin() {
    const state = asked().get("state") || this.#changed.has("state") || this.#choseState ? "" : await this.#stateOfChild();
    if (state) this.#put({ fields: { state }, rows: {}, open: [] });
    else prefill(this.#form);
    await fillFromAboutUs(this.#form, [...this.#changed]);
  }

  /** The child's state, if this form asks for one that it can be. */
  async #stateOfChild() {
    const { state } = await store.read(this.#child), select = this.#form.elements.namedItem("state");
    return select instanceof HTMLSelectElement && [...select.options].some((option) => option.value === state) ? state : "";
  }

  /** As if the form had just been opened, without a draft. */
  async #beginAgain() {
    this.#wipe();
    await this.#begin();
    this.#form.dispatchEvent(new CustomEvent("pt:child"));
  }

  /** Fields that were typed in, as opposed to filled in from "About us". */
  #typedHere() {
    const others = ofAboutUs(this.#form);
    return touched(this.#form).filter((field) => !others.includes(field));
  }

  /** The content without values stored with the child. */
  #withoutCase() {
    const was = filled(this.#form), fields = { ...was.fields };
    for (const name of [...ofTheCase(this.#form), ...ofAboutUs(this.#form)]) delete fields[name];
    return { ...was, fields };
  }

  // The store

  async #keepNow() {
    if (isOff() || !this.#changed.size && !this.#removedRows.size && !this.#folded) return;
    if (!this.#known && !this.#typedHere().some((field) => field !== "state")) return;
    const { name, page, title } = this.#what;
    const now = filled(this.#form), names = new Set(this.#changed), gone = new Set(this.#removedRows), seen = this.#known, handed = handedTo(this.#form);
    Object.assign(now.fields, daysOf(this.#form));
    this.#changed.clear();
    this.#removedRows.clear();
    this.#folded = false;
    let isNews = false;
    const at = Date.now(); // the same when the change is made again: a later one would look like another tab's
    const kept = await store.keepDraft(this.#child, name, (old) => {
      isNews = Boolean(old && old.changed > seen);
      const what = merged(old, now, names, gone, this.#typedHere().filter((field) => !OF_THE_CASE.has(field)));
      return { ...what, ...(Object.keys(handed).length ? { handed } : {}), title: title(), page, changed: Math.max(at, (old?.changed ?? 0) + 1) };
    });
    this.#known = kept.changed;
    if (isNews) {
      this.#put(kept, this.#changed);
      markHanded(this.#form, kept.handed ?? {});
    }
    this.#tell(...(store.whyNotKept() ? [] : [isNews ? FROM_ANOTHER_TAB : "Draft kept."]));
  }

  /** Store the whole content, except for a case's or "About us" values. */
  #keepAll() {
    const others = ofTheCase(this.#form);
    this.keep(...[...this.#typedHere(), "state"].filter((field) => !others.includes(field)));
  }

  /** Show a child's draft, if there is one. @param {string} id */
  async #show(id) {
    const form = this.#form;
    this.#child = form.dataset.child = id;
    const kept = isOff() ? undefined : await store.draft(id, this.#what.name);
    this.#known = kept?.changed ?? 0;
    this.#tell();
    if (!kept) return this.#begin();
    const stood = filled(form), link = asked();
    const isLeftEmpty = (/** @type {string} */ field) => link.get(field) === "" && stood.fields[field] === "" && kept.fields[field];
    const linked = [...touched(form).filter((field) => link.get(field) === stood.fields[field]), ...carriedOver.fields.filter(isLeftEmpty)];
    const own = new Set(touched(form).filter((field) => (field !== "state" || this.#choseState) && !linked.includes(field)));
    const { asks, isNew, fields, rows } = ofLink(kept, stood, linked);
    const emptied = Object.fromEntries(linked.filter((field) => field.includes(".") && !isNew.includes(field)).map((field) => [field, ""]));
    const state = kept.fields.state || await this.#stateOfChild(); // a draft that another page began has none
    this.#put({ ...kept, fields: { ...emptied, ...kept.fields, ...(state ? { state } : {}) } }, new Set([...own, ...isNew, ...(state ? [] : ["state"])]));
    const isHanded = (/** @type {string} */ field) => carriedOver.fields.includes(field) && link.has(field);
    const handed = Object.fromEntries(isNew.filter(isHanded).map((field) => [field, carriedOver.page]));
    markHanded(form, { ...kept.handed, ...handed });
    for (const field of [...own, ...Object.keys(handed)]) this.#changed.add(field);
    this.#tell(`Your draft is here again, as of ${when(kept.changed)}.`);
    await fillFromAboutUs(form, [...own, ...Object.keys(kept.fields)]);
    const page = asks.some(isHanded) ? carriedOver.page : null;
    askAboutLink(this.#place, form, asks, stood, () => {
      const now = filled(form);
      this.#put({ ...now, fields, rows: { ...now.rows, ...rows } });
      if (page !== null) markHanded(form, { ...handedTo(form), ...Object.fromEntries(Object.keys(fields).map((field) => [field, page])) });
      this.keep(...Object.keys(fields));
    });
  }

  /** The draft stays with the child it was typed for, and can be moved. Anything typed meanwhile is stored afterwards, together with the
   * form's initial content. @param {string} id @param {Kids} kids */
  #changeChild(id, kids) {
    return this.#then(async () => {
      const other = this.#child, hadDraft = this.#known > 0, was = this.#withoutCase();
      this.#wipe();
      await store.choose(id);
      await this.#show(id);
      this.#form.dispatchEvent(new CustomEvent("pt:child"));
      if (!hadDraft || this.#known) return;
      this.#tell(`What you typed is kept for ${nameAmong(kids, other)}. `, button(`Move it to ${nameAmong(kids, id)}`, async () => {
        await store.deleteDrafts([this.#id(other)]);
        this.#putBack(was);
      }));
    });
  }

  /** The name of a child's draft of this form in the store. @param {string} child */
  #id(child) {
    return `${child} ${this.#what.name}`;
  }

  /** Serialise work. @param {() => Promise<unknown>} work */
  #then(work) {
    this.#last = this.#last.then(work, work);
    return this.#last;
  }

  /** @param {(string | Node)[]} words */
  #tell(...words) {
    this.#note.tell(this.#known > 0, words);
  }
}

/** @param {number} moment */
function when(moment) {
  return new Date(moment).toLocaleDateString("en-US", { dateStyle: "medium" });
}
