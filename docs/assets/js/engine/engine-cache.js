// The cache of engine files, so that the next start needs no network. Some entries reveal the parent's state.

import { isPage } from "./arrived.js";

/** Cache files that were fetched before; existing entries stay. @param {string[]} urls of one engine
 * @param {(url: string) => Promise<Response>} get the worker's only remaining way to fetch */
export async function keepFiles(urls, get) {
  try {
    const cache = await caches.open(`paper-trail ${new URL(urls[0]).pathname.split("assets/runtime/")[0]} runtime`);
    await Promise.all(urls.map(async (url) => {
      if (await caches.match(url)) return;
      const response = await get(url);
      if (response.ok && !isPage(response)) await cache.put(url, response);
    }));
  } catch {
    // No room, or not allowed: the next start uses the network.
  }
}

/** Remove files from the engine cache, but not those saved with a state. @param {string[]} urls */
export async function forgetFiles(urls) {
  try {
    await Promise.all((await runtimes()).flatMap((cache) => urls.map((url) => cache.delete(url))));
  } catch {
    // Nothing is cached here.
  }
}

/** @typedef {{cache: Cache, url: string}} Kept */
/** Entries that reveal a state: its law, if requested but not saved with all its pages; and snapshots of Python's memory from an
 * earlier version of this site. @returns {Promise<Kept[]>} */
export async function tellingOfAState() {
  const saved = await savedFiles();
  const kept = (await Promise.all((await runtimes()).map(async (cache) => (await cache.keys()).map(({ url }) => ({ cache, url }))))).flat();
  const isLaw = (/** @type {string} */ url) => /\/[A-Z]{2}\.json$/.test(url) && !saved.some((path) => url.endsWith(`/${path}`));
  return kept.filter(({ url }) => isLaw(url) || /\/memory-[^/]*$/.test(url));
}

/** @param {Kept[]} found */
export async function forgetAll(found) {
  await Promise.all(found.map(({ cache, url }) => cache.delete(url)));
}

const runtimes = async () => Promise.all((await caches.keys()).filter((name) => /^paper-trail .* runtime$/.test(name)).map((name) => caches.open(name)));

/** URLs in the lists of saved states (save.js), incomplete ones included. @returns {Promise<string[]>} */
async function savedFiles() {
  const names = (await caches.keys()).filter((name) => /^paper-trail .* state:/.test(name));
  const lists = await Promise.all(names.map(async (name) => {
    const cache = await caches.open(name);
    const named = (await cache.keys()).filter(({ url }) => /\/offline\/[a-z-]+\.json(\?part)?$/.test(url));
    return Promise.all(named.map(async (request) => (await cache.match(request))?.json()));
  }));
  return lists.flat().flatMap((list) => list?.files.map((/** @type {{url: string}} */ file) => file.url) ?? []);
}
