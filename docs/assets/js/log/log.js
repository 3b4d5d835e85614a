// The service log: keeps what is tapped and chosen, for the child that is shown, and shows what Python makes of it. What a
// day is, which week it is in and what was missed, Python says; here stands only what was logged.

import { clearProblem, lookOver, showProblems, showProgress, showResult } from "../form/form.js";
import { pickers, readBack } from "../form/dates.js";
import { empty, fill, filled, touched } from "../form/filled.js";
import { FIELDS } from "../form/school-calendar.js";
import { onReturn } from "../form/fresh.js";
import { button } from "../button.js";
import { sayFailure } from "../failures.js";
import { oneAfterTheOther } from "../one-after-the-other.js";
import { copy, give } from "../letter/take-away.js";
import { putInto } from "./put-into.js";
import { isOff } from "../records/drafts-off.js";
import * as runtime from "../engine/runtime.js";
import * as store from "../records/store.js";

const CALCULATOR = "service_log";
/** What the form of a service is kept as until it is one. */
const DRAFT = `${CALCULATOR} tools/service-log/`;
const NOT_KEPT = {
  refused: "This browser does not let a site keep anything on this phone, maybe because the window is private. You can go on. Print or copy the numbers before you leave this page.",
  full: "There is no room left on this phone, so the last change was not kept. Make room, then change it again.",
  newer: "This page is older than the one that kept your log. Close all tabs of this site and open it again. Your log is safe.",
};
const WITHOUT_SCHOOL = "The days of the school in My case do not fit, so closed days are not counted. Look at them there.";

const box = /** @type {HTMLElement} */ (document.querySelector(".pt-calculator"));
const form = /** @type {HTMLFormElement} */ (box.querySelector(".pt-service"));
const place = /** @type {HTMLElement} */ (box.querySelector(".pt-result"));
const said = /** @type {HTMLElement} */ (box.querySelector(".pt-kept"));
const which = /** @type {HTMLSelectElement} */ (box.querySelector("#log-child"));
const cancel = /** @type {HTMLButtonElement} */ (form.querySelector(".pt-log-cancel"));
const heading = /** @type {HTMLElement} */ (form.querySelector("#log-form"));

let child = "";
/** The week that is shown, and the day for which another session is asked. */
let week = "", more = "";
/** The service that the form changes; empty for a new one. */
let editing = "";
/** Counts the answers asked for, so that a late one does not cover a newer one. */
let turns = 0;

/** @param {(string | Node)[]} words */
function tell(...words) {
  const why = store.whyNotKept();
  said.classList.toggle("pt-warning", Boolean(why));
  said.replaceChildren(...(why ? [NOT_KEPT[why]] : words));
}

const random = () => crypto.getRandomValues(new Uint32Array(2)).join("-");

/** @param {store.Service[]} services @param {store.Session[]} sessions @param {object} [besides] @returns {Promise<runtime.Message>} */
async function question(services, sessions, besides = {}) {
  const { state, closed, school } = await store.read(child);
  const days = Object.fromEntries(FIELDS.filter((name) => name !== "whole" && school[name]).map((name) => [name, school[name]]));
  return { calculator: CALCULATOR, state: state || "US", inputs: { services, sessions, closed, ...days, ...besides } };
}

/** Ask Python; once more without the days of the school if it is those that do not fit. @param {runtime.Message} message */
async function ask(message) {
  runtime.start(box, CALCULATOR, message.state);
  const answered = await runtime.ask(message);
  const names = ["closed", ...FIELDS];
  if (!Object.keys(answered.said.problems ?? {}).some((name) => names.includes(name))) return { message, answered };
  const inputs = Object.fromEntries(Object.entries(message.inputs).filter(([name]) => !names.includes(name)));
  tell(WITHOUT_SCHOOL);
  return { message: { ...message, inputs }, answered: await runtime.ask({ ...message, inputs }) };
}

