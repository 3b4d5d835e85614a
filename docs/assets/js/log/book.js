// A log that a parent keeps per child, such as the service log or the notes: a form adds or changes an entry, Python validates it
// and computes the result, and every change is stored before anything is shown.

import { clearProblem, expectResult, lookOver, showProblems, showProgress } from "../form/form.js";
import { pickers, readBack } from "../form/dates.js";
import { carried } from "../form/carried.js";
import { empty, fill, filled, touched } from "../form/filled.js";
import { onReturn } from "../form/fresh.js";
import { button } from "../button.js";
import { sayFailure } from "../failures.js";
import { oneAfterTheOther } from "../one-after-the-other.js";
import { copy } from "../letter/copy.js";
import { give } from "../letter/give.js";
import { isOff } from "../records/drafts-off.js";
import { OVER } from "../records/over.js";
import * as runtime from "../engine/runtime.js";
import * as store from "../records/store.js";

/** @typedef {import("../records/store.js").Log} Log */
/** An entry with its form values, as text. @typedef {{id: string} & Object<string, any>} Item */
/** What differs from book to book. `list` is the part of what is kept to which the form adds; `besides` what an answer needs
 * that is not kept; `inputs` what Python is asked with; `refit` says a question again that was refused for another reason
 * than an item; `one` what it is asked about an item that was changed, and at which place that stands; `without` what is kept
 * without an item; `shown` is told what is shown; `afresh` is told of another child.
 * @typedef {{calculator: string, page: string, list: "services" | "notes", words: {add: string, change: string, gone: string},
 *   besides: () => object, inputs: (kept: Log, besides: object) => Promise<object>,
 *   refit?: (message: runtime.Message, problems: Object<string, string>) => runtime.Message | null,
 *   one: (kept: Log, item: Item, number: number) => {kept: Log, besides: object, number: number},
 *   without: (kept: Log, id: string) => Log, shown: (data: any) => void, afresh: () => void,
 *   pressed: Object<string, (of: DOMStringMap, pressed: HTMLElement) => unknown>}} Of */

const NOT_KEPT = {
  refused: "This browser does not let a site keep anything on this phone, maybe because the window is private. You can go on. Print or copy this page before you leave it.",
  full: "There is no room left on this phone, so the last change was not kept. Make room, then change it again.",
  newer: "This page is older than the one that kept your entries. Close all tabs of this site and open it again. Your entries are safe.",
  deleted: OVER,
};

export const box = /** @type {HTMLElement} */ (document.querySelector(".pt-calculator"));
export const form = /** @type {HTMLFormElement} */ (box.querySelector(".pt-book"));
export const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
const said = /** @type {HTMLElement} */ (box.querySelector(".pt-kept"));
const which = /** @type {HTMLSelectElement} */ (box.querySelector("#log-child"));
const cancel = /** @type {HTMLButtonElement} */ (form.querySelector(".pt-log-cancel"));
const heading = /** @type {HTMLElement} */ (form.querySelector("#log-form"));

export const random = () => crypto.getRandomValues(new Uint32Array(2)).join("-");

