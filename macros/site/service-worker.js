// The service worker. It has three kinds of caches, all prefixed with this site's address:
// shell:<assets>          styles and scripts of one version, the front page, and the pages read in that version
// state:<slug>:<version>  a state saved by a parent (docs/assets/js/offline/saved.js fills it)
// runtime                 the calculators, once used or saved with a state
// A page refers to styles, scripts and calculators by content hash, so a cached entry under such a name is valid forever, and no
// page can get files of another version. Pages come from the network when there is one. A network may answer with a foreign page,
// such as a login, and a host with an old file: the parent sees what came, but only what matches its name is cached.

/** @typedef {{url: string, revision: string}} Entry */
/** A page and the cache of its version. @typedef {{shell: Cache, html: string}} Complete */

/** Precached on the first visit; a page's revision is the mark in its HTML, other files' their hash. */
/** @type {Entry[]} */ // @ts-expect-error the build puts the list here (macros/site/offline.py)
const FILES = self.SHELL_FILES;
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const SCOPE = worker.registration.scope;
const OURS = `paper-trail ${new URL(SCOPE).pathname} `;
const RUNTIME = `${OURS}runtime`;
const SHELL = `${OURS}shell:`;
const STATE = `${OURS}state:`;
const LIST = /^offline\/[a-z-]+\.json$/;
const ASSETS = /assets\/([0-9a-f]{12})\//;
/** URLs whose content never changes. */
const FIXED = /^(assets\/([0-9a-f]{12}|runtime\/[^/]+)\/|search\/words-)/;
/** A complete page of this site. */
const WHOLE_PAGE = /^\s*<!doctype html>\s*<html[^>]* data-page="[0-9a-f]+"[^]*<\/html>\s*$/i;
const CALCULATORS = /^assets\/runtime\/([^/]+)\//;
/** A snapshot of Python's memory from an earlier version of this site. */
const COPY = /\/memory-[^/]*$/;
/** Milliseconds to wait for the network if a page is cached. */
const PATIENCE = 4000;
/** Milliseconds for an open page to report what it uses. */
const REPLY = 2000;
/** Versions of the shell and the calculators that are kept for pages opened in them. */
const VERSIONS_KEPT = 3;
/** Header of requests that bypass this worker: saving a state, checking for a newer version. */
const PAST = "x-past-the-worker";
const ANY = { ignoreSearch: true, ignoreVary: true };

/** @param {string} path */
const at = (path) => new URL(path, SCOPE).href;
/** @param {string} url */
const pathOf = (url) => decodeURI(url.slice(SCOPE.length).split(/[?#]/)[0]);
const current = /** @type {string} */ (FILES.map(({ url }) => ASSETS.exec(url)?.[1]).find(Boolean));

worker.addEventListener("install", (event) => {
  // This version's styles and scripts are all in its shell; browsers with static routing read them from there directly.
  /** @type {any} */ (event).addRoutes?.(["css", "js"].map((folder) => ({
    condition: { urlPattern: at(`assets/${current}/${folder}/*`) },
    source: { cacheName: SHELL + current },
  }))).catch(() => {}); // without routes the worker is asked as before
  event.waitUntil(install());
});
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data?.kind === "tidy") event.waitUntil(tidy());
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = pathOf(request.url);
  if (request.mode === "navigate") event.respondWith(page(event, path));
  else if (request.headers.has(PAST) || LIST.test(path)) return;
  else if (FIXED.test(path)) event.respondWith(fixed(event, path));
  else event.respondWith(fetch(request).catch(async () => (await kept(path)) ?? Response.error()));
});

async function install() {
  const shell = await caches.open(SHELL + current);
  await Promise.all(FILES.map((file) => add(shell, file)));
  await worker.skipWaiting(); // safe: nothing that an open page uses is removed, and no two versions share a name
}

/** Fetch a file of the shell. A mismatch is refused, and the browser retries later.
 * @param {Cache} shell @param {Entry} file */
async function add(shell, { url, revision }) {
  if (FIXED.test(url) && (await shell.match(at(url), ANY))) return;
  const response = await whole(at(url), "no-cache");
  if (!(await isOf(response.clone(), revision))) throw new Error(`another version: ${url}`);
  await shell.put(at(url), response);
}

