// "Save Mississippi for offline": downloads every file in a state's list into a cache of its own, resumes where it stopped, and
// follows new versions. The service worker answers from these caches; this script only fills them.

import { isPage } from "../engine/arrived.js";
import { note, recall } from "../records/keys.js";

/** A page has a mark, other files the start of their hash. @typedef {{url: string, size: number, mark?: string, hash?: string}} SavedFile */
/** @typedef {{version: string, slug: string, name: string, home: string, size: number, files: SavedFile[]}} List */
/** @typedef {"none" | "part" | "whole"} Have */

const root = new URL(".", /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=manifest]")).href);
const OURS = `paper-trail ${root.pathname} `;
const FIXED = /^(assets\/([0-9a-f]{12}|runtime)\/|search\/words-)/;
const ANY = { ignoreVary: true };
const PAST = { cache: /** @type {RequestCache} */ ("no-cache"), headers: { "x-past-the-worker": "1" } };
const AT_A_TIME = 4;
/** Milliseconds until a retry; a phone also reports when it is online again. */
const AGAIN = 10_000;
const PARTS_TOLD = 10;
const LOOKED = "paper-trail.looked-for-newer";

/** The server's files do not match the list: a new version was published meanwhile. */
class Changed extends Error {}
/** A foreign page came instead of a file. */
class Login extends Error {}

/** @param {string} path */
const at = (path) => new URL(path, root).href;
/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1_000_000).toFixed(1);
/** @param {string} slug */
const prefix = (slug) => `${OURS}state:${slug}:`;
/** Marker entries in a cache: the list of a complete one, the list of one being filled, the wish to stop.
 * @param {string} slug */
const notes = (slug) => ({ whole: at(`offline/${slug}.json`), part: at(`offline/${slug}.json?part`), stopped: at(`offline/${slug}.json?stopped`) });

/** @param {string} slug @returns {Promise<List>} */
async function newestList(slug) {
  const answer = await fetch(at(`offline/${slug}.json`), { cache: "no-cache" });
  if (!answer.ok) throw new TypeError(`list: ${answer.status}`);
  if (isPage(answer)) throw new Login("list");
  return answer.json();
}

/** What is on this phone: a state's newest cache and its progress. @param {string} slug */
async function onThisPhone(slug) {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix(slug)));
  /** @type {{have: Have, list: List | null, cache: Cache | null, stopped: boolean}} */
  let found = { have: "none", list: null, cache: null, stopped: false };
  for (const name of names) {
    const cache = await caches.open(name);
    const whole = await cache.match(notes(slug).whole, ANY);
    const part = await cache.match(notes(slug).part, ANY);
    const stopped = Boolean(await cache.match(notes(slug).stopped, ANY));
    if (whole) found = { have: "whole", list: await whole.json(), cache, stopped: false };
    else if (part && found.have !== "whole") found = { have: "part", list: await part.json(), cache, stopped };
  }
  return found;
}

/** Save a state, or what is missing of it. Resolves when it is complete.
 * @param {string} slug @param {(done: number, size: number) => void} told @param {AbortSignal} signal */
async function save(slug, told, signal) {
  for (let tries = 0; ; tries++) {
    try {
      return await saveVersion(await newestList(slug), told, signal);
    } catch (trouble) {
      if (!(trouble instanceof Changed) || tries === 2) throw trouble;
    }
  }
}

/** @param {List} list @param {(done: number, size: number) => void} told @param {AbortSignal} signal */
async function saveVersion(list, told, signal) {
  const note = notes(list.slug);
  const pages = await caches.open(prefix(list.slug) + list.version);
  const calculators = await caches.open(`${OURS}runtime`);
  await pages.delete(note.stopped);
  if (!(await pages.match(note.whole, ANY))) await pages.put(note.part, new Response(JSON.stringify(list)));
  let done = 0;
  /** @param {number} bytes */
  const arrived = (bytes) => told(Math.min((done += bytes), list.size), list.size);
  for (const files of inTurn(list.files)) {
    const waiting = [...files];
    await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        signal.throwIfAborted();
        await put(file.url.startsWith("assets/runtime/") ? calculators : pages, file, arrived, signal);
      }
    }));
  }
  await pages.put(note.whole, new Response(JSON.stringify(list)));
  await pages.delete(note.part);
  navigator.serviceWorker.controller?.postMessage({ kind: "tidy" });
}

/** Download order: styles and scripts, pages, calculators. A saved page then has what it needs, and reading comes first.
 * @param {SavedFile[]} files */
function inTurn(files) {
  /** @param {SavedFile} file */
  const turn = (file) => (file.url.startsWith("assets/runtime/") ? 2 : FIXED.test(file.url) ? 0 : 1);
  return [0, 1, 2].map((number) => files.filter((file) => turn(file) === number));
}

