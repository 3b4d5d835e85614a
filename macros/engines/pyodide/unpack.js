// Appended to the xz decoder (npm: xz-decompress) in the folder of Python's files; decompresses the packed ones. Some web servers
// do not compress WebAssembly, or anything: packed files have the same size everywhere. Decompressed files are cached under
// their own names, so that the next start is not slower.

/** @typedef {(input: RequestInfo | URL, init?: RequestInit) => Promise<Response>} Fetch */

const TYPES = { wasm: "application/wasm", zip: "application/zip" };

/** A fetch that decompresses this folder's packed files and passes others through.
 * @param {Fetch} fetch @param {Object<string, number>} packed the names without ".xz", with the packed size in bytes
 * @param {(bytes: number) => void} [kept] told of bytes that need not be fetched @returns {Fetch} */
export function unpacking(fetch, packed, kept = () => {}) {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, import.meta.url);
    const name = url.href.startsWith(HERE) ? url.href.slice(HERE.length) : "";
    if (!(name in packed)) return fetch(input, init);
    const there = await unpackedBefore(url);
    if (there) {
      kept(packed[name]);
      return there;
    }
    const response = await fetch(`${url.href}.xz`, init);
    const type = TYPES[/** @type {keyof typeof TYPES} */ (name.split(".").pop())] ?? "application/octet-stream";
    const [one, other] = new XzReadableStream(await inOrder(name, response)).tee();
    keep(url, new Response(other, { headers: { "content-type": type } }));
    return new Response(one, { headers: { "content-type": type } });
  };
}

const HERE = new URL(".", import.meta.url).href;

/** The packed stream. A single decoder handles the files in turn: small ones must not delay large ones, so they are complete
 * before their turn; the WebAssembly is decompressed and compiled while it streams.
 * @param {string} name @param {Response} response */
async function inOrder(name, response) {
  if (name.endsWith(".wasm") && response.body) return response.body;
  return new Blob([await response.arrayBuffer()]).stream();
}

/** @param {URL} url */
async function unpackedBefore(url) {
  try {
    return await caches.match(url);
  } catch {
    return undefined; // nothing is cached in this browser: decompress again
  }
}

/** Cache for the next start, in the service worker's cache of calculators. @param {URL} url @param {Response} whole */
async function keep(url, whole) {
  try {
    const site = url.pathname.split("assets/runtime/")[0];
    const cache = await caches.open(`paper-trail ${site} runtime`);
    await cache.put(url, whole);
  } catch {
    await whole.body?.cancel().catch(() => {}); // no room, or not allowed
  }
}
