// "My case": shows what is kept, keeps what is typed at each change, and asks Python for the dates that follow.

import { rememberedState, rememberState } from "../asked.js";
import { button } from "../button.js";
import { pickers, readBack } from "../form/dates.js";
import { carried, carry } from "../form/carried.js";
import { sayFailure } from "../failures.js";
import { fill, touched } from "../form/filled.js";
import { clearProblem, lookOver, prefill, showProblems, showProgress, showResult } from "../form/form.js";
import { current, isGone, isShown, lifted, onReturn, stays } from "../form/fresh.js";
import { oneAfterTheOther } from "../one-after-the-other.js";
import * as runtime from "../engine/runtime.js";
import * as store from "../records/store.js";
import { wordsButton } from "../letter/take-away.js";
import { showClosedDays } from "../form/closed-days.js";
import { FIELDS, schoolOf, showSchool, whenSaid } from "../form/school-calendar.js";

const NOT_KEPT = {
  refused: "This browser does not let a site keep anything on this phone, maybe because the window is private. You can go on, and your dates are counted. Copy or print them before you leave this page.",
  full: "There is no room left on this phone, so the last change was not kept. Make room, then change a date again. Copy or print your dates before you leave this page.",
  newer: "This page is older than the one that kept your dates. Close all tabs of this site and open it again. Your dates are safe.",
};

const form = /** @type {HTMLFormElement} */ (document.querySelector(".pt-case"));
const box = /** @type {HTMLElement} */ (form.closest(".pt-calculator"));
const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
const children = /** @type {HTMLSelectElement} */ (form.querySelector("#case-child"));
const add = /** @type {HTMLSelectElement} */ (form.elements.namedItem("add"));
const closed = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("closed"));
const nickname = /** @type {HTMLInputElement} */ (form.elements.namedItem("nickname"));
const state = /** @type {HTMLSelectElement} */ (form.elements.namedItem("state"));
const events = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".pt-event")]);
const keptNote = document.createElement("p");
keptNote.className = "pt-kept";
keptNote.setAttribute("role", "status");
form.querySelector(".pt-go")?.before(keptNote);

let child = "";
/** Counts the answers asked for, so that a late one does not cover a newer one. */
let asked = 0;
let nicknameProblem = "";
/** True while another tab knows better than this page. */
let stale = false;

// Showing what is kept

/** Fill the form with one child's case. @param {string} id */
async function show(id) {
  const [kids, kept] = [await store.children(), await store.read(id)];
  const picked = child ? "" : add.value; // before anything was shown
  const typed = child ? [] : typedAlready();
  child = id;
  children.replaceChildren(...kids.map((kid) => new Option(kid.name || `Child ${kid.id}, no nickname yet`, kid.id, false, kid.id === id)));
  /** @type {HTMLElement} */ (children.parentElement).hidden = kids.length === 0;
  children.hidden = kids.length < 2;
  /** @type {HTMLElement} */ (form.querySelector("label[for=case-child]")).hidden = kids.length < 2;
  nickname.value = kids.find((kid) => kid.id === id)?.name ?? "";
  state.value = kept.state;
  if (!kept.state) prefill(form);
  add.value = "";
  nicknameProblem = "";
  for (const part of events) {
    delete part.dataset.added;
    dateOf(part).value = kept.events[part.dataset.event ?? ""] ?? "";
  }
  closed.value = kept.closed;
  showSchool(form, kept.school);
  if (kept.closed || Object.keys(kept.school).length) /** @type {HTMLDetailsElement | null} */ (closed.closest("details"))?.setAttribute("open", "");
  for (const name of ["discreet", "as_of"]) set(name, /** @type {any} */ (kept)[name] ?? "");
  showSent(kept.sent);
  form.dispatchEvent(new CustomEvent("pt:filled"));
  for (const control of form.elements) clearProblem(/** @type {HTMLElement} */ (control));
  arrange();
  tellWhetherKept("");
  clear();
  for (const [control, value] of typed) {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (typed.length) arrange();
  recompute("quiet");
  if (!picked) return;
  add.value = picked;
  added();
}

/** What somebody typed or chose before a case was shown: it is kept once it is known for which child.
 * @returns {[HTMLInputElement, string][]} */
function typedAlready() {
  const state = rememberedState(form) ?? "";
  return touched(form).filter((name) => name !== add.name)
    .map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)))
    .filter(({ name, value }) => name !== "state" || value !== state).map((control) => [control, control.value]);
}

