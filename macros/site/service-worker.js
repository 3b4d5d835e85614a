// Answers when the network does not. Three kinds of caches, all named by this site's address:
//   shell:<assets>          styles and scripts of one version, the front page, and the pages read in that version
//   state:<slug>:<version>  a state that a parent saved (docs/assets/js/offline/save.js fills it)
//   runtime                 the calculators, once used or saved with a state
// A page names its styles, scripts and calculators by their content, so what stands in a cache under such a name
// is right for ever, and no page can get the files of another version. Pages come from the network when there is one.
// A network may answer with a page of its own, such as one that asks for a login, and a host with an old file. A parent
// sees what came; what is kept is only what its address names.

/** What the first visit stores: {url, revision}[], the revision of a page being the mark in its HTML, of others their hash. */
const FILES = self.SHELL_FILES; // the build puts the list here (macros/site/offline.py)

const SCOPE = self.registration.scope;
const OURS = `paper-trail ${new URL(SCOPE).pathname} `;
const RUNTIME = `${OURS}runtime`;
const SHELL = `${OURS}shell:`;
const STATE = `${OURS}state:`;
const LIST = /^offline\/[a-z-]+\.json$/;
const ASSETS = /assets\/([0-9a-f]{12})\//;
/** Addresses whose content never changes. */
const FIXED = /^(assets\/([0-9a-f]{12}|runtime\/[^/]+)\/|search\/words-)/;
/** A page of this site, from its first word to its last. */
const WHOLE_PAGE = /^\s*<!doctype html>\s*<html[^>]* data-page="[0-9a-f]+"[^]*<\/html>\s*$/i;
const CALCULATORS = /^assets\/runtime\/([^/]+)\//;
/** A copy of Python's memory, which an earlier version of this site kept. */
const COPY = /\/memory-[^/]*$/;
/** How long a page may keep a parent waiting when there is a copy on the phone, in milliseconds. */
const PATIENCE = 4000;
/** How long an open page may take to say what it uses, in milliseconds. */
const REPLY = 2000;
/** How many versions of the shell and of the calculators stay, for the pages read in them. */
const VERSIONS_KEPT = 3;
/** A request with this header is for the network alone: saving a state, looking for a newer version. */
const PAST = "x-past-the-worker";
const ANY = { ignoreSearch: true, ignoreVary: true };

const at = (path) => new URL(path, SCOPE).href;
const pathOf = (url) => decodeURI(url.slice(SCOPE.length).split(/[?#]/)[0]);
const current = ASSETS.exec(FILES.find(({ url }) => ASSETS.test(url)).url)[1];

self.addEventListener("install", (event) => {
  // Styles and scripts of this version stand in its shell, whole: where a browser can, it takes them from there at once.
  event.addRoutes?.(["css", "js"].map((folder) => ({
    condition: { urlPattern: at(`assets/${current}/${folder}/*`) },
    source: { cacheName: SHELL + current },
  }))).catch(() => {}); // it asks this worker, as before
  event.waitUntil(install());
});
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data?.kind === "tidy") event.waitUntil(tidy());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = pathOf(request.url);
  if (request.mode === "navigate") event.respondWith(page(event, path));
  else if (request.headers.has(PAST) || LIST.test(path)) return;
  else if (FIXED.test(path)) event.respondWith(fixed(event, path));
  else event.respondWith(fetch(request).catch(() => kept(path)));
});

async function install() {
  const shell = await caches.open(SHELL + current);
  await Promise.all(FILES.map((file) => add(shell, file)));
  await self.skipWaiting(); // safe: nothing that an open page uses is taken away, and no two versions share a name
}

/** Fetch a file of the shell. What is not of this version is refused, and the browser tries again later. */
async function add(shell, { url, revision }) {
  if (FIXED.test(url) && (await shell.match(at(url), ANY))) return;
  const response = await whole(at(url), "no-cache");
  if (!(await isOf(response.clone(), revision))) throw new Error(`another version: ${url}`);
  await shell.put(at(url), response);
}

/** True if a response is a page with this mark, or another file with this hash. */
async function isOf(response, revision) {
  if (isPage(response)) return (await response.text()).includes(`data-page="${revision}"`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("").startsWith(revision);
}

const isPage = ({ headers }) => (headers.get("content-type") ?? "").includes("text/html");

/** A file of our host. What stands under an address that never changes is no page: the browser itself may keep one from a
 * network that asked for a login, so past that it is asked for once more. */
async function whole(url, cache = "default") {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(`${response.status}: ${url}`);
  if (!isPage(response) || !FIXED.test(pathOf(url))) return response;
  if (cache === "reload") throw new Error(`a page in place of ${url}`);
  return whole(url, "reload");
}

async function activate() {
  await preload().catch(() => {});
  await self.clients.claim();
  for (const client of await windows()) client.postMessage({ kind: "newer" });
  await forgetAddresses().catch(() => {}); // the next version tries again
  await tidy();
}

/** Let a page be asked for while this worker starts, but not in Firefox: there, a connection that breaks off under such
 * a request ends in the browser's own error page, though the copy on the phone was the answer (seen in Firefox 153). */
async function preload() {
  const { navigationPreload } = self.registration;
  await (navigator.userAgent.includes("Firefox/") ? navigationPreload?.disable() : navigationPreload?.enable());
}

/** An earlier worker kept pages with their whole address, and the search had its words in it: each copy loses its own. */
async function forgetAddresses() {
  for (const name of await ours()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const copy = await cache.match(request, { ignoreVary: true });
      if (copy?.url.includes("?")) await cache.put(request, withoutAddress(copy, await copy.blob()));
    }
  }
}

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