/** True if a response is a page with this mark, or another file with this hash. @param {Response} response @param {string} revision */
async function isOf(response, revision) {
  if (isPage(response)) return (await response.text()).includes(`data-page="${revision}"`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("").startsWith(revision);
}

/** @param {Response} response */
const isPage = ({ headers }) => (headers.get("content-type") ?? "").includes("text/html");

/** Fetch a file of our host. Immutable files are never HTML: the HTTP cache may hold a network's login page, so such a response is
 * fetched again bypassing it. @param {string} url @param {RequestCache} cache @returns {Promise<Response>} */
async function whole(url, cache = "default") {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(`${response.status}: ${url}`);
  if (!isPage(response) || !FIXED.test(pathOf(url))) return response;
  if (cache === "reload") throw new Error(`a page in place of ${url}`);
  return whole(url, "reload");
}

async function activate() {
  await preload().catch(() => {});
  await worker.clients.claim();
  for (const client of await windows()) client.postMessage({ kind: "newer" });
  await forgetAddresses().catch(() => {}); // the next version tries again
  await tidy();
}

/** Enable navigation preload, except in Firefox: there, a connection lost during a preload ends in the browser's error page although
 * the answer was the cached copy (seen in Firefox 153). */
async function preload() {
  const { navigationPreload } = worker.registration;
  await (navigator.userAgent.includes("Firefox/") ? navigationPreload?.disable() : navigationPreload?.enable());
}

/** Earlier workers cached pages under their full URLs, which included search words: strip the URLs from those copies. */
async function forgetAddresses() {
  for (const name of await ours()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const copy = await cache.match(request, { ignoreVary: true });
      if (copy?.url.includes("?")) await cache.put(request, withoutAddress(copy, await copy.blob()));
    }
  }
}

const windows = () => worker.clients.matchAll({ type: "window", includeUncontrolled: true });

/** An immutable file: from a cache or the network; calculators are then cached. @param {FetchEvent} event @param {string} path */
async function fixed(event, path) {
  const isOfNoUse = event.request.cache === "reload"; // the requester rejected the cached copy
  const there = isOfNoUse ? undefined : (await runtimeFile(path)) ?? (await caches.match(at(path), ANY));
  if (there) return there;
  const response = await fetch(event.request);
  if (response.ok && !isPage(response) && CALCULATORS.test(path)) {
    const copy = response.clone();
    event.waitUntil(caches.open(RUNTIME).then((cache) => cache.put(at(path), copy)).catch(() => {}));
  }
  return response;
}

/** A calculator file, from the cache that has most of them: searching all caches is slow on a phone. @param {string} path */
async function runtimeFile(path) {
  return CALCULATORS.test(path) ? caches.match(at(path), { ...ANY, cacheName: RUNTIME }) : undefined;
}

/** A page: from the network, complete with its styles; else the newest cached copy; else a page that explains why not. @param {FetchEvent} event @param {string} path */
async function page(event, path) {
  const onThePhone = kept(path);
  const network = fromNetwork(event, path, onThePhone).catch(() => undefined);
  event.waitUntil(network); // a slow response is still cached for the next time
  const copy = await onThePhone;
  const answer = await (copy ? Promise.race([network, later(PATIENCE)]) : network);
  if (answer && answer.status < 500) return answer;
  return copy ?? answer ?? notHere();
}

/** @param {FetchEvent} event @param {string} path @param {Promise<Response | undefined>} copy @returns {Promise<Response>} */
async function fromNetwork(event, path, copy) {
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  if (!response.ok || !isPage(response)) return response;
  const arriving = keepNamed(response.clone());
  event.waitUntil(arriving.then((found) => found && keep(path, response, found)).catch(() => {}));
  if (await copy) await arriving; // an older complete page exists, so only a complete newer one is better
  return response;
}

/** Cache the styles and scripts of a page in its version's shell. Returns that cache, and the page once it is complete.
 * @param {Response} response @returns {Promise<Complete | undefined>} */
async function keepNamed(response) {
  const html = await response.text();
  const version = WHOLE_PAGE.test(html) && ASSETS.exec(html)?.[1];
  if (!version) return undefined;
  const shell = await caches.open(SHELL + version);
  const there = new Set((await shell.keys()).map(({ url }) => url));
  const named = [...html.matchAll(/(?:src|href)="([^"]*assets\/[0-9a-f]{12}\/[^"]+)"/g)].map((found) => new URL(found[1], response.url).href);
  await Promise.all(named.filter((url) => !there.has(url)).map(async (url) => {
    if (!(await caches.match(url, ANY))) await shell.put(url, await whole(url));
  }));
  return { shell, html };
}

/** Cache a page that was read. @param {string} path @param {Response} response @param {Complete} found */
const keep = (path, response, { shell, html }) => shell.put(at(path), withoutAddress(response, html));