/** @param {Cache} cache @param {SavedFile} file @param {(bytes: number) => void} arrived @param {AbortSignal} signal */
async function put(cache, file, arrived, signal) {
  const url = at(file.url);
  if (await cache.match(url, ANY)) return arrived(file.size);
  const copy = await copyOf(file);
  if (copy) {
    await cache.put(url, copy);
    return arrived(file.size);
  }
  const answer = await fetch(url, { ...PAST, signal });
  if (!answer.ok) throw answer.status === 404 ? new Changed(url) : new TypeError(`${answer.status}: ${url}`);
  let counted = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      counted += chunk.byteLength;
      arrived(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  try {
    const body = await new Response(answer.body?.pipeThrough(counter)).arrayBuffer();
    await examine(file, body, isPage(answer));
    await cache.put(url, new Response(body, { headers: answer.headers }));
  } catch (trouble) {
    arrived(-counted);
    throw trouble;
  }
}

/** Throw if the download is not what the list names.
 * @param {SavedFile} file @param {ArrayBuffer} body @param {boolean} isPage */
async function examine({ url, mark, hash }, body, isPage) {
  const text = isPage ? new TextDecoder().decode(body) : "";
  if (isPage && !(mark && / data-page="/.test(text))) throw new Login(url);
  const fits = mark ? text.includes(`data-page="${mark}"`) && text.trimEnd().endsWith("</html>") : !hash || (await sha256(body)).startsWith(hash);
  if (!fits) throw new Changed(url);
}

/** @param {ArrayBuffer} body */
async function sha256(body) {
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", body))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same file from another cache: by its name if that is a hash, a page by its mark. @param {SavedFile} file */
async function copyOf({ url, mark }) {
  if (FIXED.test(url)) return caches.match(at(url), ANY);
  if (!mark) return undefined;
  for (const name of (await caches.keys()).filter((one) => one.startsWith(OURS))) {
    const copy = await (await caches.open(name)).match(at(url), ANY);
    if (copy && (await copy.clone().text()).includes(`data-page="${mark}"`)) return copy;
  }
  return undefined;
}

/** One save at a time, across tabs. @param {string} slug @param {() => Promise<void>} work */
function alone(slug, work) {
  return navigator.locks ? navigator.locks.request(`${OURS}${slug}`, work) : work();
}

// The box with the button

/** @param {HTMLElement} box */
function enhance(box) {
  const slug = box.dataset.state ?? "";
  const name = box.dataset.name ?? "";
  const offer = /** @type {HTMLElement} */ (box.querySelector("p"));
  const status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
  const bar = document.createElement("progress");
  const button = document.createElement("button");
  const second = document.createElement("button");
  /** @type {AbortController | null} */ let running = null;
  let done = 0, size = Number(box.dataset.megabytes) * 1_000_000, spoken = -1;
  button.type = second.type = "button";
  button.className = "pt-go";
  second.className = "pt-cancel";
  bar.setAttribute("aria-label", `Saving ${name}`);
  bar.hidden = true;
  box.append(bar, button, second);

  const atTheStart = name.charAt(0).toUpperCase() + name.slice(1);
  const soFar = () => `${megabytes(done)} of ${megabytes(size)} MB`;

  /** @param {string} words @param {string} first @param {string} [other] */
  function show(words, first, other = "") {
    status.textContent = words;
    offer.hidden = !first && !running; // nothing left to offer
    button.textContent = first;
    button.hidden = !first;
    second.textContent = other;
    second.hidden = !other;
    bar.hidden = !running;
    box.hidden = false; // not before its buttons are labelled
  }

  async function start() {
    if (running) return;
    const mine = (running = new AbortController());
    const pressed = document.activeElement === button;
    spoken = -1;
    show(`Saving: ${soFar()}`, "", "Stop");
    if (pressed) second.focus(); // the focused button is gone
    try {
      navigator.storage?.persist?.().catch(() => false); // not awaited: Firefox asks the parent, who may not answer
      await alone(slug, () => save(slug, (now, whole) => running === mine && progress(now, whole), mine.signal));
      running = null;
      await rest();
    } catch (trouble) {
      running = null;
      await failed(/** @type {Error} */ (trouble), mine.signal.aborted);
    }
  }

  /** @param {number} now @param {number} whole */
  function progress(now, whole) {
    [done, size] = [now, whole];
    bar.max = whole;
    bar.value = now;
    const part = Math.floor((now / whole) * PARTS_TOLD);
    if (part !== spoken) status.textContent = `Saving: ${soFar()}`; // screen readers announce ten steps, not a thousand
    spoken = part;
  }

  /** @param {Error} trouble @param {boolean} stopped */
  async function failed(trouble, stopped) {
    if (stopped) return show(`Stopped. ${soFar()} are saved.`, "Go on", "Remove it");
    if (trouble.name === "QuotaExceededError") return show(`There is not enough room on this phone. ${atTheStart} needs ${megabytes(size)} MB.`, "Try again", "Remove it");
    if (trouble instanceof Login) return show(`Another page came in place of a part of ${name}. A Wi-Fi that wants you to log in does this. ${soFar()} are saved. Log in to the Wi-Fi, or turn it off, then go on.`, "Go on", "Remove it");
    if (trouble instanceof Changed) return show("The site is being renewed right now. Try again in a few minutes.", "Try again");
    show(`The connection broke. ${soFar()} are saved. It goes on by itself when there is a connection.`, "Go on now", "Remove it");
    setTimeout(goOn, AGAIN);
  }

  async function goOn() {
    const { have, stopped } = await onThisPhone(slug);
    if (have === "part" && !stopped) start();
  }

  /** The state while idle. */
  async function rest() {
    const { have, list, stopped } = await onThisPhone(slug);
    if (list) size = list.size;
    const folded = box.closest("details");
    if (folded && (have === "whole" || have === "part")) folded.open = true;
    if (have === "whole") return show(`${atTheStart} is saved on this phone (${megabytes(size)} MB). Guides, search, deadlines, letters and checklists work with no connection.`, "", "Remove it from this phone");
    if (have === "part" && stopped) return show(`Part of ${name} is saved.`, "Go on", "Remove it");
    if (have === "part") return start();
    show("", `Save ${name} for offline`);
  }

  button.addEventListener("click", start);
  second.addEventListener("click", async () => {
    if (running) {
      const { cache } = await onThisPhone(slug);
      await cache?.put(notes(slug).stopped, new Response("stopped"));
      return running?.abort();
    }
    await removeState(slug);
    done = 0;
    await rest();
    button.focus();
  });
  window.addEventListener("online", goOn);
  rest();
}

/** @param {string} slug */
async function removeState(slug) {
  for (const name of await caches.keys()) if (name.startsWith(prefix(slug))) await caches.delete(name);
  if (!(await savedSlugs()).length) await caches.delete(`${OURS}runtime`); // what is still needed is fetched again
  navigator.serviceWorker.controller?.postMessage({ kind: "tidy" });
}

// Without the box: resume downloads, follow new versions, list saved states

async function savedSlugs() {
  const start = `${OURS}state:`;
  return [...new Set((await caches.keys()).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length).split(":")[0]))];
}

/** @param {string} slug @param {boolean} looked true if this tab already checked for a newer version */
async function follow(slug, looked) {
  const { have, list, stopped } = await onThisPhone(slug);
  if (stopped || (have === "whole" && looked) || /** @type {any} */ (navigator).connection?.saveData) return;
  if (have === "whole" && (await newestList(slug)).version === list?.version) return;
  await alone(slug, () => save(slug, () => {}, new AbortController().signal));
}

/** @param {boolean} [anyway] */
async function followAll(anyway = false) {
  const looked = !anyway && hasLooked();
  const boxes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".pt-offline")]);
  for (const slug of await savedSlugs()) {
    const shown = boxes.some((box) => box.dataset.state === slug) && (await onThisPhone(slug)).have !== "whole";
    if (!shown) await follow(slug, looked).catch(() => setTimeout(followAll, AGAIN)); // no connection
  }
}

/** True from the second call on, in this tab. */
function hasLooked() {
  const looked = recall(LOOKED) !== null; // without storage it checks each time
  note(LOOKED, "1");
  return looked;
}

/** Links to the states on this phone. @param {HTMLElement} place */
async function listSaved(place) {
  const links = await Promise.all((await savedSlugs()).map(async (slug) => {
    const { list } = await onThisPhone(slug);
    const item = document.createElement("li");
    const link = document.createElement("a");
    if (!list) return item;
    link.href = at(list.home);
    link.textContent = list.name;
    item.append(link);
    return item;
  }));
  place.querySelector("ul")?.replaceChildren(...links);
  place.hidden = !links.length;
}

document.querySelectorAll(".pt-offline").forEach((box) => enhance(/** @type {HTMLElement} */ (box)));
document.querySelectorAll(".pt-saved").forEach((place) => listSaved(/** @type {HTMLElement} */ (place)));
navigator.serviceWorker.addEventListener("message", ({ data }) => data.kind === "newer" && followAll(true));
window.addEventListener("online", () => followAll(true));
followAll();
