// Python's memory as it is once it has started, kept on this phone: the next start is a copy of it. It is made before
// the first question, so nothing that a parent typed is in it. Its address has in it what it was made from: the
// calculators and the law (their folder), the scripts (this file's folder), and the state.

/** Memory is kept in pieces of so many bytes; those of zeros alone are left out. */
const PIECE = 16384;

/** @param {string} folder of the calculators @param {string} state @returns {string} where it is kept, an address that no server knows */
export function addressOf(folder, state) {
  const scripts = new URL("..", import.meta.url).pathname.split("/").at(-2);
  return `${folder}memory-${state}-${scripts}`;
}

/** The memory kept under an address, on its way; undefined if there is none. Rejects for what is no memory.
 * @param {string} address @returns {Promise<{arriving: Promise<Uint8Array>} | undefined>} */
export async function kept(address) {
  try {
    const found = await caches.match(address);
    return found && { arriving: found.arrayBuffer().then(whole) };
  } catch {
    return undefined; // nothing is kept here: not over plain http, and not in every private window
  }
}

/** The memory of a Python that was loaded with _makeSnapshot: Pyodide's own head, and the memory itself, not copied.
 * @param {any} python @returns {Uint8Array[]} */
export function memoryOf(python) {
  const module = python._module;
  const all = module.HEAP8;
  module.HEAP8 = new Int8Array(0);
  try {
    return [python.makeMemorySnapshot(), new Uint8Array(all.buffer)];
  } finally {
    module.HEAP8 = all;
  }
}

/** Keep a memory in the place of every older one. @param {string} address @param {Uint8Array[]} memory its head and itself
 * @returns {Promise<boolean>} whether it is kept */
export async function keep(address, [head, memory]) {
  try {
    const body = new Blob([new Uint32Array([head.length]), /** @type {Uint8Array<ArrayBuffer>} */ (head), ...pieces(memory)]);
    await forget(address);
    await (await cacheOf(address)).put(address, new Response(body));
    return true;
  } catch {
    return false; // no room, or not allowed to: the next start is a whole one
  }
}

/** Keep files that were fetched before; those that are kept already stay. @param {string[]} urls @returns {Promise<boolean>} */
export async function keepFiles(urls) {
  try {
    const cache = await cacheOf(urls[0]);
    await Promise.all(urls.map(async (url) => (await caches.match(url)) ?? cache.add(url)));
    return true;
  } catch {
    return false;
  }
}

/** Forget what is kept under this address and its like. @param {string} address */
export async function forget(address) {
  const cache = await cacheOf(address);
  for (const { url } of await cache.keys()) if (/\/memory-[^/]*$/.test(url)) await cache.delete(url);
}

/** The cache of the calculators, which the service worker tidies. @param {string} address */
function cacheOf(address) {
  return caches.open(`paper-trail ${new URL(address).pathname.split("assets/runtime/")[0]} runtime`);
}

/** Its size, how many pieces there are, the number of each, and the pieces. Memory is whole pages, so whole pieces.
 * @param {Uint8Array} memory */
function pieces(memory) {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.byteLength / 4);
  const numbers = [];
  for (let at = 0; at < words.length; at += PIECE / 4) {
    const end = at + PIECE / 4;
    let word = at;
    while (word < end && words[word] === 0) word += 1;
    if (word < end) numbers.push((at * 4) / PIECE);
  }
  const head = new Uint32Array([memory.length, numbers.length, ...numbers]);
  return [head, ...numbers.map((number) => /** @type {Uint8Array<ArrayBuffer>} */ (memory.subarray(number * PIECE, (number + 1) * PIECE)))];
}

/** @param {ArrayBuffer} body as `keep` wrote it @returns {Uint8Array} head and memory as Pyodide wants them */
function whole(body) {
  const [size] = new Uint32Array(body, 0, 1);
  const [length, count] = new Uint32Array(body, 4 + size, 2);
  const numbers = new Uint32Array(body, 12 + size, count);
  const memory = new Uint8Array(size + length);
  memory.set(new Uint8Array(body, 4, size));
  numbers.forEach((number, at) => {
    memory.set(new Uint8Array(body, 12 + size + 4 * count + at * PIECE, PIECE), size + number * PIECE);
  });
  return memory;
}