/** Show what is kept for the child. */
async function show() {
  const turn = ++turns, isCurrent = () => turn === turns;
  const log = await store.log(child);
  if (!isCurrent()) return;
  if (!log.services.length) {
    place.hidden = true;
    place.replaceChildren();
    return;
  }
  const stopShowing = showProgress(box, CALCULATOR);
  try {
    const { message, answered } = await ask(await question(log.services, log.sessions, { week, more }));
    stopShowing();
    if (!isCurrent()) return;
    if (answered.said.problems) return tell(Object.values(answered.said.problems).join(" "));
    into = answered.said.data.into;
    showResult(box, form, answered.said, true, () => null);
    lookOver(box, message, answered, isCurrent, (looked) => looked.html && showResult(box, form, looked, true, () => null));
  } catch (failure) {
    stopShowing();
    if (isCurrent()) sayFailure(box, failure instanceof runtime.RuntimeFailure ? failure.kind : "failed");
  }
}

/** What can be put into letters, as Python said it last. @type {Object<string, import("./put-into.js").Rows>} */ let into = {};

/** Keep what changed, and show what comes of it. @param {(kept: store.Log) => store.Log} changes @param {(string | Node)[]} words */
async function keep(changes, ...words) {
  await store.changeLog(child, changes);
  tell(...(words.length ? words : ["Kept on this phone."]));
  await show();
}

/** Keep an entry: another answer to one that is there, a new one, or none any more. @param {DOMStringMap} of @param {string} status */
function log(of, status) {
  const entry = of.entry ?? "";
  return keep((kept) => {
    const others = kept.sessions.filter(({ id }) => id !== entry);
    if (!status) return { ...kept, sessions: others };
    const before = kept.sessions.find(({ id }) => id === entry);
    const made = before ? { ...before, status } : session({ ...of, status });
    return { ...kept, sessions: before ? kept.sessions.map((one) => (one === before ? made : one)) : [...others, made] };
  });
}

/** @param {any} of @returns {store.Session} */
const session = ({ service = "", day = "", status, source = "", minutes }) =>
  ({ id: random(), service, day, status, minutes: String(minutes ?? ""), makes_up: "", source });

/** @type {Object<string, (of: DOMStringMap, pressed: HTMLElement) => unknown>} */
const PRESSED = {
  tap: (of, pressed) => log(of, pressed.getAttribute("aria-pressed") === "true" ? "" : of.status ?? ""),
  week(of) {
    week = of.week ?? "";
    more = "";
    return show();
  },
  more(of) {
    more = of.more ?? "";
    return show();
  },
  same(of) {
    const added = JSON.parse(of.entries ?? "[]").map(session);
    return keep((kept) => ({ ...kept, sessions: [...kept.sessions, ...added] }));
  },
  words: (_of, pressed) => copied(pressed),
  edit: (of) => edit(of.item ?? ""),
  remove: (of) => remove(of.item ?? ""),
  into: (of) => takeInto(of.letter ?? ""),
  csv,
};

/** @param {HTMLElement} pressed */
async function copied(pressed) {
  const words = pressed.closest("section")?.querySelector(".pt-log-sentence")?.textContent ?? "";
  tell((await copy(words)) ? "The sentence is copied." : "This browser did not let us copy. Mark the sentence and copy it.");
}

/** @param {string} letter */
async function takeInto(letter) {
  if (isOff()) return tell("Drafts are switched off on this phone, so nothing can be put into a letter. Copy the sentence, or switch drafts on in a letter under “Draft options”.");
  await putInto(child, letter, into[letter]);
  if (store.whyNotKept()) return tell();
  location.href = new URL(`${box.dataset.root ?? ""}${into[letter].page}`, document.baseURI).href;
}

async function csv() {
  const kept = await store.log(child);
  const { answered } = await ask(await question(kept.services, kept.sessions, { want: "csv" }));
  for (const { name, media_type, text } of answered.said.files) await give(new File([text], name, { type: media_type }));
}

/** Take a service away with its sessions. @param {string} id */
async function remove(id) {
  /** @type {store.Log | undefined} */ let before;
  const back = button("Put it back", () => keep((kept) => before ?? kept));
  await keep((kept) => {
    before = kept;
    return { ...kept, services: kept.services.filter((one) => one.id !== id), sessions: kept.sessions.filter((one) => one.service !== id) };
  }, "The service and its sessions are removed. ", back);
  back.focus();
}