/** Which dates stand on the page, under which headings, and which of them this state does not know. */
function arrange() {
  const there = (/** @type {HTMLElement} */ part) => !state.value || (part.dataset.states ?? "").split(" ").includes(state.value);
  let elsewhere = 0;
  for (const part of events) {
    if (dateOf(part).value && !there(part)) elsewhere += 1;
    const shown = part.dataset.added === child || Boolean(dateOf(part).value);
    part.hidden = !shown || !there(part);
  }
  for (const group of form.querySelectorAll(".pt-group")) /** @type {HTMLElement} */ (group).hidden = !group.querySelector(".pt-event:not([hidden])");
  for (const option of add.options) {
    const part = events.find((one) => one.dataset.event === option.value);
    if (part) option.hidden = option.disabled = !part.hidden || !there(part);
  }
  const note = /** @type {HTMLElement} */ (form.querySelector(".pt-elsewhere"));
  note.hidden = !elsewhere;
  note.textContent = elsewhere === 1
    ? "One more date is kept. It starts no time limit in this state."
    : `${elsewhere} more dates are kept. They start no time limit in this state.`;
}

/** The letters marked as sent, each with a way to take it out. @param {store.Sent[]} sent */
function showSent(sent) {
  const part = /** @type {HTMLElement} */ (form.querySelector(".pt-sent-list"));
  part.hidden = !sent.length;
  const title = document.createElement("h3");
  title.textContent = "Letters you sent";
  const list = document.createElement("ul");
  list.append(...sent.map((one, index) => {
    const line = document.createElement("li");
    const expected = one.arrives !== one.day ? `, expected there on ${one.arrives}` : "";
    line.append(`${one.title}: ${one.day}${expected} `, ...(one.event ? [received(one, index)] : []), button("Remove", async () => {
      const left = (await store.read(child)).sent.filter((_, other) => other !== index);
      await keep({ sent: left });
      showSent(left);
    }, `Remove: ${one.title}, ${one.day}`));
    return line;
  }));
  part.replaceChildren(title, list);
}

/** On what day did they get it? The letter's clock counts from that day, so it takes the place of the expected one.
 * @param {store.Sent} one @param {number} index */
function received(one, index) {
  const asked = document.createElement("label");
  const typed = document.createElement("input");
  asked.className = "pt-received";
  Object.assign(typed, { type: "text", autocomplete: "off", value: one.received });
  asked.append("On what day did they get it? ", typed);
  let day = one.received || one.arrives || one.day;
  typed.addEventListener("change", async (event) => {
    event.stopPropagation(); // the date's own field below says what is wrong with it
    const sent = (await store.read(child)).sent.map((other, at) => (at === index ? { ...other, received: typed.value.trim() } : other));
    await keep({ sent });
    const now = typed.value.trim() || one.arrives || one.day;
    if (one.event) {
      await keeping(store.replaceDay(child, one.event, day, now));
      const part = events.find((event) => event.dataset.event === one.event);
      if (part) dateOf(part).value = (await store.read(child)).events[one.event] ?? "";
      arrange();
      recompute("quiet");
    }
    day = now;
  });
  return asked;
}

/** @param {"" | "now"} when a change was just kept */
function tellWhetherKept(when) {
  const why = store.whyNotKept();
  const words = why ? NOT_KEPT[why] : when ? "Kept on this phone." : "";
  if (keptNote.textContent !== words) keptNote.textContent = words;
  keptNote.classList.toggle("pt-warning", Boolean(why));
}

// Keeping what is typed

let underWay = 0;

/** Say that all is kept once the last of several changes is. @param {Promise<unknown>} change */
async function keeping(change) {
  underWay += 1;
  keptNote.dataset.underWay = String(underWay);
  await change;
  underWay -= 1;
  if (underWay) return;
  delete keptNote.dataset.underWay;
  /** @type {HTMLElement} */ (children.parentElement).hidden = false;
  tellWhetherKept("now");
}

/** The state goes along only where none is kept: another tab may have changed it. @param {Partial<store.Case>} changed */
function keep(changed) {
  return keeping(store.save(child, changed, state.value));
}

form.addEventListener("input", (event) => {
  const control = /** @type {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} */ (event.target);
  clearProblem(control);
  if (!child) return; // `show` takes it up
  const part = /** @type {HTMLElement | null} */ (control.closest(".pt-event"));
  if (part && control.name) {
    part.dataset.added = child;
    keep({ events: { [control.name]: control.value } });
  }
  if (control === closed) keep({ closed: closed.value });
  if (FIELDS.includes(control.name)) keep({ school: schoolOf(form) });
  if (control === state) {
    keep({ state: state.value });
    arrange();
  }
  if (control.name === "discreet") keep({ discreet: control.value });
  if (control === nickname) renamed();
  if (isAnswered()) current(box, keyOf(inputs()));
  if ((part || control === closed) && runtime.isLive("case")) type();
});

const type = oneAfterTheOther(() => recompute("typing"));

form.addEventListener("change", (event) => {
  const control = /** @type {HTMLElement} */ (event.target);
  if (control === add) return added();
  if (control === children) return changeChild();
  if (control.closest(".pt-read-back")) return;
  recompute("quiet");
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  recompute("aloud");
});