/** The cached form of a page, without its URL and thus without its query string. @param {Response} copy @param {BodyInit} body */
function withoutAddress({ headers }, body) {
  const named = ["content-type", "date"].filter((name) => headers.has(name));
  return new Response(body, { headers: Object.fromEntries(named.map((name) => [name, headers.get(name) ?? ""])) });
}

/** The newest cached copy of a URL. @param {string} path @returns {Promise<Response | undefined>} */
async function kept(path) {
  const tries = /\.[a-z]+$/.test(path) ? [path.replace(/index\.html$/, "")] : [path, `${path}/`];
  /** @type {Response[]} */ const copies = [];
  for (const name of (await ours()).reverse()) {
    const cache = await caches.open(name);
    for (const one of tries) {
      const copy = await cache.match(at(one), ANY);
      if (copy) copies.push(copy);
    }
  }
  /** @param {Response} copy */
  const age = (copy) => Date.parse(copy.headers.get("date") ?? "") || 0;
  return copies.sort((one, other) => age(other) - age(one))[0];
}

/** The page that lists what is on this phone; its own URL becomes its base, because it is served for any other. */
async function notHere() {
  const copy = await kept("offline/");
  if (!copy) return Response.error();
  const html = (await copy.text()).replace("<head>", `<head><base href="${at("offline/")}">`);
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

/** @param {number} milliseconds @returns {Promise<undefined>} */
const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
const ours = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

/** Delete old versions that no open page uses. If a page does not answer, everything stays. */
async function tidy() {
  const used = await inUse();
  if (!used) return;
  const names = await ours(); // oldest first
  const shells = names.filter((name) => name.startsWith(SHELL) && name !== SHELL + current);
  await remove(shells.slice(0, -VERSIONS_KEPT + 1 || undefined), used);
  await remove(await outdatedStates(names), used);
  await tidyCalculators(used);
}

/** @param {string[]} names @param {string[]} used */
async function remove(names, used) {
  for (const name of names) {
    const files = await (await caches.open(name)).keys();
    if (!files.some(({ url }) => used.some((folder) => url.startsWith(folder)))) await caches.delete(name);
  }
}

/** Saved states with a newer complete version. @param {string[]} names */
async function outdatedStates(names) {
  const newest = new Map();
  for (const name of names.filter((one) => one.startsWith(STATE))) {
    const slug = name.slice(STATE.length).split(":")[0];
    if (await (await caches.open(name)).match(at(`offline/${slug}.json`), { ignoreVary: true })) newest.set(slug, name);
  }
  return [...newest].flatMap(([slug, whole]) => {
    const all = names.filter((name) => name.startsWith(`${STATE}${slug}:`));
    return all.slice(0, all.indexOf(whole));
  });
}

/** @param {string[]} used */
async function tidyCalculators(used) {
  const cache = await caches.open(RUNTIME);
  const files = (await cache.keys()).map(({ url }) => url);
  const folders = [...new Set(files.map((url) => CALCULATORS.exec(pathOf(url))?.[1]))];
  /** @param {string} [name] */
  const kind = (name) => /^(engine|first)-/.exec(name ?? "")?.[1] ?? "calculators";
  const names = ["engine", "first", "calculators"].flatMap((one) => folders.filter((name) => kind(name) === one).slice(-VERSIONS_KEPT));
  const saved = new Set(await savedFiles());
  for (const url of files) {
    const folder = CALCULATORS.exec(pathOf(url))?.[1];
    const needed = (folder && names.includes(folder) && !COPY.test(url)) || saved.has(url) || used.some((one) => url.startsWith(one));
    if (!needed) await cache.delete(url);
  }
}

/** Every file in the lists of saved states, incomplete ones included. */
async function savedFiles() {
  /** @type {string[]} */ const found = [];
  for (const name of (await ours()).filter((one) => one.startsWith(STATE))) {
    const list = await (await caches.open(name)).match(at(`offline/${name.slice(STATE.length).split(":")[0]}.json`), ANY);
    if (list) found.push(...(await list.json()).files.map((/** @type {Entry} */ { url }) => at(url)));
  }
  return found;
}

/** The folders that open pages use, as URLs; undefined if one does not say. @returns {Promise<string[] | undefined>} */
async function inUse() {
  const answers = await Promise.all((await windows()).map((client) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    client.postMessage({ kind: "what do you use" }, [port2]);
    setTimeout(resolve, REPLY);
  })));
  return answers.every(Boolean) ? answers.flat() : undefined;
}
