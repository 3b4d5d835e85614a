// Stores what is typed in a form on this phone, per form and child, and restores it. A second tab with the same form shows the latest
// content and says so; what is deleted disappears from every tab.

import { asked, rememberedState } from "../asked.js";
import { button } from "../button.js";
import { carried, carry } from "../form/carried.js";
import { fillFromAboutUs, ofAboutUs, takeFromAboutUs } from "./about-us.js";
import { askAboutLink, askForChild } from "./draft-asks.js";
import { merged, rowNames } from "./draft-merge.js";
import { whatItIs } from "./draft-name.js";
import { isOff, turn } from "./drafts-off.js";
import { empty, fill, filled, touched } from "../form/filled.js";
import { withdraw, prefill } from "../form/form.js";
import { OVER } from "./over.js";
import { onReturn } from "../form/fresh.js";
import { FIELDS, followAgain, ofTheCase } from "../form/school-calendar.js";
import * as runtime from "../engine/runtime.js";
import * as store from "./store.js";

/** @typedef {import("../form/filled.js").Filled} Filled */

/** Fields taken over from My case are stored there, and become part of a draft only once changed in this form. */
const OF_THE_CASE = new Set(["closed", ...FIELDS]);
const NOT_KEPT = {
  refused: "Not kept: this browser does not let a site keep anything, maybe because the window is private. Copy or print your letter before you leave this page.",
  full: "Not kept: there is no room left on this phone. Make room, then type on. Copy or print your letter before you leave this page.",
  newer: "Not kept: this page is older than the one that kept your drafts. Close all tabs of this site and open it again.",
  deleted: OVER,
};
const FROM_ANOTHER_TAB = "This was changed in another tab of this site. What was typed last stands here.";

