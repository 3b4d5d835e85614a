// A state saved for offline: downloads every file in its list into a cache of its own, and resumes where it stopped. The service
// worker answers from these caches; this script only fills them.

import { isPage } from "../engine/arrived.js";

/** A page has a mark, other files the start of their hash. @typedef {{url: string, size: number, mark?: string, hash?: string}} SavedFile */
/** @typedef {{version: string, slug: string, name: string, home: string, size: number, files: SavedFile[]}} List */
/** @typedef {"none" | "part" | "whole"} Have */

const root = new URL(".", /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=manifest]")).href);
const OURS = `paper-trail ${root.pathname} `;
const FIXED = /^(assets\/([0-9a-f]{12}|runtime)\/|search\/words-)/;
const ANY = { ignoreVary: true };
const PAST = { cache: /** @type {RequestCache} */ ("no-cache"), headers: { "x-past-the-worker": "1" } };
const AT_A_TIME = 4;

/** The server's files do not match the list: a new version was published meanwhile. */
export class Changed extends Error {}
/** A foreign page came instead of a file. */
export class Login extends Error {}

/** @param {string} path */
export const at = (path) => new URL(path, root).href;
/** @param {string} slug */
const prefix = (slug) => `${OURS}state:${slug}:`;
/** Marker entries in a cache: the list of a complete one, the list of one being filled, the wish to stop.
 * @param {string} slug */
const notes = (slug) => ({ whole: at(`offline/${slug}.json`), part: at(`offline/${slug}.json?part`), stopped: at(`offline/${slug}.json?stopped`) });

/** @param {string} slug @returns {Promise<List>} */
export async function newestList(slug) {
  const answer = await fetch(at(`offline/${slug}.json`), { cache: "no-cache" });
  if (!answer.ok) throw new TypeError(`list: ${answer.status}`);
  if (isPage(answer)) throw new Login("list");
  return answer.json();
}

/** What is on this phone: a state's newest cache and its progress. @param {string} slug */
export async function onThisPhone(slug) {
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
export async function save(slug, told, signal) {
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
export function alone(slug, work) {
  return navigator.locks ? navigator.locks.request(`${OURS}${slug}`, work) : work();
}

/** Remember that the parent stopped it, so that it does not go on by itself. @param {string} slug */
export async function noteStopped(slug) {
  const { cache } = await onThisPhone(slug);
  await cache?.put(notes(slug).stopped, new Response("stopped"));
}

/** @param {string} slug */
export async function removeState(slug) {
  for (const name of await caches.keys()) if (name.startsWith(prefix(slug))) await caches.delete(name);
  if (!(await savedSlugs()).length) await caches.delete(`${OURS}runtime`); // what is still needed is fetched again
  navigator.serviceWorker.controller?.postMessage({ kind: "tidy" });
}

/** The states of which at least a part is on this phone. */
export async function savedSlugs() {
  const start = `${OURS}state:`;
  return [...new Set((await caches.keys()).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length).split(":")[0]))];
}
