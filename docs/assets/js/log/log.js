// The service log: stores what is tapped and selected for the child shown, and shows Python's result. Python determines dates,
// weeks and what was missed; this script knows only the entries.

import { FIELDS } from "../form/school-calendar.js";
import { Book } from "./book.js";
import { box, form, place, random, tell } from "./parts.js";
import { putInto } from "./put-into.js";
import { isOff } from "../records/drafts-off.js";
import * as store from "../records/store.js";

const WITHOUT_SCHOOL = "The days of the school in My case do not fit, so closed days are not counted. Look at them there.";
const OUTSIDE = "The log goes from the first day in the IEP to today. Choose a day in between.";
const GONE = "That service is not in this log any more, so nothing was logged.";
const OF_THE_SCHOOL = ["closed", ...FIELDS];

/** The week shown, and the day for which another row was requested. */
let week = "", more = "";
/** What can go into letters, from Python's last answer. @type {Object<string, import("./put-into.js").Rows>} */ let into = {};

/** The fields of a session, in the order in which Python takes them (AS_SENT in calculators/tools/log_input.py). */
const AS_SENT = /** @type {(keyof store.Session)[]} */ (form.dataset.sent?.split(" "));
/** @param {store.Session} one */
const asSent = (one) => AS_SENT.map((name) => one[name]);

/** @param {store.Log} kept @param {object} besides */
async function inputs({ services, sessions }, besides) {
  const { closed, school } = await store.read(book.child);
  const days = Object.fromEntries(FIELDS.filter((name) => name !== "whole" && school[name]).map((name) => [name, school[name]]));
  return { services, sessions: sessions.map(asSent), closed, ...days, ...besides };
}

/** The question without the school calendar, if that was refused.
 * @param {import("../engine/runtime.js").Message} message @param {Object<string, string>} problems */
function withoutSchool(message, problems) {
  if (!Object.keys(problems).some((name) => OF_THE_SCHOOL.includes(name))) return null;
  tell(WITHOUT_SCHOOL);
  return { ...message, inputs: Object.fromEntries(Object.entries(message.inputs).filter(([name]) => !OF_THE_SCHOOL.includes(name))) };
}

/** Store an entry: changed, new, or removed. @param {DOMStringMap} of @param {string} status */
async function log(of, status) {
  const entry = of.entry ?? "";
  let isGone = false;
  await book.keep((kept) => {
    const others = kept.sessions.filter((one) => one.id !== entry && has(kept, one));
    isGone = !has(kept, of);
    if (!status || isGone) return { ...kept, sessions: others };
    const before = kept.sessions.find(({ id }) => id === entry);
    const made = before ? { ...before, status } : session({ ...of, status });
    return { ...kept, sessions: before ? kept.sessions.filter((one) => has(kept, one)).map((one) => (one === before ? made : one)) : [...others, made] };
  });
  if (isGone) tell(GONE);
}

/** True if a log has an entry's service: another tab may have removed it. @param {store.Log} kept @param {{service?: string}} of */
const has = (kept, { service }) => kept.services.some(({ id }) => id === service);

/** @param {any} of @returns {store.Session} */
const session = ({ service = "", day = "", status, source = "", minutes }) =>
  ({ id: random(), service, day, status, minutes: String(minutes ?? ""), makes_up: "", source });

/** Whether Python takes what stands in a field of minutes, which is marked if not. @param {HTMLInputElement} field @param {string} value */
function isTaken(field, value) {
  const { most = "" } = field.dataset, right = /^\d*$/.test(value) && value.length <= most.length && Number(value) <= Number(most);
  const error = /** @type {HTMLElement} */ (document.getElementById(`${field.id}-error`));
  error.textContent = right ? "" : error.dataset.wrong ?? "";
  error.hidden = right;
  if (right) field.removeAttribute("aria-invalid");
  else field.setAttribute("aria-invalid", "true");
  return right;
}

/** @param {string} letter */
async function takeInto(letter) {
  if (isOff()) return tell("Drafts are switched off on this phone, so nothing can be put into a letter. Copy the sentence, or switch drafts on in a letter under “Draft options”.");
  await putInto(book.child, letter, into[letter]);
  if (store.whyNotKept()) return tell();
  location.href = new URL(`${box.dataset.root ?? ""}${into[letter].page}`, document.baseURI).href;
}

const book = new Book({
  calculator: "service_log",
  page: "tools/service-log/",
  list: "services",
  words: { add: "Add a service", change: "Change a service", gone: "The service and its sessions are removed. " },
  besides: () => ({ week, more }),
  inputs,
  refit: withoutSchool,
  one: (kept, service, number) => ({ kept: { ...kept, services: [...kept.services.slice(0, number), /** @type {any} */ (service), ...kept.services.slice(number + 1)], sessions: [] }, besides: {}, number }),
  without: (kept, id) => ({ ...kept, services: kept.services.filter((one) => one.id !== id), sessions: kept.sessions.filter((one) => one.service !== id) }),
  shown: (data) => (into = data.into ?? {}),
  afresh: () => (week = more = ""),
  pressed: {
    tap: (of, pressed) => log(of, pressed.getAttribute("aria-pressed") === "true" ? "" : of.status ?? ""),
    week(of) {
      week = of.week ?? "";
      more = "";
      return book.show();
    },
    more(of) {
      more = of.more ?? "";
      return book.show();
    },
    same(of) {
      const added = JSON.parse(of.entries ?? "[]").map(session);
      return book.keep((kept) => ({ ...kept, sessions: [...kept.sessions, ...added.filter((/** @type {store.Session} */ one) => has(kept, one))] }));
    },
    into: (of) => takeInto(of.letter ?? ""),
  },
});

place.addEventListener("change", ({ target }) => {
  const field = /** @type {HTMLInputElement} */ (target), { log: what = "", entry } = field.dataset, value = field.value.trim();
  if (what === "status") {
    more = "";
    return log({ ...field.dataset }, field.value);
  }
  if (what === "goto") {
    if (!value || !field.validity.valid) return tell(OUTSIDE);
    [week, more] = [value, ""];
    tell("");
    return book.show();
  }
  if (!["minutes", "makes_up", "source"].includes(what)) return;
  if (what === "minutes" && !isTaken(field, value)) return;
  book.keep((kept) => ({ ...kept, sessions: kept.sessions.map((one) => (one.id === entry ? { ...one, [what]: value } : one)) }));
});

place.addEventListener("focusout", ({ target }) => {
  const field = /** @type {HTMLInputElement} */ (target); // while a year is typed, the day is outside for a moment
  if (field.dataset.log === "goto" && !(field.value && field.validity.valid)) field.value = field.defaultValue;
});

await book.begin();
