// "My case": shows a child's records, and stores changes made here and in other tabs.

import { carried, carry } from "../form/carried.js";
import { clear, clearAnswer, drop, isAnswered, isCurrent, recompute } from "./answer.js";
import { readBesides } from "./besides.js";
import { renamed, showChildren } from "./children.js";
import { add, arrange, box, children, closed, dateOf, events, fold, form, inputs, nickname, partOf, place, set, state, summarize, typedAlready } from "./fields.js";
import { child, keep, keepClosed, keepFor, readClosed, tell, tellWhetherKept } from "./kept.js";
import { areOld, askOthers } from "./others.js";
import { showSent } from "./sent-letters.js";
import { takenUp } from "./taken-up.js";
import { leaveToday, onLine } from "./today.js";
import { pickers, readBack } from "../form/dates.js";
import { fill } from "../form/filled.js";
import { clearProblem, prefill } from "../form/form.js";
import { onReturn } from "../form/fresh.js";
import { oneAfterTheOther } from "../one-after-the-other.js";
import * as runtime from "../engine/runtime.js";
import { FIELDS, showSchool, whenSaid } from "../form/school-calendar.js";
import { childName } from "../records/child-name.js";
import * as store from "../records/store.js";

/** True while another tab has newer data than this page. */
let stale = false;

/** Fill the form with a child's case. @param {string} id */
async function show(id) {
  const [kids, kept] = [await store.children(), await store.read(id)];
  await readBesides(id, kids);
  const picked = child ? "" : add.value; // picked before anything was shown
  const typed = child ? [] : typedAlready();
  keepFor(id, kids);
  showChildren(kids, id);
  state.value = kept.state;
  if (!kept.state) prefill(form);
  add.value = "";
  for (const part of events) {
    delete part.dataset.added;
    dateOf(part).value = kept.events[part.dataset.event ?? ""] ?? "";
  }
  closed.value = kept.closed;
  readClosed(kept.closed);
  showSchool(form, kept.school);
  const there = /** @type {HTMLElement | null} */ (closed.closest("details")?.querySelector("summary .pt-optional"));
  if (there) there.textContent = kept.closed || Object.keys(kept.school).length ? "(filled in)" : "(optional)";
  for (const name of ["discreet", "as_of"]) set(name, /** @type {any} */ (kept)[name] ?? "");
  showSent(kept.sent);
  form.dispatchEvent(new CustomEvent("pt:filled"));
  for (const control of form.elements) clearProblem(/** @type {HTMLElement} */ (control));
  fold();
  arrange(child);
  document.dispatchEvent(new CustomEvent("pt:child-shown"));
  tellWhetherKept("");
  leaveToday();
  clearAnswer();
  for (const [control, value] of typed) {
    if (control.name === "closed") readClosed(""); // added to the stored lines, not replacing them
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (typed.length) arrange(child);
  recompute("quiet");
  if (!picked) return;
  add.value = picked;
  added();
}

form.addEventListener("input", (event) => {
  const control = /** @type {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} */ (event.target);
  clearProblem(control);
  if (!child) return; // handled by `show`
  const part = /** @type {HTMLElement | null} */ (control.closest(".pt-event"));
  if (part && control.name) {
    part.dataset.added = child;
    keep({ events: { [control.name]: control.value } });
    summarize();
  }
  if (control === closed) keepClosed(closed.value).then((isAll) => (isAll ? undefined : refresh("heard")));
  if (FIELDS.includes(control.name)) keep({ school: { [control.name]: control.value } });
  if (control === state) {
    keep({ state: state.value });
    arrange(child);
  }
  if (control.name === "discreet") keep({ discreet: control.value });
  if (control === nickname) renamed().then(() => document.dispatchEvent(new CustomEvent("pt:child-shown")));
  if (isAnswered()) isCurrent();
  if ((part || control === closed) && runtime.isLive("case")) type();
});

const type = oneAfterTheOther(() => recompute("typing"));

form.addEventListener("change", (event) => {
  const control = /** @type {HTMLElement} */ (event.target);
  if (control === add) return added();
  if (control === children) return changeChild(children.value);
  if (control.closest(".pt-read-back")) return;
  recompute("quiet");
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  recompute("aloud");
});

/** Show the date field of the picked event. Before a case is shown, the choice is left for `show`. */
function added() {
  if (!child) return;
  const part = partOf(add.value);
  add.value = "";
  if (!part) return;
  part.dataset.added = child;
  clearProblem(add);
  arrange(child);
  part.closest("details")?.setAttribute("open", "");
  dateOf(part).focus();
}

/** @param {string} id */
async function changeChild(id) {
  await store.choose(id);
  await show(id);
}

onLine(async (id) => {
  await changeChild(id);
  if (!store.whyNotKept()) tell(`${childName({ id, name: nickname.value })} is shown.`);
});

form.querySelector(".pt-add-child")?.addEventListener("click", async () => {
  await keep({}); // the first child may have letters only, and no row of its own yet
  await store.addChild("");
  await show(await store.current());
  nickname.closest("details")?.setAttribute("open", "");
  nickname.focus();
});

for (const part of events) {
  part.querySelector(".pt-take-out")?.addEventListener("click", async () => {
    dateOf(part).value = "";
    delete part.dataset.added;
    await keep({ events: { [part.dataset.event ?? ""]: "" } });
    clearProblem(dateOf(part));
    arrange(child);
    add.focus();
    recompute("quiet");
  });
}

/** Another tab changed the records: show them. A field being typed in keeps its content until it loses focus, and the child
 * shown stays until the user returns to this tab. @param {"heard" | "left" | "back"} why another tab wrote, a field lost focus, or the user returned */
async function refresh(why) {
  if (why === "heard") stale = true;
  if (!stale || !child || store.whyNotKept()) return;
  stale = false;
  const id = await store.current(), isTyping = document.hasFocus() && form.contains(document.activeElement);
  if (id !== child && !isTyping && why !== "left") return show(id);
  const { isAll, words } = await takenUp(child);
  askOthers(inputs().as_of ?? "");
  if (!isAll || id !== child) stale = true;
  if (!words) return;
  arrange(child);
  recompute("quiet");
  tell(words);
}

store.onChangeElsewhere((what) => {
  if (what !== "deleted") return refresh("heard");
  drop();
  clear();
  /** @type {HTMLElement} */ (children.parentElement).hidden = true;
  tellWhetherKept("");
});
form.addEventListener("focusout", () => refresh("left"));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh("back"));
// Restored from the back/forward cache: another page may have stored dates since.
addEventListener("pageshow", (event) => event.persisted && refresh("heard"));
onReturn(() => (isAnswered() ? !isCurrent() : areOld()) && recompute("quiet"));
document.addEventListener("pt:leaving", (event) => carry(form) || event.preventDefault());
document.addEventListener("pt:deleting", () => {
  state.value = ""; // else counting once more would remember it again
  drop();
});
document.addEventListener("pt:deleted", async () => show(await store.current()));

pickers(form);
readBack(form, box, (field, { kept }) => {
  // without its year it would mean another day next year
  if (field.closest(".pt-event") && kept !== field.value) keep({ events: { [field.name]: kept } });
  summarize();
});
whenSaid(place, form);
if (!runtime.savesData) form.addEventListener("focusin", () => runtime.start(box, "case", state.value), { once: true });
await show(await store.current());
const brought = carried(form);
if (brought?.fields.as_of) {
  fill(form, { ...brought, fields: { as_of: brought.fields.as_of } }); // everything else is stored
  recompute("quiet");
}
