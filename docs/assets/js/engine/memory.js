// Python's memory as it is once it has started, kept on this phone: the next start is a copy of it. It is made before
// the first question, so nothing that a parent typed is in it. Its address has in it what it was made from: the
// calculators and the law (their folder), the scripts (this file's folder), and the state.

/** Memory is kept in pieces of so many bytes; those of zeros alone are left out. */
const PIECE = 4096;
/** What the kept bytes begin with. */
const MARK = 0x50543345;
/** WebAssembly's memory comes in pages of so many bytes; Pyodide's may grow to so many. */
const PAGE = 65536, MOST_PAGES = 65536;

/** @param {string} folder of the calculators @param {string} state @returns {string} where it is kept, an address that no server knows */
export function addressOf(folder, state) {
  const scripts = new URL("..", import.meta.url).pathname.split("/").at(-2);
  return `${folder}memory-${state}-${scripts}`;
}

/** A memory that was kept: how large a new one must be, what puts it into that, and where in it the function stands that
 * answers. @typedef {{pages: {initial: number, maximum: number}, putInto: (memory: WebAssembly.Memory) => void, ask: number}} Kept */

/** The memory kept under an address, on its way; undefined if there is none. Rejects for what is no memory.
 * @param {string} address @returns {Promise<{arriving: Promise<Kept>} | undefined>} */
export async function kept(address) {
  try {
    const found = await caches.match(address, { cacheName: nameOf(address) });
    const arriving = found?.arrayBuffer().then(read);
    arriving?.catch(() => {}); // whoever needs it is told
    return arriving && { arriving };
  } catch {
    return undefined; // nothing is kept here: not over plain http, and not in every private window
  }
}

/** Keep a memory in the place of every older one. @param {string} address @param {Uint8Array<ArrayBuffer>} memory
 * @param {number} ask where the function stands in it that answers @returns {Promise<boolean>} whether it is kept */
export async function keep(address, memory, ask) {
  try {
    const body = new Blob(written(memory, ask));
    await forget(address);
    await (await cacheOf(address)).put(address, new Response(body));
    return true;
  } catch {
    return false; // no room, or not allowed to: the next start is a whole one
  }
}

/** Keep files that were fetched before; those that are kept already stay. @param {string[]} urls
 * @param {(url: string) => Promise<Response>} get since a worker has no other way to fetch by then @returns {Promise<boolean>} */
export async function keepFiles(urls, get) {
  try {
    const cache = await cacheOf(urls[0]);
    await Promise.all(urls.map(async (url) => {
      if (await caches.match(url)) return;
      const response = await get(url);
      if (!response.ok) throw new Error(`${response.status} for ${url}`);
      await cache.put(url, response);
    }));
    return true;
  } catch {
    return false;
  }
}

/** Forget what is kept under this address and its like. @param {string} address */
export async function forget(address) {
  await forgetAll(await memoriesIn(await cacheOf(address)));
}

/** @typedef {{cache: Cache, url: string}} Memory */
/** Every memory on this phone, of whichever calculators and state. @returns {Promise<Memory[]>} */
export async function memories() {
  return (await Promise.all((await runtimes()).map(memoriesIn))).flat();
}

/** The law of each state that was asked for on this phone, which tells the state, but for those that were saved with all their
 * pages. @returns {Promise<Memory[]>} */
export async function laws() {
  const saved = await savedFiles();
  const found = await Promise.all((await runtimes()).map((cache) => keptIn(cache, /\/[A-Z]{2}\.json$/)));
  return found.flat().filter(({ url }) => !saved.some((path) => url.endsWith(`/${path}`)));
}

const runtimes = async () => Promise.all((await caches.keys()).filter((name) => /^paper-trail .* runtime$/.test(name)).map((name) => caches.open(name)));