/** Two children of one nickname could be mixed up. */
async function renamed() {
  const name = nickname.value.trim();
  await keeping(store.rename(child, name));
  const twin = name && (await store.children()).some((kid) => kid.id !== child && kid.name.toLowerCase() === name.toLowerCase());
  const option = [...children.options].find((one) => one.value === child);
  if (option) option.text = name || `Child ${child}, no nickname yet`;
  /** @type {HTMLElement} */ (children.parentElement).hidden = false;
  if (nickname.value.trim() !== name) return; // typed on meanwhile
  nicknameProblem = twin ? `There is another child called “${name}” here. Use another nickname, so that their dates are not mixed up.` : "";
  mark(nickname, nicknameProblem);
}

/** Show the date of what was picked. Until a case is shown the choice stays as it is: `show` takes it up. */
function added() {
  if (!child) return;
  const part = events.find((one) => one.dataset.event === add.value);
  add.value = "";
  if (!part) return;
  part.dataset.added = child;
  clearProblem(add);
  arrange();
  dateOf(part).focus();
}

async function changeChild() {
  await store.choose(children.value);
  await show(children.value);
}

form.querySelector(".pt-add-child")?.addEventListener("click", async () => {
  await store.addChild("");
  await show(await store.current());
  nickname.focus();
});

for (const part of events) {
  part.querySelector(".pt-take-out")?.addEventListener("click", async () => {
    dateOf(part).value = "";
    delete part.dataset.added;
    await keep({ events: { [part.dataset.event ?? ""]: "" } });
    clearProblem(dateOf(part));
    arrange();
    add.focus();
    recompute("quiet");
  });
}

/** Another tab changed what is kept: show it, unless somebody is typing here. Which law counts is shown even then. */
async function refresh() {
  if (!stale || store.whyNotKept()) return;
  if (document.hasFocus() && form.contains(document.activeElement)) return refreshState();
  stale = false;
  await show(await store.current());
}

async function refreshState() {
  const kept = await store.read(child);
  if (!kept.state || kept.state === state.value || document.activeElement === state) return;
  state.value = kept.state;
  arrange();
  recompute("quiet");
  keptNote.textContent = "The state was changed in another tab of this site. It is changed here, too.";
}

/** What is being counted is of what is deleted: no answer may come of it, and no memory be kept. */
function drop() {
  asked += 1;
  runtime.cancel();
}

store.onChangeElsewhere(async (what) => {
  stale = true;
  if (what !== "deleted") return refresh();
  drop();
  await show(await store.current());
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  stale = true; // the page comes back as it was left, and a date may have been kept on another page since
  refresh();
});
onReturn(() => isAnswered() && !current(box, keyOf(inputs())) && recompute("quiet"));
document.addEventListener("pt:leaving", (event) => carry(form) || event.preventDefault());
document.addEventListener("pt:deleting", drop);
document.addEventListener("pt:deleted", async () => show(await store.current()));

// Asking Python

/** What stands in the form and counts. @returns {Object<string, string>} */
function inputs() {
  /** @type {Object<string, string>} */ const given = {};
  for (const part of events) if (!part.hidden && dateOf(part).value.trim()) given[part.dataset.event ?? ""] = dateOf(part).value;
  for (const name of ["closed", ...FIELDS, "as_of", "discreet"]) {
    const value = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name))?.value ?? "";
    if (value.trim()) given[name] = value;
  }
  return given;
}

/** @param {Object<string, string>} given */
const keyOf = (given) => JSON.stringify([child, state.value, given]);
const isAnswered = () => !place.hidden && place.hasChildNodes();

/** Take the answer away. */
function clear() {
  place.hidden = true;
  place.replaceChildren();
  isGone(box);
}

/** What is shown, once it is the answer to what stands in the form. */
function renewed() {
  const said = isAnswered() && current(box, keyOf(inputs()));
  return said || recompute("quiet").then(() => (isAnswered() ? current(box, keyOf(inputs())) : null));
}

