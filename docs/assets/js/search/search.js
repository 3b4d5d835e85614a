// The search page: passes a question to find.js and lists the answers. A state's index is fetched on this page only, with the one
// shared by all states. Search words go into no address, which a server would see and history and caches would keep; they are
// stored in this tab for the way back, where "Delete everything" finds them. So a search cannot be shared by a link.

import { note, recall } from "../records/keys.js";
import { finder, firstWord } from "./find.js";

/** Maximum pages shown, and sections per page. */
const PAGES = 8, PARTS = 2;
/** Where front.js stores the chosen state. */
const STATE = "paper-trail.state";
/** Where this tab stores the search words. */
const SEARCHED = "paper-trail.searched";
/** Characters of context around a match. */
const AROUND = 90;
/** Milliseconds after the last key before the search starts. */
const PAUSE = 200;

const base = new URL("..", location.href);
const form = /** @type {HTMLFormElement} */ (document.querySelector(".pt-search"));
const field = /** @type {HTMLInputElement} */ (document.getElementById("query"));
const place = /** @type {HTMLSelectElement} */ (document.getElementById("place"));
const status = /** @type {HTMLElement} */ (document.querySelector(".pt-found"));
const list = /** @type {HTMLElement} */ (document.querySelector(".pt-hits"));
/** @type {Record<string, string>} */
const files = JSON.parse(form.dataset.files ?? "{}");

/** @type {Map<string, Promise<any>>} */
const fetched = new Map();
/** @type {Map<string, ReturnType<typeof finder>>} */
const finders = new Map();
let asked = 0;

/** A promise made once, and again after a failure.
 * @template T @param {Map<string, Promise<T>>} known @param {string} name @param {() => Promise<T>} make */
function once(known, name, make) {
  const made = known.get(name) ?? make().catch((trouble) => {
    known.delete(name);
    throw trouble;
  });
  known.set(name, made);
  return made;
}

/** @param {string} name */
const wordsOf = (name) => once(fetched, name, async () => {
  const answer = await fetch(new URL(files[name], location.href));
  if (!answer.ok) throw new Error(`search words: ${answer.status}`);
  return answer.json();
});

/** @param {string} state */
const finderFor = (state) => once(finders, state, async () => finder(...await Promise.all([wordsOf(state), wordsOf("shared")])));

/** Search for the field's content in the chosen state. */
async function ask() {
  const typed = field.value.trim();
  const mine = ++asked;
  keep(typed);
  if (!typed) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  try {
    if (!finders.has(place.value)) status.textContent = "Getting the list of words…";
    const find = await finderFor(place.value);
    if (mine === asked) show(find(typed), typed);
  } catch {
    if (mine !== asked) return;
    list.replaceChildren();
    status.textContent = "The search could not be loaded. Check your connection and try again, or use the list below.";
  }
}

/** @param {import("./find.js").Found} found @param {string} typed */
function show({ hits, topics, missing, instead, help }, typed) {
  const shown = hits.slice(0, PAGES);
  const where = place.value === "federal" ? "" : ` for ${place.selectedOptions[0].text}`;
  const count = hits.length > PAGES ? `The ${PAGES} pages that fit best${where}.` : `${hits.length} ${hits.length === 1 ? "page" : "pages"} found${where}.`;
  const near = hits.length ? ` ${hits.length === 1 ? "This comes" : "These come"} nearest:` : "";
  if (topics.length) tell(`We have no page on ${topics.map(({ topic }) => topic).join(" or ")} yet.${urgent(topics)} `, call(help), near);
  else if (!hits.length && !missing.length) tell("Nothing found. Try another word for it, or ask a person. ", call(help));
  else if (missing.length) tell(`No page has the word ${quoted(missing)}. `, call(help), near);
  else if (instead.length) tell(`No page has the word ${quoted(instead.map(([word]) => word))}. ${count}`);
  else tell(count);
  list.replaceChildren(...shown.map((hit) => line(hit, typed)));
}

/** @param {(string | Node)[]} words */
const tell = (...words) => status.replaceChildren(...words);
/** @param {string[]} list */
const quoted = (list) => list.map((word) => `“${word}”`).join(" or ");
/** @param {import("./find.js").Topic[]} topics */
const urgent = (topics) => (topics.some((topic) => topic.urgent) ? " If your child is not safe, do not wait." : "");

/** An office to call, or the page that lists it. @param {import("./find.js").Helper} office */
function call({ name, phone, url }) {
  const made = document.createElement("a");
  made.className = "pt-alone";
  made.href = phone ? `tel:+1${phone.replace(/\D/g, "").replace(/^1(?=.{10})/, "")}` : url;
  made.textContent = phone ? `Call ${name}: ${phone}` : `Find ${name.replace(/^Y/, "y")}`;
  return made;
}

/** One page with its matching sections. @param {import("./find.js").Hit} hit @param {string} typed */
function line({ page, sections }, typed) {
  const item = document.createElement("li");
  const [whole] = page.sections;
  item.append(link(page.url, whole.title, "strong"), small(page.place));
  for (const section of sections.slice(0, PARTS)) {
    const part = document.createElement("p");
    if (section !== whole) part.append(link(`${page.url}#${section.anchor}`, section.title, "span"));
    part.append(small(excerpt(section.text ?? "", typed)));
    item.append(part);
  }
  return item;
}

/** @param {string} url @param {string} title @param {string} tag */
function link(url, title, tag) {
  const anchor = document.createElement("a");
  const name = document.createElement(tag);
  anchor.href = new URL(url, base).href;
  name.textContent = title;
  anchor.append(name);
  return anchor;
}

/** @param {string} text */
function small(text) {
  const element = document.createElement("small");
  element.textContent = text;
  return element;
}

/** The text around the first match, cut between words. @param {string} text @param {string} typed */
function excerpt(text, typed) {
  const at = firstWord(text, typed);
  const from = at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
  const to = from + 2 * AROUND < text.length ? text.lastIndexOf(" ", from + 2 * AROUND) : text.length;
  return `${from ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
}

/** The state chosen on the front page, if this page has it. */
const remembered = () => recall(STATE) ?? "";

/** False without storage: then a search is lost on leaving the page. */
let canKeep = true;

/** @param {string} typed */
function keep(typed) {
  canKeep = note(SEARCHED, typed ? JSON.stringify([typed, place.value]) : null);
}

/** Whether the search words are still stored. Without storage they are in the field only. */
const isKept = () => !canKeep || recall(SEARCHED) !== null;

/** The previous search and its state, for returning to this page. @returns {[string, string]} */
function before() {
  const [way] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return way && way.type !== "navigate" ? JSON.parse(recall(SEARCHED) ?? '["",""]') : ["", ""];
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
place.addEventListener("change", ask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  ask();
});

/** Remove the search words. */
function forget() {
  field.value = "";
  ask();
}
try {
  new BroadcastChannel("paper-trail").addEventListener("message", ({ data }) => data === "deleted" && forget());
} catch {
  // Without BroadcastChannel other tabs cannot be told.
}
// Restored from the back/forward cache after its data was deleted.
addEventListener("pageshow", ({ persisted }) => persisted && !isKept() && forget());

if (location.search) history.replaceState(null, "", location.pathname); // an old version's address with search words
const [typedBefore, placeBefore] = before();
const first = [placeBefore, remembered()].find((slug) => slug && slug !== "shared" && slug in files);
if (first) place.value = first;
field.value ||= typedBefore;
if (field.value) ask();
else field.focus();