/** The file of an address that never changes: from the phone, or from the network, and the calculators stay. */
async function fixed(event, path) {
  const isOfNoUse = event.request.cache === "reload"; // to whoever asks again
  const there = isOfNoUse ? undefined : (await runtimeFile(path)) ?? (await caches.match(at(path), ANY));
  if (there) return there;
  const response = await fetch(event.request);
  if (response.ok && !isPage(response) && CALCULATORS.test(path)) {
    const copy = response.clone();
    event.waitUntil(caches.open(RUNTIME).then((cache) => cache.put(at(path), copy)).catch(() => {}));
  }
  return response;
}

/** A file of the calculators from the cache in which most of them are: to look through all takes a phone a while. */
async function runtimeFile(path) {
  return CALCULATORS.test(path) ? caches.match(at(path), { ...ANY, cacheName: RUNTIME }) : undefined;
}

/** A page: from the network, whole with its styles; else the newest copy on the phone; else a page that says why not. */
async function page(event, path) {
  const onThePhone = kept(path);
  const network = fromNetwork(event, path, onThePhone).catch(() => undefined);
  event.waitUntil(network); // a slow answer is still kept for the next time
  const copy = await onThePhone;
  const answer = await (copy ? Promise.race([network, later(PATIENCE)]) : network);
  if (answer && answer.status < 500) return answer;
  return copy ?? answer ?? notHere();
}

async function fromNetwork(event, path, copy) {
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  if (!response.ok || !isPage(response)) return response;
  const arriving = keepNamed(response.clone());
  event.waitUntil(arriving.then((found) => found && keep(path, response, found)).catch(() => {}));
  if (await copy) await arriving; // there is an older whole page: only a whole newer one is better
  return response;
}

/** Keep the styles and scripts that a page names, among those of its version. Returns that cache, and the page once it is whole. */
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

/** Keep a page that was read. */
const keep = (path, response, { shell, html }) => shell.put(at(path), withoutAddress(response, html));

/** A page as it is kept: a copy has no address of its own, so not what stood behind the ? when it was read. */
function withoutAddress({ headers }, body) {
  const named = ["content-type", "date"].filter((name) => headers.has(name));
  return new Response(body, { headers: Object.fromEntries(named.map((name) => [name, headers.get(name)])) });
}

/** The newest copy of an address on this phone. */
async function kept(path) {
  const tries = /\.[a-z]+$/.test(path) ? [path.replace(/index\.html$/, "")] : [path, `${path}/`];
  const copies = [];
  for (const name of (await ours()).reverse()) {
    const cache = await caches.open(name);
    for (const one of tries) copies.push(await cache.match(at(one), ANY));
  }
  const age = (copy) => Date.parse(copy.headers.get("date") ?? "") || 0;
  return copies.filter(Boolean).sort((one, other) => age(other) - age(one))[0];
}

/** The page that says what is on this phone; its own address is its base, since it stands in for any other. */
async function notHere() {
  const copy = await kept("offline/");
  if (!copy) return Response.error();
  const html = (await copy.text()).replace("<head>", `<head><base href="${at("offline/")}">`);
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const ours = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

/** Remove old versions that no open page uses. If a page does not answer, everything stays. */
async function tidy() {
  const used = await inUse();
  if (!used) return;
  const names = await ours(); // oldest first
  const shells = names.filter((name) => name.startsWith(SHELL) && name !== SHELL + current);
  await remove(shells.slice(0, -VERSIONS_KEPT + 1 || undefined), used);
  await remove(await outdatedStates(names), used);
  await tidyCalculators(used);
}

async function remove(names, used) {
  for (const name of names) {
    const files = await (await caches.open(name)).keys();
    if (!files.some(({ url }) => used.some((folder) => url.startsWith(folder)))) await caches.delete(name);
  }
}

/** Saved states of which there is a newer whole one. */
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

async function tidyCalculators(used) {
  const cache = await caches.open(RUNTIME);
  const files = (await cache.keys()).map(({ url }) => url);
  const folders = [...new Set(files.map((url) => CALCULATORS.exec(pathOf(url))?.[1]))];
  const kind = (name) => /^(engine|first)-/.exec(name ?? "")?.[1] ?? "calculators";
  const names = ["engine", "first", "calculators"].flatMap((one) => folders.filter((name) => kind(name) === one).slice(-VERSIONS_KEPT));
  const saved = new Set(await savedFiles());
  for (const url of files) {
    const folder = CALCULATORS.exec(pathOf(url))?.[1];
    const needed = (names.includes(folder) && !COPY.test(url)) || saved.has(url) || used.some((one) => url.startsWith(one));
    if (!needed) await cache.delete(url);
  }
}

/** Every file that the lists of saved states name, half saved ones too. */
async function savedFiles() {
  const found = [];
  for (const name of (await ours()).filter((one) => one.startsWith(STATE))) {
    const list = await (await caches.open(name)).match(at(`offline/${name.slice(STATE.length).split(":")[0]}.json`), ANY);
    if (list) found.push(...(await list.json()).files.map(({ url }) => at(url)));
  }
  return found;
}

/** The folders that open pages use, as addresses; undefined if one does not say. */
async function inUse() {
  const answers = await Promise.all((await windows()).map((client) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    client.postMessage({ kind: "what do you use" }, [port2]);
    setTimeout(resolve, REPLY);
  })));
  return answers.every(Boolean) ? answers.flat() : undefined;
}