/** @param {string} id */
async function edit(id) {
  const service = (await store.log(child)).services.find((one) => one.id === id);
  if (!service) return;
  begin(id);
  fill(form, { fields: Object.fromEntries(Object.entries(service).map(([name, value]) => [name, String(value)])), rows: {}, open: [] });
  form.dispatchEvent(new CustomEvent("pt:filled"));
  /** @type {HTMLElement} */ (form.elements.namedItem("name")).focus();
}

/** Empty the form, for a new service or for one that is there. @param {string} id */
function begin(id) {
  editing = id;
  empty(form);
  showProblems(form, {}, true);
  heading.textContent = id ? "Change a service" : "Add a service";
  cancel.hidden = !id;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const typed = /** @type {store.Service} */ (Object.fromEntries(new FormData(form)));
  const id = editing || random();
  const { services } = await store.log(child);
  const at = services.findIndex((one) => one.id === id);
  const number = at < 0 ? services.length : at;
  const all = [...services.slice(0, number), { ...typed, id }, ...services.slice(number + 1)];
  const stopShowing = showProgress(box, CALCULATOR);
  try {
    const { answered } = await ask(await question(all, []));
    stopShowing();
    if (answered.said.problems) {
      const own = Object.entries(answered.said.problems).filter(([name]) => name.startsWith(`services.${number}.`));
      showProblems(form, Object.fromEntries(own.map(([name, problem]) => [name.split(".")[2], problem])), false);
      return;
    }
    const made = answered.said.data.services[number];
    begin("");
    await store.deleteDrafts([`${child} ${DRAFT}`]);
    await keep((kept) => {
      const isThere = kept.services.some((one) => one.id === id);
      return { ...kept, services: isThere ? kept.services.map((one) => (one.id === id ? made : one)) : [...kept.services, made] };
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
  const pressed = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("button[data-log]"));
  if (pressed) PRESSED[pressed.dataset.log ?? ""]?.({ ...pressed.dataset }, pressed);
});

place.addEventListener("change", ({ target }) => {
  const field = /** @type {HTMLInputElement} */ (target), { log: what = "", entry } = field.dataset, value = field.value.trim();
  if (what === "status") {
    more = "";
    return log({ ...field.dataset }, field.value);
  }
  if (!["minutes", "makes_up", "source"].includes(what)) return;
  if (what === "minutes" && !/^\d{0,4}$/.test(value)) return tell("Write the minutes as a number, like 20.");
  keep((kept) => ({ ...kept, sessions: kept.sessions.map((one) => (one.id === entry ? { ...one, [what]: value } : one)) }));
});

/** What stands in the form is kept until it is a service. */
const keepTyped = oneAfterTheOther(async () => {
  if (isOff() || editing) return;
  const heading = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? document.title;
  if (!touched(form).length) await store.deleteDrafts([`${child} ${DRAFT}`]);
  else await store.keepDraft(child, DRAFT, () => ({ ...filled(form), title: heading, page: "tools/service-log/", changed: Date.now() }));
});

form.addEventListener("input", ({ target }) => {
  clearProblem(/** @type {HTMLElement} */ (target));
  keepTyped();
});

/** Show a child's log, and what stands in its form. */
async function showChild() {
  const [kids, id] = [await store.children(), await store.current()];
  if (id !== child) {
    child = id;
    week = more = "";
    if (!touched(form).length || editing) begin("");
    const draft = isOff() ? undefined : await store.draft(child, DRAFT);
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

/** All is gone, in this tab or in another one. */
async function forget() {
  turns += 1;
  child = "";
  begin("");
  await showChild();
  tell();
}

store.onChangeElsewhere((what) => (what === "deleted" ? forget() : showChild()));
document.addEventListener("pt:deleted", forget);
onReturn(show);

pickers(form);
readBack(form, box);
form.addEventListener("focusin", () => runtime.start(box, CALCULATOR, "US"), { once: true });
await showChild();
tell();