/** Report what happened to the input. @param {(string | Node)[]} words */
export function tell(...words) {
  const why = store.whyNotKept();
  said.classList.toggle("pt-warning", Boolean(why));
  said.replaceChildren(...(why ? [NOT_KEPT[why]] : words));
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

/** Start a log. @param {Of} of */
export function openBook(of) {
  const { calculator, list, page } = of;
  /** The draft's name while an entry is incomplete. */
  const draftName = `${calculator} ${page}`;
  let child = "";
  /** The entry being edited; empty for a new one. */
  let editing = "";
  /** Numbers the requests, so that a late answer does not replace a newer one. */
  let turns = 0;

  const items = (/** @type {Log} */ kept) => /** @type {Item[]} */ (kept[list]);
  const draftId = () => `${child} ${draftName}`;

  /** @param {Log} kept @param {object} besides @returns {Promise<runtime.Message>} */
  async function question(kept, besides) {
    const { state } = await store.read(child);
    form.dataset.state = state; // for the answer's links
    return { calculator, state: state || "US", inputs: await of.inputs(kept, besides) };
  }

  /** Ask Python; once more if something other than an entry was refused. @param {runtime.Message} message */
  async function ask(message) {
    runtime.start(box, calculator, message.state);
    expectResult().catch(() => {}); // it is asked for again, and then said
    const answered = await runtime.ask(message);
    const again = answered.said.problems && of.refit?.(message, answered.said.problems);
    return again ? { message: again, answered: await runtime.ask(again) } : { message, answered };
  }

  /** Show the child's entries. */
  async function show() {
    const turn = ++turns, isCurrent = () => turn === turns;
    const kept = await store.log(child);
    if (!isCurrent()) return;
    if (!items(kept).length) {
      of.shown({});
      place.hidden = true;
      place.replaceChildren();
      return;
    }
    const stopShowing = showProgress(box, calculator);
    try {
      const { message, answered } = await ask(await question(kept, of.besides()));
      const { showResult } = await expectResult();
      stopShowing();
      if (!isCurrent()) return;
      if (answered.said.problems) return tell(Object.values(answered.said.problems).join(" "));
      of.shown(answered.said.data);
      showResult(box, form, answered.said, true, () => null);
      lookOver(box, message, answered, isCurrent, (looked) => looked.html && showResult(box, form, looked, true, () => null));
    } catch (failure) {
      stopShowing();
      if (isCurrent()) sayFailure(box, failure instanceof runtime.RuntimeFailure ? failure.kind : "failed");
    }
  }

  /** Store a change and show the result. @param {(kept: Log) => Log} changes @param {(string | Node)[]} words */
  async function keep(changes, ...words) {
    await store.changeLog(child, changes);
    tell(...(words.length ? words : ["Kept on this phone."]));
    await show();
  }

  /** @type {Of["pressed"]} */
  const pressed = {
    words: (_of, button) => copied(button),
    edit: (on) => edit(on.item ?? ""),
    remove: (on) => remove(on.item ?? ""),
    csv,
    ...of.pressed,
  };

  /** @param {HTMLElement} pressed */
  async function copied(pressed) {
    const around = pressed.closest(".pt-note-words, section");
    const words = around?.querySelector(".pt-log-sentence")?.textContent ?? "";
    tell((await copy(words)) ? "The sentence is copied." : "This browser did not let us copy. Mark the sentence and copy it.");
  }

  async function csv() {
    const { answered } = await ask(await question(await store.log(child), { want: "csv" }));
    for (const { name, media_type, text } of answered.said.files) await give(new File([text], name, { type: media_type }));
  }

  /** Remove an entry. @param {string} id */
  async function remove(id) {
    /** @type {Log | undefined} */ let before;
    /** @type {Log | undefined} */ let after;
    const back = button("Put it back", () => keep((kept) => (before && after ? putBack(kept, before, after) : kept)).then(() => place.focus({ preventScroll: true })));
    await keep((kept) => (after = of.without((before = kept), id)), of.words.gone, back);
    back.focus();
  }

  /** @param {string} id */
  async function edit(id) {
    const item = items(await store.log(child)).find((one) => one.id === id);
    if (!item) return;
    begin(id);
    fill(form, { fields: Object.fromEntries(Object.entries(item).map(([name, value]) => [name, String(value)])), rows: {}, open: [] });
    form.dispatchEvent(new CustomEvent("pt:filled"));
    for (const fold of form.querySelectorAll("details")) fold.open ||= [...fold.querySelectorAll("[name]")].some((field) => /** @type {HTMLInputElement} */ (field).value);
    /** @type {HTMLElement} */ (form.querySelector("[name]")).focus();
  }

  /** Empty the form, for a new entry or an existing one. @param {string} id */
  function begin(id) {
    editing = id;
    empty(form);
    for (const fold of form.querySelectorAll("details")) fold.open = false;
    showProblems(form, {}, true);
    heading.textContent = id ? of.words.change : of.words.add;
    cancel.hidden = !id;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(form));
    const id = editing || random();
    const kept = await store.log(child);
    const at = items(kept).findIndex((one) => one.id === id);
    const asked = of.one(kept, { ...items(kept)[at], ...typed, id }, at < 0 ? items(kept).length : at);
    const stopShowing = showProgress(box, calculator);
    try {
      const { answered } = await ask(await question(asked.kept, asked.besides));
      stopShowing();
      if (answered.said.problems) {
        const own = Object.entries(answered.said.problems).map(([name, problem]) => ({ name: name.split("."), problem }));
        const ofIt = own.filter(({ name }) => Number(name[1]) === asked.number);
        showProblems(form, Object.fromEntries(ofIt.map(({ name, problem }) => [name[2], problem])), false);
        return;
      }
      const made = answered.said.data[list][asked.number];
      begin("");
      await store.deleteDrafts([draftId()]);
      await keep((now) => {
        const isThere = items(now).some((one) => one.id === id);
        return { ...now, [list]: isThere ? items(now).map((one) => (one.id === id ? made : one)) : [...items(now), made] };
      });
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "start" });
    } catch (failure) {
      stopShowing();
      sayFailure(box, failure instanceof runtime.RuntimeFailure ? failure.kind : "failed");
    }
  });

  cancel.addEventListener("click", () => {
    begin("");
    place.focus();
  });

  place.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("button[data-log]"));
    if (button) pressed[button.dataset.log ?? ""]?.({ ...button.dataset }, button);
  });

  /** The form's content is stored as a draft until it is an entry. */
  const keepTyped = oneAfterTheOther(async () => {
    if (isOff() || editing) return;
    const title = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? document.title;
    if (!touched(form).length) await store.deleteDrafts([draftId()]);
    else await store.keepDraft(child, draftName, () => ({ ...filled(form), title, page, changed: Date.now() }));
  });

  form.addEventListener("input", ({ target }) => {
    clearProblem(/** @type {HTMLElement} */ (target));
    keepTyped();
  });

  /** Show a child's log, and the draft in its form. */
  async function showChild() {
    const [kids, id] = [await store.children(), await store.current()];
    const stays = child && (editing || touched(form).length); // the input belongs to this child, whichever another tab shows
    if (id !== child && !stays) {
      child = id;
      of.afresh();
      if (!touched(form).length || editing) begin("");
      const draft = isOff() ? undefined : await store.draft(child, draftName);
      if (draft && !touched(form).length) fill(form, draft);
    }
    /** @type {HTMLElement} */ (which.parentElement).hidden = kids.length < 2;
    which.replaceChildren(...kids.map((kid) => new Option(kid.name || `Child ${kid.id}`, kid.id, false, kid.id === child)));
    await show();
  }

  which.addEventListener("change", async () => {
    begin("");
    await store.choose(which.value);
    await showChild();
  });

  /** Everything was deleted in another tab: the form's content stays on screen. */
  function letGo() {
    turns += 1;
    of.shown({});
    place.hidden = true;
    place.replaceChildren();
    /** @type {HTMLElement} */ (which.parentElement).hidden = true;
    tell();
  }

  /** Everything was deleted. */
  async function forget() {
    turns += 1;
    child = "";
    begin("");
    await showChild();
    tell();
  }

  store.onChangeElsewhere((what) => (what === "deleted" ? letGo() : showChild()));
  document.addEventListener("pt:deleted", forget);
  onReturn(show);

  pickers(form);
  readBack(form, box);
  form.addEventListener("focusin", () => runtime.start(box, calculator, "US"), { once: true });

  return { child: () => child, show, keep, tell, begin: () => showChild().then(() => {
    tell();
    if (carried(form)) keepTyped(); // typed before this script arrived
  }) };
}