/** @param {import("../form/form.js").How} how */
async function recompute(how) {
  let turn = how === "typing" ? asked : ++asked; // half a date must not take the place of an answer that is on its way
  const given = inputs();
  const dated = events.some((part) => (part.dataset.event ?? "") in given);
  const saving = !runtime.isReady("case") && runtime.savesData;
  if (how !== "typing" && (!saving || how === "aloud")) showBack();
  if (how !== "aloud" && !dated) return clear();
  if (isAnswered()) current(box, keyOf(given));
  if (how !== "aloud" && saving) return;
  if (!state.value) {
    if (how !== "typing") showProblems(form, { state: "Choose your state." }, how === "quiet");
    return;
  }
  rememberState(form);
  runtime.start(box, "case", state.value);
  const stopShowing = how === "typing" ? () => {} : showProgress(box, "case");
  try {
    const { message, answered, problems } = await answer(given);
    stopShowing();
    if (turn !== asked || (how === "typing" && Object.keys(problems).length)) return;
    await lifted();
    if (turn !== asked) return;
    if (how === "typing") turn = ++asked;
    if (answered) {
      showAnswer(answered.said, problems, how);
      isShown(box, keyOf(given), answered.said);
      lookOver(box, message, answered, () => turn === asked, (said) => {
        if (!said.html) return;
        showAnswer(said, problems, "quiet");
        isShown(box, keyOf(given), said);
      });
    } else clear();
    openFor(problems);
    showProblems(form, nicknameProblem ? { nickname: nicknameProblem, ...problems } : problems, how !== "aloud");
  } catch (failure) {
    stopShowing();
    if (turn !== asked) return;
    sayFailure(box, failure instanceof runtime.RuntimeFailure ? failure.kind : "failed");
    stays(box, keyOf(given), "failed");
  }
}

/** The answer to what can be read, and what is wrong with the rest: one wrong date does not take the others away.
 * @param {Object<string, string>} given
 * @returns {Promise<{message: any, answered: {said: any, engine: runtime.Name} | null, problems: Object<string, string>}>} */
async function answer(given) {
  const { calendar } = await store.read(child);
  /** @type {Object<string, string>} */ const problems = {};
  let left = given;
  const made = runtime.moment({ calculator: "case", state: state.value, inputs: { ...given, calendar } });
  for (;;) {
    const message = { calculator: "case", state: state.value, inputs: { ...left, calendar }, made };
    const answered = await runtime.ask(message);
    const found = answered.said.problems;
    if (!found) return { message, answered, problems };
    const wrong = Object.keys(found).filter((field) => field in left);
    if (!wrong.length) return { message, answered: null, problems: Object.keys(problems).length ? problems : found };
    Object.assign(problems, found);
    left = Object.fromEntries(Object.entries(left).filter(([field]) => !wrong.includes(field)));
  }
}

/** @param {any} said @param {Object<string, string>} problems @param {import("../form/form.js").How} how */
function showAnswer(said, problems, how) {
  const quiet = how !== "aloud" || Object.keys(problems).length > 0;
  if (showResult(box, form, said, quiet, renewed)) {
    for (const words of place.querySelectorAll(".pt-copy-this")) words.after(" ", wordsButton(() => words.textContent ?? "", "Copy this sentence"));
  }
  place.querySelector(".pt-not-counted")?.remove();
  const labels = Object.keys(problems).map((field) => form.querySelector(`label[for="case-${CSS.escape(field)}"]`)).filter(Boolean)
    .map((label) => `“${label?.firstChild?.textContent?.trim()}”`);
  if (!labels.length) return;
  const note = document.createElement("p");
  note.className = "pt-warning pt-not-counted";
  note.textContent = `Not counted here, until it is put right above: ${labels.join(", ")}`;
  place.prepend(note);
}

/** A field with a problem must be seen. @param {Object<string, string>} problems */
function openFor(problems) {
  for (const field of Object.keys(problems)) {
    const control = form.elements.namedItem(field);
    if (control instanceof HTMLElement) control.closest("details")?.setAttribute("open", "");
  }
}

/** The closed days as they were understood. */
function showBack() {
  showClosedDays({
    box,
    form,
    changed: async (text) => {
      if (text === closed.value) return;
      closed.value = text;
      await keep({ closed: text });
    },
    corrected: () => recompute("quiet"),
    wrong: (sentence) => mark(closed, sentence),
  });
}

/** A sentence beside a field, or none. @param {HTMLElement} control @param {string} sentence */
function mark(control, sentence) {
  clearProblem(control);
  const error = document.getElementById(`${control.id}-error`);
  if (!sentence || !error) return;
  error.textContent = sentence;
  error.hidden = false;
  control.setAttribute("aria-invalid", "true");
  control.closest("details")?.setAttribute("open", "");
}

/** @param {HTMLElement} part @returns {HTMLInputElement} */
function dateOf(part) {
  return /** @type {HTMLInputElement} */ (part.querySelector("[name]"));
}

/** @param {string} name @param {string} value */
function set(name, value) {
  const control = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
  if (control) control.value = value;
}

pickers(form);
readBack(form, box, (field, { kept }) => {
  // a day without its year would be another one when it is read next year
  if (field.closest(".pt-event") && kept !== field.value) keep({ events: { [field.name]: kept } });
});
whenSaid(place, form);
if (!runtime.savesData) form.addEventListener("focusin", () => runtime.start(box, "case", state.value), { once: true });
await show(await store.current());
const brought = carried(form);
if (brought?.fields.as_of) {
  fill(form, { ...brought, fields: { as_of: brought.fields.as_of } }); // all else is kept
  recompute("quiet");
}