/** @param {HTMLElement} place where the form reports what is stored */
function watch(place) {
  const box = /** @type {HTMLElement} */ (place.closest(".pt-calculator"));
  const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
  const [promise, said] = /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("p > span"));
  const { page, name, title } = whatItIs(box, form);

  let child = "";
  /** Fields changed here and not stored yet. @type {Set<string>} */ const changed = new Set();
  /** Rows removed here and not stored yet. @type {Set<string>} */ const removed = new Set();
  /** The content at the last check. */
  let before = filled(form);
  /** When this content was stored; 0 if it was not. */
  let known = 0;
  /** @type {Promise<unknown>} */ let last = Promise.resolve();
  let waits = false;
  takeFromAboutUs(form);
  /** True if the state was selected here before this script arrived. */
  let choseState = before.fields.state !== undefined && before.fields.state !== "" && before.fields.state !== (rememberedState(form) ?? "") && !asked().get("state");
  /** True if a fold was opened or closed here. */
  let folded = false;

  const off = /** @type {HTMLInputElement} */ (place.querySelector("input"));
  const remove = /** @type {HTMLButtonElement} */ (place.querySelector("details > button"));

  /** Report the latest event, in place of the initial text, so that nothing below moves. @param {(string | Node)[]} words */
  function tell(...words) {
    const why = store.whyNotKept();
    said.classList.toggle("pt-warning", Boolean(why) && !isOff());
    said.replaceChildren(...(isOff() ? ["Not kept: what you type is gone when you leave this page."]
      : why && !words.length ? [NOT_KEPT[why]] : words));
    promise.hidden = said.hasChildNodes();
    remove.hidden = !known;
    off.checked = isOff();
  }

  /** Serialise work. @param {() => Promise<unknown>} work */
  function then(work) {
    last = last.then(work, work);
    return last;
  }

  /** Restore content. @param {Filled} what @param {Set<string>} [others] fields that stay as they are */
  function put(what, others) {
    fill(form, what, others);
    before = filled(form);
    form.dispatchEvent(new CustomEvent("pt:filled"));
  }

  /** Store changes, after any pending write. */
  function keep() {
    if (waits || isOff() || !child) return;
    waits = true;
    place.dataset.underWay = "1";
    then(async () => {
      waits = false;
      await keepNow();
      if (!waits) delete place.dataset.underWay;
    });
  }

  async function keepNow() {
    if (isOff() || !changed.size && !removed.size && !folded) return;
    if (!known && !typedHere().some((field) => field !== "state")) return;
    const now = filled(form), names = new Set(changed), gone = new Set(removed), seen = known;
    changed.clear();
    removed.clear();
    folded = false;
    let isNews = false;
    const kept = await store.keepDraft(child, name, (old) => {
      isNews = Boolean(old && old.changed > seen);
      return { ...merged(old, now, names, gone, typedHere().filter((field) => !OF_THE_CASE.has(field))), title: title(), page, changed: Math.max(Date.now(), (old?.changed ?? 0) + 1) };
    });
    known = kept.changed;
    if (isNews) put(kept, changed);
    tell(...(store.whyNotKept() ? [] : [isNews ? FROM_ANOTHER_TAB : "Draft kept."]));
  }

  /** Show what another tab stored or deleted. */
  function look() {
    return then(async () => {
      if (!child) return;
      await followAgain(form);
      if (isOff()) return;
      const kept = await store.draft(child, name);
      if (store.whyNotKept() === "deleted") return;
      if (kept && kept.changed > known) {
        known = kept.changed;
        put(kept, changed);
        tell(FROM_ANOTHER_TAB);
        await fillFromAboutUs(form, [...changed, ...Object.keys(kept.fields)]);
      } else if (!kept && known && !changed.size && !store.whyNotKept()) {
        const was = withoutCase();
        wipe();
        await begin();
        form.dispatchEvent(new CustomEvent("pt:child"));
        tell("This draft was deleted in another tab of this site. ", button("Put it back", () => putBack(was)));
      } else await fillFromAboutUs(form, [...changed, ...Object.keys(kept?.fields ?? {})]);
    });
  }

  function wipe() {
    changed.clear();
    removed.clear();
    known = 0;
    empty(form);
    before = filled(form);
    place.querySelector(".pt-draft-ask")?.remove();
    withdraw(box, form);
  }

  /** Everything was deleted in another tab: the content stays on screen, but is no longer a draft. */
  function letGo() {
    runtime.cancel();
    known = 0;
    changed.clear();
    removed.clear();
    askForChild(place, [], child, () => {});
    for (const words of box.querySelectorAll(".pt-draft-ask, .pt-from-case")) words.remove(); // these name a child
    form.querySelector(".pt-about-us")?.replaceChildren();
    withdraw(box, form);
    tell();
  }

  /** Everything was deleted, the children too: what is typed next belongs to the first child. */
  function forgetAll() {
    wipe();
    askForChild(place, [], child, () => {});
    then(async () => {
      child = form.dataset.child = await store.current();
    });
  }

  /** @param {Filled} was */
  function putBack(was) {
    put(was);
    keepAll();
  }

  /** Fields that were typed in, as opposed to filled in from "About us". */
  function typedHere() {
    const others = ofAboutUs(form);
    return touched(form).filter((field) => !others.includes(field));
  }

  /** Store the whole content, except for a case's or "About us" values. */
  function keepAll() {
    const others = ofTheCase(form);
    for (const field of [...typedHere(), "state"]) if (!others.includes(field)) changed.add(field);
    keep();
  }

  /** The content without values stored with the child. */
  function withoutCase() {
    const was = filled(form), fields = { ...was.fields };
    for (const name of [...ofTheCase(form), ...ofAboutUs(form)]) delete fields[name];
    return { ...was, fields };
  }

  function throwAway() {
    return then(async () => {
      const was = withoutCase();
      await store.deleteDrafts([`${child} ${name}`]);
      wipe();
      await begin();
      form.dispatchEvent(new CustomEvent("pt:child"));
      tell("The draft is deleted. ", button("Put it back", () => putBack(was)));
      said.querySelector("button")?.focus();
    });
  }

  /** Show a child's draft, if there is one. @param {string} id */
  async function show(id) {
    child = form.dataset.child = id;
    const kept = isOff() ? undefined : await store.draft(id, name);
    known = kept?.changed ?? 0;
    tell();
    if (!kept) return begin();
    const stood = filled(form), link = asked();
    const linked = touched(form).filter((field) => link.get(field) === stood.fields[field]);
    const own = new Set(touched(form).filter((field) => (field !== "state" || choseState) && !linked.includes(field)));
    put(kept, own);
    for (const field of own) changed.add(field);
    tell(`Your draft is here again, as of ${when(kept.changed)}.`);
    const others = linked.filter((field) => (kept.fields[field] ?? stood.fields[field]) !== stood.fields[field]);
    await fillFromAboutUs(form, [...own, ...Object.keys(kept.fields)]);
    askAboutLink(place, form, others, stood, () => {
      put({ ...filled(form), fields: Object.fromEntries(others.map((field) => [field, stood.fields[field]])) });
      others.forEach((field) => changed.add(field));
      keep();
    });
  }

  /** The initial content without a draft: the child's state, unless a link or the user selected one. */
  async function begin() {
    const { state } = await store.read(child), select = form.elements.namedItem("state");
    const isOpen = select instanceof HTMLSelectElement && !asked().get("state") && !changed.has("state") && !choseState;
    if (isOpen && state && [...select.options].some((option) => option.value === state)) put({ fields: { state }, rows: {}, open: [] });
    else prefill(form);
    await fillFromAboutUs(form, [...changed]);
  }

  /** The draft stays with the child it was typed for, and can be moved. Anything typed meanwhile is stored afterwards, together with the
   * form's initial content. @param {string} id @param {{id: string, name: string}[]} kids */
  function changeChild(id, kids) {
    return then(async () => {
      const other = child, hadDraft = known > 0, was = withoutCase();
      wipe();
      await store.choose(id);
      await show(id);
      form.dispatchEvent(new CustomEvent("pt:child"));
      if (!hadDraft || known) return;
      const nameOf = (/** @type {string} */ kid) => kids.find((one) => one.id === kid)?.name || `child ${kid}`;
      tell(`What you typed is kept for ${nameOf(other)}. `, button(`Move it to ${nameOf(id)}`, async () => {
        await store.deleteDrafts([`${other} ${name}`]);
        putBack(was);
      }));
    });
  }

  async function switched() {
    turn(off.checked);
    if (!off.checked) {
      tell();
      if (typedHere().some((field) => field !== "state")) keepAll();
      return fillFromAboutUs(form, [...changed]);
    }
    await last;
    const gone = await store.deleteDrafts((await store.drafts()).map(({ id }) => id)), about = await store.forgetAboutUs();
    known = 0;
    tell();
    const others = about.length ? [gone.length ? "About us was deleted, too. " : "About us was deleted. "] : [];
    if (!gone.length && !others.length) return;
    const drafts = gone.length === 1 ? "One draft was deleted. " : `${gone.length} drafts were deleted. `;
    said.append(" ", ...(gone.length ? [drafts] : []), ...others, button("Keep drafts after all", async () => {
      turn(false);
      await store.bringDraftsBack(gone);
      await store.bringAboutUsBack(about);
      await show(child);
      keep();
    }));
  }

  form.addEventListener("input", noticed);
  form.addEventListener("change", noticed);
  form.addEventListener("pt:rows", () => {
    const now = filled(form);
    for (const row of rowNames(before)) if (!rowNames(now).includes(row)) removed.add(row);
    for (const row of rowNames(now)) {
      removed.delete(row);
      if (!rowNames(before).includes(row)) Object.keys(now.fields).filter((field) => field.startsWith(`${row}.`)).forEach((field) => changed.add(field));
    }
    before = now;
    keep();
  });
  form.addEventListener("toggle", () => {
    folded ||= known > 0 && String(filled(form).open) !== String(before.open);
    before = filled(form);
    keep();
  }, true);
  off.addEventListener("change", switched);
  remove.addEventListener("click", throwAway);

  /** @param {Event} event */
  function noticed({ target }) {
    const field = /** @type {HTMLInputElement} */ (target).name;
    if (!field || target === form) return;
    changed.add(field);
    keep();
  }

  store.onChangeElsewhere((what) => {
    if (what === "deleted") letGo();
    else look();
  });
  document.addEventListener("pt:deleted", () => {
    forgetAll();
    tell();
  });
  onReturn(look);

  document.addEventListener("pt:leaving", (event) => carry(form) || event.preventDefault());

  then(async () => {
    const kids = await store.children();
    const brought = carried(form);
    if (brought) put(brought);
    const typed = touched(form).filter((field) => (field !== "state" || choseState) && asked().get(field) !== filled(form).fields[field]);
    await show(await store.current());
    choseState = false;
    askForChild(place, kids, child, (id) => changeChild(id, kids));
    for (const field of typed) changed.add(field);
    keep(); // including what was typed meanwhile
  });
}

/** @param {number} moment */
function when(moment) {
  return new Date(moment).toLocaleDateString("en-US", { dateStyle: "medium" });
}

for (const place of document.querySelectorAll(".pt-draft")) watch(/** @type {HTMLElement} */ (place));
