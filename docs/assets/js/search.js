/**
 * The search page: a question to Material's search worker, the answers as a plain list.
 * Worker and index are fetched on this page only.
 */

/** Kinds of message the worker knows. */
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
/** Most answers shown, and most places within one page. */
const PAGES = 12, PARTS = 3;
/** Where front.js keeps the state a parent chose. */
const STATE = "paper-trail.state";
/** Letters of text shown around a found word. */
const AROUND = 90;

const config = JSON.parse(document.getElementById("__config").textContent);
const base = new URL(`${config.base}/`, location.href);
const form = document.querySelector(".pt-search");
const field = /** @type {HTMLInputElement} */ (document.getElementById("query"));
const status = document.querySelector(".pt-found");
const list = document.querySelector(".pt-hits");

/** @type {Worker | undefined} */
let worker;

/** Start the worker once, with the index, and resolve when it can answer. */
const ready = (() => {
  /** @type {Promise<void> | undefined} */
  let started;
  return () =>
    (started ??= (async () => {
      const answer = await fetch(new URL(form.dataset.index, location.href));
      if (!answer.ok) throw new Error(`search index: ${answer.status}`);
      const { config: setup, docs } = await answer.json();
      worker = new Worker(new URL(config.search, location.href));
      await new Promise((resolve, reject) => {
        worker.onerror = reject;
        worker.onmessage = ({ data }) => data.type === READY && resolve();
        worker.postMessage({ type: SETUP, data: { config: setup, docs, options: { suggest: false } } });
      });
      worker.onmessage = ({ data }) => data.type === RESULT && show(data.data.items);
    })().catch((trouble) => {
      started = undefined;
      throw trouble;
    }));
})();

/** Ask for what stands in the field. */
async function ask() {
  const words = field.value.trim();
  history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  if (!words) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  try {
    if (!worker) status.textContent = "Getting the list of words…";
    await ready();
    worker.postMessage({ type: QUERY, data: words });
  } catch {
    status.textContent = "The search could not be loaded. Check your connection and try again, or use the list below.";
  }
}

/** @param {{location: string, title: string, text: string, score: number}[][]} pages */
function show(pages) {
  status.textContent = pages.length
    ? `${pages.length} ${pages.length === 1 ? "page" : "pages"} found.`
    : "Nothing found. Try fewer words, or another word for it.";
  const own = `${state()}/`;
  const first = pages.filter(([one]) => one.location.startsWith(own));
  list.replaceChildren(...[...first, ...pages.filter((page) => !first.includes(page))].slice(0, PAGES).map(hit));
}

/** The state a parent chose on the front page; its pages come first. */
function state() {
  try {
    return localStorage.getItem(STATE) ?? "";
  } catch {
    return "";
  }
}

/** One page with the places in it where the words stand. */
function hit(found) {
  const item = document.createElement("li");
  const page = found.find(({ location }) => !location.includes("#")) ?? found[0];
  item.append(link(page, "strong"), place(page.location));
  for (const part of found.filter((one) => one !== page).slice(0, PARTS)) {
    const line = document.createElement("p");
    line.append(link(part, "span"), excerpt(part.text));
    item.append(line);
  }
  return item;
}

function link({ location, title }, tag) {
  const anchor = document.createElement("a");
  anchor.href = new URL(location, base).href;
  const name = document.createElement(tag);
  name.textContent = words(title);
  anchor.append(name);
  return anchor;
}

/** The part of the site a page belongs to, as its address says it: "Mississippi". */
function place(address) {
  const [part] = address.split("/");
  const name = document.createElement("small");
  name.textContent = part && part !== address ? part[0].toUpperCase() + part.slice(1) : "";
  return name;
}

/** The text around the first found word. */
function excerpt(html) {
  const text = words(html);
  const marked = new DOMParser().parseFromString(html, "text/html").querySelector("mark")?.textContent ?? "";
  const at = Math.max(0, text.indexOf(marked) - AROUND);
  const line = document.createElement("small");
  line.textContent = `${at ? "…" : ""}${text.slice(at, at + 2 * AROUND)}${text.length > at + 2 * AROUND ? "…" : ""}`;
  return line;
}

/** Plain words of a piece of the index, which is HTML. */
function words(html) {
  return (new DOMParser().parseFromString(html, "text/html").body.textContent ?? "").replace(/\s+/g, " ").trim();
}

let waiting = 0;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});

field.value = new URLSearchParams(location.search).get("q") ?? "";
if (field.value) ask();
else field.focus();