/** What stands in the lists of saved states (save.js), half saved ones too. @returns {Promise<string[]>} */
async function savedFiles() {
  const names = (await caches.keys()).filter((name) => /^paper-trail .* state:/.test(name));
  const lists = await Promise.all(names.map(async (name) => {
    const cache = await caches.open(name);
    return Promise.all((await keptIn(cache, /\/offline\/[a-z-]+\.json(\?part)?$/)).map(async ({ url }) => (await cache.match(url))?.json()));
  }));
  return lists.flat().flatMap((list) => list?.files.map((/** @type {{url: string}} */ file) => file.url) ?? []);
}

/** @param {Cache} cache @returns {Promise<Memory[]>} */
function memoriesIn(cache) {
  return keptIn(cache, /\/memory-[^/]*$/);
}

/** @param {Cache} cache @param {RegExp} named @returns {Promise<Memory[]>} */
async function keptIn(cache, named) {
  return (await cache.keys()).filter(({ url }) => named.test(url)).map(({ url }) => ({ cache, url }));
}

/** @param {Memory[]} found */
export async function forgetAll(found) {
  await Promise.all(found.map(({ cache, url }) => cache.delete(url)));
}

/** The name of the cache of the calculators, which the service worker tidies. @param {string} address */
const nameOf = (address) => `paper-trail ${new URL(address).pathname.split("assets/runtime/")[0]} runtime`;
/** @param {string} address */
const cacheOf = (address) => caches.open(nameOf(address));

/** What is kept of a memory: a mark, where `ask` stands, its size, and of how many runs of pieces, then where each begins
 * and its size; the runs. Memory is whole pages, so whole pieces. @param {Uint8Array<ArrayBuffer>} memory @param {number} ask */
function written(memory, ask) {
  const words = new Uint32Array(memory.buffer);
  /** @type {[number, number][]} */ const runs = [];
  for (let at = 0; at < memory.length; at += PIECE) {
    const last = runs.at(-1);
    if (isEmpty(words, at / 4)) continue;
    if (last && last[0] + last[1] === at) last[1] += PIECE;
    else runs.push([at, PIECE]);
  }
  const about = new Uint32Array([MARK, ask, memory.length, runs.length, ...runs.flat()]);
  return [about, ...runs.map(([at, size]) => memory.subarray(at, at + size))];
}

/** @param {Uint32Array} words @param {number} at where a piece begins among them */
function isEmpty(words, at) {
  const end = at + PIECE / 4;
  while (at < end && words[at] === 0) at += 1;
  return at === end;
}

/** @param {ArrayBuffer} body as `written` @returns {Kept} */
function read(body) {
  const [mark, ask, size, count] = new Uint32Array(body, 0, 4);
  if (mark !== MARK || size % PAGE) throw new Error("what was kept is no memory");
  const runs = new Uint32Array(body, 16, 2 * count);
  return {
    pages: { initial: size / PAGE, maximum: MOST_PAGES },
    putInto: ({ buffer }) => putRuns(buffer, runs, new Uint8Array(body, 16 + runs.byteLength)),
    ask,
  };
}

/** @param {ArrayBuffer} buffer a memory in which constructors have run @param {Uint32Array} runs @param {Uint8Array} content of the runs */
function putRuns(buffer, runs, content) {
  const bytes = new Uint8Array(buffer);
  let end = 0, from = 0;
  for (let run = 0; run < runs.length; run += 2) {
    clear(buffer, end, runs[run]);
    end = runs[run] + runs[run + 1];
    bytes.set(content.subarray(from, (from += runs[run + 1])), runs[run]);
  }
  clear(buffer, end, buffer.byteLength);
}

/** Make a part of a memory empty; where it is, nothing is written. @param {ArrayBuffer} buffer @param {number} from @param {number} to */
function clear(buffer, from, to) {
  const words = new Uint32Array(buffer);
  for (let at = from; at < to; at += PIECE) if (!isEmpty(words, at / 4)) words.fill(0, at / 4, (at + PIECE) / 4);
}
